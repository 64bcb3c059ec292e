// CompressionStream and DecompressionStream: https://compression.spec.whatwg.org/

const through = async (stream, ...chunks) => {
  const piped = ReadableStream.from(chunks.map(c => typeof c === 'string' ? new TextEncoder().encode(c) : c)).pipeThrough(stream)
  return await new Response(piped).bytes()
}
const text = bytes => new TextDecoder().decode(bytes)

test('round trips', async () => {
  for (const format of ['gzip', 'deflate', 'deflate-raw']) {
    for (const chunks of [[], [''], ['a'], ['a', '', 'b'], ['x'.repeat(300_000), 'y']]) {
      const small = await through(new CompressionStream(format), ...chunks)
      isTrue(small.length < 1000, format)
      equal(text(await through(new DecompressionStream(format), small)), chunks.join(''), format)
      const single = [...small].map(byte => new Uint8Array([byte]))
      equal(text(await through(new DecompressionStream(format), ...single)), chunks.join(''), format)
    }
  }
  const gzip = await through(new CompressionStream('gzip'), new DataView(new ArrayBuffer(2)), new ArrayBuffer(1))
  equal([...gzip.slice(0, 2)], [0x1f, 0x8b])
  equal((await through(new DecompressionStream('gzip'), gzip)).length, 3)
})

test('what is no compressed data', async () => {
  const gzip = await through(new CompressionStream('gzip'), 'hello')
  for (const [what, ...chunks] of [
    ['nothing'], ['text', 'hello'], ['cut', gzip.slice(0, -1)], ['half', gzip.slice(0, 8)], ['more behind it', gzip, 'x'], ['twice', gzip, gzip],
    ['another checksum', gzip.slice(0, -8), new Uint8Array(8)],
  ]) await rejects(through(new DecompressionStream('gzip'), ...chunks), TypeError, what)
  await rejects(through(new DecompressionStream('deflate'), gzip), TypeError)
  await rejects(through(new DecompressionStream('deflate-raw'), new Uint8Array([0xff])), TypeError)
})

test('bad chunks and formats', async () => {
  for (const format of ['', 'br', 'GZIP', undefined]) throws(() => new CompressionStream(format), TypeError, String(format))
  throws(() => new DecompressionStream(), TypeError)
  for (const chunk of ['text', 1, null, {}, new Uint8Array(new SharedArrayBuffer(1))]) {
    const { readable, writable } = new CompressionStream('gzip')
    const reading = readable.getReader().read()
    await rejects(writable.getWriter().write(chunk), TypeError, String(chunk))
    await rejects(reading, TypeError, String(chunk))
  }
})

test('abort and cancel', async () => {
  const aborted = new CompressionStream('gzip')
  const reading = aborted.readable.getReader().read()
  await aborted.writable.abort(new RangeError('enough'))
  await rejects(reading, RangeError)
  const cancelled = new CompressionStream('gzip')
  await cancelled.readable.cancel('enough')
  let reason
  try { await cancelled.writable.getWriter().closed } catch (error) { reason = error }
  equal(reason, 'enough')
})

// A bomb is decompressed no further than somebody reads.
test('back-pressure', async () => {
  const zeros = new Uint8Array(1 << 20)
  const bomb = await through(new CompressionStream('deflate'), ...Array(64).fill(zeros).map(z => z.slice()))
  const { readable, writable } = new DecompressionStream('deflate')
  const writer = writable.getWriter()
  let written = false
  writer.write(bomb).then(() => { written = true }, () => {})
  const reader = readable.getReader()
  let length = 0
  for (let n = 0; n < 10; n++) length += (await reader.read()).value.length
  isTrue(length <= 10 * 65536)
  equal(written, false)
  await reader.cancel()
})

test('text streams', async () => {
  const read = async stream => { let all = []; for await (const chunk of stream) all.push(chunk); return all }
  const encoded = await read(ReadableStream.from(['a', '', '\ud83d', '\ude00', '\ud83d', 'x', 1, '\ud83d']).pipeThrough(new TextEncoderStream()))
  equal(encoded.map(text), ['a', '😀', '\ufffdx', '1', '\ufffd'])
  const bytes = [...new TextEncoder().encode('\ufeffa€😀')].map(byte => new Uint8Array([byte]))
  equal((await read(ReadableStream.from(bytes).pipeThrough(new TextDecoderStream()))).join('|'), 'a|€|😀')
  equal((await read(ReadableStream.from(bytes.slice(0, -1)).pipeThrough(new TextDecoderStream()))).join('|'), 'a|€|\ufffd')
  await rejects(read(ReadableStream.from(bytes.slice(0, -1)).pipeThrough(new TextDecoderStream('utf-8', { fatal: true }))), TypeError)
  await rejects(read(ReadableStream.from(['text']).pipeThrough(new TextDecoderStream())), TypeError)
  const latin = new TextDecoderStream('latin1')
  equal([latin.encoding, latin.fatal, latin.ignoreBOM, new TextEncoderStream().encoding], ['windows-1252', false, false, 'utf-8'])
  throws(() => new TextDecoderStream('none'), RangeError)
})
