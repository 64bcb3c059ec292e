// The Streams Standard. Every case of it is in web-platform-tests, which scripts/wpt
// runs; here is what the other parts rely on, and what fights back.

const read = async stream => {
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  return chunks
}
const numbers = (count, strategy) => {
  let n = 0
  return new ReadableStream({ pull(c) { n < count ? c.enqueue(n++) : c.close() } }, strategy)
}
const bytes = (...lengths) => new ReadableStream({
  type: 'bytes',
  pull(c) {
    if (lengths.length === 0) {
      c.close()
      c.byobRequest?.respond(0)
    } else {
      c.enqueue(new Uint8Array(lengths.shift()).fill(7))
    }
  },
})

test('interfaces', () => {
  for (const name of [
    'ByteLengthQueuingStrategy', 'CountQueuingStrategy', 'ReadableByteStreamController', 'ReadableStream',
    'ReadableStreamBYOBReader', 'ReadableStreamBYOBRequest', 'ReadableStreamDefaultController',
    'ReadableStreamDefaultReader', 'TransformStream', 'TransformStreamDefaultController', 'WritableStream',
    'WritableStreamDefaultController', 'WritableStreamDefaultWriter',
  ]) {
    equal(globalThis[name].name, name)
    equal(Object.prototype.toString.call(globalThis[name].prototype), `[object ${name}]`)
    equal(descriptor(globalThis, name), 'function wc')
  }
  equal(ReadableStream.length, 0)
  equal(descriptor(ReadableStream.prototype, 'pipeTo'), 'function wec')
  equal(descriptor(ReadableStream.prototype, Symbol.asyncIterator), 'function wc')
  equal(ReadableStream.prototype[Symbol.asyncIterator], ReadableStream.prototype.values)
  for (const name of ['ReadableStreamDefaultController', 'ReadableByteStreamController', 'ReadableStreamBYOBRequest',
    'WritableStreamDefaultController', 'TransformStreamDefaultController']) throws(() => new globalThis[name](), TypeError, name)
})

test('read, and close', async () => {
  const reader = numbers(2).getReader()
  equal(await reader.read(), { value: 0, done: false })
  equal(await reader.read(), { value: 1, done: false })
  equal(await reader.read(), { value: undefined, done: true })
  equal(await reader.closed, undefined)
})

test('a source is pulled no further than asked', async () => {
  let pulls = 0
  const stream = new ReadableStream({ pull(c) { pulls++; c.enqueue(pulls) } }, { highWaterMark: 3 })
  for (let n = 0; n < 10; n++) await null
  equal(pulls, 3)
  const reader = stream.getReader()
  await reader.read()
  for (let n = 0; n < 10; n++) await null
  equal(pulls, 4)
})

test('errors', async () => {
  const failed = new ReadableStream({ pull() { throw new RangeError('no') } })
  const reader = failed.getReader()
  await rejects(reader.read(), RangeError)
  await rejects(reader.closed, RangeError)
  throws(() => failed.getReader(), TypeError, 'locked')
  await rejects(failed.cancel(), TypeError, 'locked')
  reader.releaseLock()
  await rejects(reader.read(), TypeError, 'released')
  throws(() => new ReadableStream(1), TypeError)
  throws(() => new ReadableStream({ type: 'other' }), TypeError)
  throws(() => new ReadableStream({ type: 'bytes', autoAllocateChunkSize: 0 }), TypeError)
  throws(() => new ReadableStream({}, { highWaterMark: -1 }), RangeError)
  throws(() => new ReadableStream({}, { highWaterMark: NaN }), RangeError)
  throws(() => new WritableStream({ type: 'bytes' }), RangeError)
  throws(() => ReadableStream.prototype.getReader.call({}), TypeError)
  await rejects(ReadableStream.prototype.cancel.call({}), TypeError)
})

test('a size that is no size', async () => {
  for (const size of [-1, NaN, Infinity]) {
    let controller
    const stream = new ReadableStream({ start(c) { controller = c } }, { size: () => size, highWaterMark: 1 })
    throws(() => controller.enqueue(1), RangeError, String(size))
    await rejects(stream.getReader().read(), RangeError, String(size))
  }
})

test('cancel', async () => {
  let reason
  const stream = new ReadableStream({ cancel(r) { reason = r } })
  equal(await stream.cancel('enough'), undefined)
  equal(reason, 'enough')
  for await (const chunk of numbers(5)) if (chunk === 2) break
})

test('tee', async () => {
  const [a, b] = numbers(3).tee()
  equal(await Promise.all([read(a), read(b)]), [[0, 1, 2], [0, 1, 2]])
  const [c, d] = bytes(2, 1).tee()
  const [first, second] = await Promise.all([read(c), read(d)])
  equal(first, second)
  isTrue(first[0].buffer !== second[0].buffer, 'each has bytes of its own')
})

test('tee cancels when both branches are', async () => {
  let reason
  const [a, b] = new ReadableStream({ cancel(r) { reason = r } }).tee()
  const first = a.cancel(1)
  equal(reason, undefined)
  await Promise.all([first, b.cancel(2)])
  equal(reason, [1, 2])
})

test('byob', async () => {
  const reader = bytes(4, 4).getReader({ mode: 'byob' })
  const buffer = new ArrayBuffer(6)
  const { value } = await reader.read(new Uint8Array(buffer, 1, 5), { min: 5 })
  equal(buffer.byteLength, 0, 'it was taken')
  equal([...value], [7, 7, 7, 7, 7])
  equal(value.byteOffset, 1)
  const rest = await reader.read(new Uint16Array(8))
  equal(rest.value.constructor.name + rest.value.length, 'Uint16Array1')
  await rejects(reader.read(new Uint8Array(0)), TypeError)
  await rejects(reader.read(new Uint8Array(1), { min: 2 }), RangeError)
  await rejects(reader.read(new Uint8Array(new ArrayBuffer(1, { maxByteLength: 2 }))), TypeError)
  await rejects(reader.read(new Uint8Array(new SharedArrayBuffer(1))), TypeError)
  throws(() => numbers(1).getReader({ mode: 'byob' }), TypeError)
})

test('byob requests', async () => {
  const stream = new ReadableStream({
    type: 'bytes',
    autoAllocateChunkSize: 8,
    pull(c) {
      const request = c.byobRequest
      throws(() => request.respond(9), RangeError)
      throws(() => request.respond(0), TypeError)
      throws(() => request.respondWithNewView(new Uint8Array(3)), RangeError)
      request.view[0] = 9
      request.respond(1)
      throws(() => request.respond(1), TypeError)
      equal(request.view, null)
    },
  })
  const { value } = await stream.getReader().read()
  equal([...value], [9])
})

test('write', async () => {
  const got = []
  const stream = new WritableStream({ write(chunk) { got.push(chunk) }, close() { got.push('end') } }, { highWaterMark: 2 })
  const writer = stream.getWriter()
  equal(writer.desiredSize, 2)
  const first = writer.write('a')
  equal(writer.desiredSize, 1)
  await Promise.all([first, writer.write('b'), writer.close(), writer.closed])
  equal(got, ['a', 'b', 'end'])
  await rejects(writer.write('c'), TypeError)
  await rejects(writer.close(), TypeError)
})

test('back-pressure', async () => {
  let release
  const stream = new WritableStream({ write: () => new Promise(resolve => { release = resolve }) })
  const writer = stream.getWriter()
  await writer.ready
  writer.write(1)
  let ready = false
  writer.ready.then(() => { ready = true })
  for (let n = 0; n < 10; n++) await null
  equal(ready, false)
  release()
  await writer.ready
})

test('abort', async () => {
  let controller, reason
  const stream = new WritableStream({ start(c) { controller = c }, abort(r) { reason = r } })
  const { signal } = controller
  isTrue(signal instanceof AbortSignal)
  await stream.abort('why')
  equal(reason, 'why')
  equal([signal.aborted, signal.reason], [true, 'why'])
  let late
  const other = new WritableStream({ start(c) { late = c } })
  await other.abort('why')
  equal(late.signal.reason, 'why', 'asked for afterwards')
})

test('pipe', async () => {
  const got = []
  const double = new TransformStream({ transform(chunk, c) { c.enqueue(chunk * 2) }, flush(c) { c.enqueue('end') } })
  await numbers(3).pipeThrough(double).pipeTo(new WritableStream({ write(chunk) { got.push(chunk) } }))
  equal(got, [0, 2, 4, 'end'])
})

test('pipe ends with its source, its destination or its signal', async () => {
  let aborted
  const failing = new ReadableStream({ pull(c) { c.error(new RangeError('source')) } })
  await rejects(failing.pipeTo(new WritableStream({ abort(r) { aborted = r } })), RangeError)
  equal(aborted.message, 'source')

  let cancelled
  const source = new ReadableStream({ pull(c) { c.enqueue(1) }, cancel(r) { cancelled = r } })
  await rejects(source.pipeTo(new WritableStream({ write() { throw new RangeError('sink') } })), RangeError)
  equal(cancelled.message, 'sink')

  const controller = new AbortController()
  const endless = new ReadableStream({ pull(c) { c.enqueue(1); return new Promise(resolve => setTimeout(resolve)) } })
  const piped = endless.pipeTo(new WritableStream(), { signal: controller.signal })
  controller.abort()
  await rejects(piped, 'AbortError')
  await rejects(numbers(1).pipeTo(new WritableStream(), { signal: {} }), TypeError)
  await rejects(numbers(1).pipeTo({}), TypeError)
})

test('transform', async () => {
  equal(await read(numbers(2).pipeThrough(new TransformStream())), [0, 1])
  const failing = new TransformStream({ transform() { throw new RangeError('no') } })
  await rejects(read(numbers(1).pipeThrough(failing)), RangeError)
  const ended = new TransformStream({ transform(chunk, c) { c.enqueue(chunk); c.terminate() } })
  equal(await read(numbers(9).pipeThrough(ended)), [0])
})

test('from', async () => {
  equal(await read(ReadableStream.from([1, Promise.resolve(2)])), [1, 2])
  equal(await read(ReadableStream.from((async function * () { yield 1; yield 2 })())), [1, 2])
  let returned
  const stream = ReadableStream.from((function * () { try { yield 1; yield 2 } finally { returned = true } })())
  for await (const _ of stream) break
  equal(returned, true)
  throws(() => ReadableStream.from(1), TypeError)
  throws(() => ReadableStream.from({ [Symbol.iterator]: () => 1 }), TypeError)
})

test('strategies', () => {
  equal(new CountQueuingStrategy({ highWaterMark: 3 }).highWaterMark, 3)
  equal(new CountQueuingStrategy({ highWaterMark: 3 }).size(), 1)
  equal(new ByteLengthQueuingStrategy({ highWaterMark: 3 }).size(new Uint8Array(5)), 5)
  throws(() => new CountQueuingStrategy({}), TypeError)
  throws(() => new CountQueuingStrategy(), TypeError)
})

test('what is in a long queue is freed in one go', async () => {
  let controller
  const stream = new ReadableStream({ start(c) { controller = c } })
  for (let n = 0; n < 100_000; n++) controller.enqueue(n)
  controller.close()
  let sum = 0
  for await (const n of stream) sum += n
  equal(sum, 4_999_950_000)
})

// This one is the last: nothing that it leaves behind is as it was.
test('patched built-ins', async () => {
  const { then } = Promise.prototype
  const { defineProperty } = Object
  const fail = what => () => { throw new Error(`${what} was called`) }
  const wanted = [0, 1, 2]
  for (const name of ['start', 'pull', 'cancel', 'write', 'close', 'abort', 'transform', 'flush', 'type', 'size']) {
    defineProperty(Object.prototype, name, { configurable: true, get: fail(name) })
  }
  for (const name of ['getReader', 'tee', 'cancel']) ReadableStream.prototype[name] = fail(name)
  ReadableStreamDefaultReader.prototype.read = fail('read')
  Uint8Array.prototype.set = fail('set')
  for (const name of ['push', 'shift', 'splice', 'forEach', Symbol.iterator]) Array.prototype[name] = fail(String(name))
  let at = 0, got = ''
  try {
    const source = { __proto__: null, pull(c) { at < 3 ? c.enqueue(wanted[at++]) : c.close() } }
    for await (const n of new ReadableStream(source, { __proto__: null }).pipeThrough(new TransformStream({ __proto__: null }, { __proto__: null }, { __proto__: null }))) got += n
  } finally {
    for (const name in { start: 1, pull: 1, cancel: 1, write: 1, close: 1, abort: 1, transform: 1, flush: 1, type: 1, size: 1 }) delete Object.prototype[name]
  }
  equal(then, Promise.prototype.then)
  equal(got, '012')
})
