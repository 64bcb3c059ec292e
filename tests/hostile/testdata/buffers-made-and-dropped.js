// Attacks what a buffer is between its memory and its object: is it lost when the script is ended there?
for (;;) new ArrayBuffer(4 << 20)
