const bytes = (...list) => new Uint8Array(list)

test('TextEncoder', () => {
  const encoder = new TextEncoder
  equal(encoder.encoding, 'utf-8')
  for (const [text, want] of [['', []], ['aé€😀', [0x61, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80]], ['\ud800x', [0xef, 0xbf, 0xbd, 0x78]],
    ['\udc00\ud800', [0xef, 0xbf, 0xbd, 0xef, 0xbf, 0xbd]], [null, [0x6e, 0x75, 0x6c, 0x6c]]]) {
    equal([...encoder.encode(text)], want, text)
    const long = (text + 'x').repeat(100)
    equal(encoder.encode(long).length, want.length * 100 + 100)
  }
  equal(encoder.encode().length, 0)
  const small = encoder.encode('abc')
  equal([small.buffer.byteLength, small.byteOffset], [3, 0])
  throws(() => encoder.encode(Symbol()), TypeError)
  throws(() => TextEncoder.prototype.encode.call({}, 'a'), TypeError)
})

test('encodeInto', () => {
  const encoder = new TextEncoder
  for (const [text, size, read, written] of [['', 5, 0, 0], ['abc', 2, 2, 2], ['é', 1, 0, 0], ['a😀', 4, 1, 1], ['a😀', 5, 3, 5], ['\ud83d', 3, 1, 3], ['a', 0, 0, 0]]) {
    equal(encoder.encodeInto(text, new Uint8Array(size)), { read, written }, text)
  }
  const within = new Uint8Array(4)
  encoder.encodeInto('xy', within.subarray(1, 3))
  equal([...within], [0, 0x78, 0x79, 0])
  for (const bad of [undefined, null, [], new ArrayBuffer(1), new Int8Array(1), new DataView(new ArrayBuffer(1)), new Uint8ClampedArray(1)]) {
    throws(() => encoder.encodeInto('a', bad), TypeError)
  }
  throws(() => encoder.encodeInto('a'), TypeError)
})

test('TextDecoder of UTF-8', () => {
  const decoder = new TextDecoder
  equal([decoder.encoding, decoder.fatal, decoder.ignoreBOM], ['utf-8', false, false])
  for (const [input, want] of [[[], ''], [[0xef, 0xbb, 0xbf, 0x61], 'a'], [[0xc0, 0x80], '\ufffd\ufffd'], [[0xe2, 0x82], '\ufffd'], [[0xe2, 0x82, 0x61], '\ufffda'],
    [[0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'], [[0xf4, 0x90, 0x80, 0x80], '\ufffd\ufffd\ufffd\ufffd'], [[0xf0, 0x9f, 0x98, 0x80], '😀'], [[0xff], '\ufffd']]) {
    equal(decoder.decode(bytes(...input)), want, input)
    const fatal = new TextDecoder('utf8', { fatal: true })
    if (want.includes('\ufffd')) throws(() => fatal.decode(bytes(...input)), TypeError)
    else equal(fatal.decode(bytes(...input)), want)
    equal(fatal.decode(bytes(0x62)), 'b')
  }
  equal(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes(0xef, 0xbb, 0xbf)), '\ufeff')
  equal(new TextDecoder('utf-8', { fatal: true }).decode(bytes(0xef, 0xbf, 0xbd)), '\ufffd')
})

test('what is decoded', () => {
  const decoder = new TextDecoder
  const { buffer } = bytes(0x61, 0x62, 0x63)
  equal([decoder.decode(buffer), decoder.decode(new DataView(buffer, 1)), decoder.decode(new Uint8Array(buffer, 2)), decoder.decode(undefined)], ['abc', 'bc', 'c', ''])
  const shared = new Uint8Array(new SharedArrayBuffer(2))
  shared.set([0xc3, 0xa9])
  equal([decoder.decode(shared), decoder.decode(shared.buffer)], ['é', 'é'])
  const resizable = new ArrayBuffer(2, { maxByteLength: 8 })
  new Uint8Array(resizable).set([0x68, 0x69])
  equal(decoder.decode(resizable), 'hi')
  structuredCloneOrTransfer(buffer)
  equal(decoder.decode(buffer), '')
  for (const bad of [null, 1, 'a', {}, []]) throws(() => decoder.decode(bad), TypeError)
  throws(() => TextDecoder.prototype.decode.call({}), TypeError)
  throws(() => new TextDecoder('utf-8', 1), TypeError)
})
const structuredCloneOrTransfer = buffer => buffer.transfer()

test('pieces', () => {
  for (const [label, input, want] of [['utf-8', [0xef, 0xbb, 0xbf, 0xf0, 0x9f, 0x98, 0x80, 0xe2, 0x82, 0xac, 0xff, 0xe2], '😀€\ufffd\ufffd'], ['utf-16le', [0xff, 0xfe, 0x3d, 0xd8, 0x00, 0xde, 0x41, 0, 0x3d, 0xd8], '😀A\ufffd'],
    ['utf-16be', [0xfe, 0xff, 0xd8, 0x3d, 0xde, 0, 0], '😀\ufffd'], ['shift_jis', [0x83, 0x65, 0x83, 0x58, 0x61], 'テスa'], ['euc-jp', [0xa5, 0xc6, 0x8f, 0xb0, 0xa1], 'テ丂'],
    ['iso-2022-jp', [0x1b, 0x24, 0x42, 0x25, 0x46, 0x25, 0x39, 0x1b, 0x28, 0x42, 0x61], 'テスa'], ['gb18030', [0x94, 0x39, 0xfc, 0x36, 0xb0, 0xa1], '😀啊'], ['big5', [0xa4, 0xa4, 0x61], '中a'], ['euc-kr', [0xb0, 0xa1], '가']]) {
    for (let size = 1; size <= input.length; size++) {
      const decoder = new TextDecoder(label)
      for (let round = 0; round < 2; round++) {
        let text = ''
        for (let n = 0; n < input.length; n += size) text += decoder.decode(bytes(...input.slice(n, n + size)), { stream: true })
        equal(text + decoder.decode(), want, label + ' by ' + size)
      }
    }
  }
})

test('labels', () => {
  for (const [label, want] of [['latin1', 'windows-1252'], [' UTF8\n', 'utf-8'], ['sjis', 'shift_jis'], ['gb2312', 'gbk'], ['utf-16', 'utf-16le'], ['x-user-defined', 'x-user-defined'], ['logical', 'iso-8859-8-i']]) {
    equal(new TextDecoder(label).encoding, want, label)
  }
  for (const bad of ['', 'nope', 'utf-7', '\u00a0utf-8', 'replacement', 'iso-2022-kr', 'x'.repeat(1 << 20), '\0']) throws(() => new TextDecoder(bad), RangeError)
  equal(new TextDecoder('windows-1252').decode(bytes(0x80, 0x81, 0xff)), '€\x81ÿ')
  equal(new TextDecoder('iso-8859-2').decode(bytes(0x85, 0xa1)), '\x85Ą')
  equal(new TextDecoder('x-user-defined').decode(bytes(0x41, 0x80, 0xff)), 'A\uf780\uf7ff')
  throws(() => new TextDecoder('windows-1253', { fatal: true }).decode(bytes(0xd2)), TypeError)
})

test('large', () => {
  const text = 'é😀x'.repeat(200000)
  const encoded = new TextEncoder().encode(text)
  isTrue(new TextDecoder().decode(encoded) === text)
  for (const label of ['utf-16le', 'gbk', 'windows-1252', 'iso-2022-jp', 'euc-kr']) isTrue(new TextDecoder(label).decode(encoded).length > 0)
})
