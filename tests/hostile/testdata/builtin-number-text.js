// Built-ins: numbers to text and back, in every radix and length.
const digits = '1'.repeat(1e6) + '.' + '9'.repeat(1e6);
for (;;) {
  Number(digits) + parseFloat(digits) + parseInt(digits, 7);
  (Number.MIN_VALUE).toString(3) + (1.1).toFixed(100);
}
