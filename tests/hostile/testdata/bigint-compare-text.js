// BigInt: comparing with text of a million digits, in each way and order, until the deadline.
const a = 1n << 60000000n, digits = '1' + '0'.repeat(1e6);
for (let i = 0; ; i++) {
  const text = digits + i % 10;
  a == text; text == a; a != text; text != a;
  a < text; text < a; a > text; text > a;
  a <= text; text <= a; a >= text; text >= a;
}
