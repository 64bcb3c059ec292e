test('values', () => {
  const cycle = { list: [1, , 3], date: new Date(5), map: new Map([[1, 'x']]), set: new Set([NaN]), big: 5n, re: /x/gi, error: new RangeError('r'), u: undefined }
  cycle.self = cycle
  const copy = structuredClone(cycle)
  isTrue(copy !== cycle && copy.self === copy && copy.date.getTime() === 5 && copy.map.get(1) === 'x' && copy.set.has(NaN))
  equal([String(copy.big), String(copy.re), copy.error instanceof RangeError, copy.error.message, 1 in copy.list, 'u' in copy], ['5', '/x/gi', true, 'r', false, true])
  equal(structuredClone('x'), 'x')
  class Mine { a = 1; #b = 2; get c() { return 3 } }
  equal([JSON.stringify(structuredClone(new Mine)), Object.getPrototypeOf(structuredClone(new Mine)) === Object.prototype], ['{"a":1}', true])
})

test('what has no clone', () => {
  for (const bad of [() => {}, Symbol(), new WeakMap, Promise.resolve(), new URL('http://a'), new Event('x'), [new AbortController().signal], { a: { b: new URLSearchParams } },
    new TextEncoder, new MessageChannel().port1, function * () {}(), Object.create(URL.prototype), globalThis]) {
    const e = throws(() => structuredClone(bad), 'DataCloneError')
    isTrue(e instanceof DOMException && e.code === 25)
  }
  throws(() => structuredClone({ get a() { throw new RangeError } }), RangeError)
  throws(() => structuredClone(), TypeError)
  throws(() => structuredClone(1, 1), TypeError)
  throws(() => structuredClone(new Proxy({}, {})), 'DataCloneError')
  equal(structuredClone({ __proto__: new Proxy({}, { getPrototypeOf() { throw new Error('ran') } }) }), {})
  let deep = null
  for (let n = 0; n < 1e6; n++) deep = { deep }
  throws(() => structuredClone(deep), RangeError)
})

test('blobs', async () => {
  const { blob, file, same } = structuredClone({ blob: new Blob(['abc'], { type: 'text/x' }), file: new File(['d'], 'n', { lastModified: 7 }), same: [1] })
  equal([await blob.text(), blob.type, blob instanceof File, await file.text(), file.name, file.lastModified, file instanceof File, same.length], ['abc', 'text/x', false, 'd', 'n', 7, true, 1])
})

test('an exception', () => {
  const copy = structuredClone(new DOMException('gone', 'AbortError'))
  equal([copy.name, copy.message, copy.code, copy instanceof DOMException], ['AbortError', 'gone', 20, true])
})

test('transfer', () => {
  const buffer = new ArrayBuffer(8)
  const moved = structuredClone({ buffer, view: new Uint8Array(buffer, 4) }, { transfer: [buffer] })
  equal([buffer.detached, moved.buffer.byteLength, moved.view.byteOffset, moved.view.buffer === moved.buffer], [true, 8, 4, true])
  throws(() => structuredClone(buffer, { transfer: [buffer] }), 'DataCloneError')
  const twice = new ArrayBuffer(1)
  throws(() => structuredClone(1, { transfer: [twice, twice] }), 'DataCloneError')
  throws(() => structuredClone(1, { transfer: [new SharedArrayBuffer(1)] }), 'DataCloneError')
  throws(() => structuredClone(1, { transfer: [{}] }), 'DataCloneError')
  throws(() => structuredClone(1, { transfer: [1] }), TypeError)
  throws(() => structuredClone(1, { transfer: 1 }), TypeError)
  throws(() => structuredClone(() => {}, { transfer: [twice] }), 'DataCloneError')
  equal(twice.detached, false)
  throws(() => structuredClone({ get a() { twice.transfer(); return 1 } }, { transfer: [twice] }), 'DataCloneError')
  throws(() => structuredClone(1, { transfer: [new WebAssembly.Memory({ initial: 1 }).buffer] }), 'DataCloneError')
  const resizable = new ArrayBuffer(2, { maxByteLength: 4 })
  equal(structuredClone(resizable, { transfer: [resizable] }).maxByteLength, 4)
})

test('a patched context', () => {
  const { push } = Array.prototype, iterator = Array.prototype[Symbol.iterator], { get } = Map.prototype
  const seen = []
  Array.prototype.push = function (...args) { seen.push.call(seen, args) }
  Array.prototype[Symbol.iterator] = function () { throw new Error('ran') }
  Map.prototype.get = () => { throw new Error('ran') }
  Promise.prototype.then = () => { throw new Error('ran') }
  try {
    const buffer = new ArrayBuffer(1)
    equal(structuredClone({ a: buffer }, { transfer: { [Symbol.iterator]: () => iterator.call([buffer]) } }).a.byteLength, 1)
    equal(new URL('http://a/b/../c').href, 'http://a/c')
  } finally {
    Array.prototype.push = push
    Array.prototype[Symbol.iterator] = iterator
    Map.prototype.get = get
  }
  equal(seen.length, 0)
})
