// Blob and File: https://w3c.github.io/FileAPI/

test('interfaces', () => {
  equal(Object.getPrototypeOf(File), Blob)
  equal(descriptor(globalThis, 'Blob'), 'function wc')
  equal([Blob.length, File.length], [0, 2])
  equal(Object.prototype.toString.call(new File([], '')), '[object File]')
  throws(() => Blob(), TypeError)
  throws(() => new File([]), TypeError)
})

test('parts', async () => {
  const buffer = new Uint8Array([65, 66, 67, 68]).buffer
  for (const [parts, want] of [
    [[], ''],
    [undefined, ''],
    [['a', 'ß', '€', '😀'], 'aß€😀'],
    [['\ud800'], '\ufffd'],
    [[buffer], 'ABCD'],
    [[new Uint8Array(buffer, 1, 2)], 'BC'],
    [[new DataView(buffer, 3)], 'D'],
    [[new Blob(['x']), 1, null, {}], 'x1null[object Object]'],
    [new Set(['a', 'b']), 'ab'],
  ]) equal(await new Blob(parts).text(), want)
  for (const parts of ['text', 1, null, {}]) throws(() => new Blob(parts), TypeError, String(parts))
  throws(() => new Blob([new Uint8Array(new SharedArrayBuffer(1))]), TypeError)
  throws(() => new Blob([], { endings: 'other' }), TypeError)
})

test('bytes are copied, in and out', async () => {
  const bytes = new Uint8Array([1])
  const blob = new Blob([bytes])
  bytes[0] = 2
  equal([...await blob.bytes()], [1])
  ;(await blob.bytes())[0] = 3
  new Uint8Array(await blob.arrayBuffer())[0] = 4
  for await (const chunk of blob.stream()) chunk[0] = 5
  for await (const chunk of blob.slice().stream()) chunk[0] = 6
  equal([...await blob.bytes()], [1])
})

test('type and endings', async () => {
  equal(new Blob([], { type: 'Text/HTML' }).type, 'text/html')
  equal(new Blob([], { type: 'te\u00e9xt' }).type, '')
  equal(new Blob([], { type: 'a\nb' }).type, '')
  equal(await new Blob(['a\r\nb\rc\nd\r'], { endings: 'native' }).text(), 'a\nb\nc\nd\n')
  equal(await new Blob(['a\r\nb'], { endings: 'transparent' }).text(), 'a\r\nb')
})

test('slice', async () => {
  const blob = new Blob(['0123456789'], { type: 'text/plain' })
  for (const [args, want] of [
    [[], '0123456789'], [[2], '23456789'], [[2, 4], '23'], [[-3], '789'], [[-3, -1], '78'], [[4, 2], ''], [[99], ''],
    [[NaN, 1], '0'], [[-99, 2], '01'], [[0, Infinity], '0123456789'],
  ]) equal(await blob.slice(...args).text(), want, String(args))
  equal(blob.slice(0, 1).type, '')
  equal(blob.slice(0, 1, 'a/B').type, 'a/b')
  equal(await blob.slice(2, 8).slice(1, 3).text(), '34')
})

test('text is decoded without a byte order mark', async () => {
  equal(await new Blob(['\ufeffa']).text(), 'a')
  equal(await new Blob([new Uint8Array([0xff, 0x41])]).text(), '\ufffdA')
})

test('stream', async () => {
  const blob = new Blob(['x'.repeat(200_000)])
  const lengths = []
  for await (const chunk of blob.stream()) lengths.push(chunk.length)
  equal(lengths, [65536, 65536, 65536, 3392])
  const reader = blob.stream().getReader({ mode: 'byob' })
  equal((await reader.read(new Uint8Array(10))).value.length, 10)
})

test('File', () => {
  const file = new File(['abc'], 'a/b.txt', { type: 'text/plain', lastModified: 5 })
  equal([file.name, file.size, file.type, file.lastModified], ['a/b.txt', 3, 'text/plain', 5])
  isTrue(Math.abs(new File([], 'x').lastModified - Date.now()) < 60_000)
  throws(() => new File(undefined, 'x'), TypeError)
  throws(() => Object.getOwnPropertyDescriptor(Blob.prototype, 'size').get.call({}), TypeError)
})

test('blob: URLs', async () => {
  const blob = new Blob(['text'], { type: 'text/x' })
  const url = URL.createObjectURL(blob)
  isTrue(/^blob:null\/[0-9a-f-]{36}$/.test(url) && url !== URL.createObjectURL(blob))
  equal([new URL(url).protocol, new URL(url).origin], ['blob:', 'null'])
  for (const given of [url, url + '#part', new URL(url), new Request(url)]) {
    const response = await fetch(given)
    equal([response.status, response.statusText, response.headers.get('content-type'), response.headers.get('content-length'), await response.text()],
      [200, 'OK', 'text/x', '4', 'text'])
  }
  equal(await (await (await fetch(url)).blob()).text(), 'text')
  const before = new Request(url), begun = fetch(url)
  URL.revokeObjectURL(url + '#part')
  equal(await (await fetch(url)).text(), 'text')
  URL.revokeObjectURL(url)
  URL.revokeObjectURL(url)
  URL.revokeObjectURL('not a URL')
  equal([await (await fetch(before)).text(), await (await begun).text()], ['text', 'text'])
  await rejects(fetch(url), TypeError)
  await rejects(fetch('blob:null/x'), TypeError)
  await rejects(fetch(URL.createObjectURL(blob), { method: 'POST' }), TypeError)
  for (const bad of [undefined, null, {}, 'text', new Uint8Array(1)]) throws(() => URL.createObjectURL(bad), TypeError)
  throws(() => URL.createObjectURL(), TypeError)
  throws(() => URL.revokeObjectURL(), TypeError)
})
