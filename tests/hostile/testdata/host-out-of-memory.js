// Death below a host call: V8_Fatal inside JavaScript that Go called.
host(() => host(() => host(() => 'ab'.repeat(2 ** 27).split(''))));
for (;;);
