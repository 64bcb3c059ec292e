test('btoa', () => {
  for (const [text, want] of [['', ''], ['a', 'YQ=='], ['ab', 'YWI='], ['abc', 'YWJj'], ['\xff\0\x80', '/wCA'], [undefined, 'dW5kZWZpbmVk'], [null, 'bnVsbA=='], [12, 'MTI=']]) {
    equal(btoa(text), want, text)
  }
  throws(() => btoa('\u0100'), 'InvalidCharacterError')
  throws(() => btoa('\u{1f600}'), 'InvalidCharacterError')
  throws(() => btoa(), TypeError)
  throws(() => btoa(Symbol()), TypeError)
  throws(() => btoa({ toString() { throw new RangeError } }), RangeError)
})

test('atob', () => {
  for (const [text, want] of [['', ''], ['YQ==', 'a'], ['YQ', 'a'], [' Y\tQ\n=\f=\r', 'a'], ['YWI=', 'ab'], ['YR', 'a'], ['/wCA', '\xff\0\x80'], [null, '\x9e\xe9\x65'], [12, '\xd7']]) {
    equal(atob(text), want, text)
  }
  for (const text of ['Y', 'YQ=', 'YQ===', '=', '==', '====', 'YWJj=', 'YW=j', 'Y Q = = =', '-_', 'YQ\v', 'YQ\u00a0', '\u0100', 'YWJjY', undefined, NaN.toString() + 'xx']) {
    throws(() => atob(text), 'InvalidCharacterError', text)
  }
  throws(() => atob(), TypeError)
})

test('all bytes', () => {
  const all = String.fromCharCode(...Array(256).keys())
  for (let n = 0; n < 10; n++) equal(atob(btoa(all.slice(n))), all.slice(n))
  const large = 'x'.repeat(1 << 20)
  isTrue(atob(btoa(large)) === large)
})

test('properties', () => {
  equal(descriptor(globalThis, 'atob'), 'function wec')
  equal([atob.name, atob.length, btoa.name, btoa.length], ['atob', 1, 'btoa', 1])
  throws(() => new atob('a'), TypeError)
})
