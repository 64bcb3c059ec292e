// What a script makes of the built-in objects, after it was installed and before any of it
// is used, changes nothing.
const failure = Error
const check = (actual, expected) => {
  if (actual !== expected) throw new failure(`got ${actual}, want ${expected}`)
}

test('with every built-in function replaced', async () => {
  const { ownKeys, defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Reflect
  const TypedArray = getPrototypeOf(Uint8Array), iteratorPrototype = getPrototypeOf(getPrototypeOf([][Symbol.iterator]()))
  const objects = [Object, Array, String, Number, Boolean, BigInt, Symbol, Promise, Map, Set, WeakMap, WeakSet, WeakRef, RegExp, Date, Function, Error, TypeError, RangeError,
    ArrayBuffer, SharedArrayBuffer, DataView, TypedArray, Uint8Array, Proxy]
  const all = [JSON, Math, Reflect, iteratorPrototype, getPrototypeOf([][Symbol.iterator]()), getPrototypeOf(new Map()[Symbol.iterator]())]
  for (const of of objects) all.push(of, ...(of.prototype ? [of.prototype] : []))
  const names = ownKeys(globalThis).filter(name => typeof name === 'string' && /^[A-Z]/.test(name) && 'value' in getOwnPropertyDescriptor(globalThis, name))
  names.push('parseInt', 'isNaN', 'isFinite', 'setTimeout', 'clearTimeout', 'unrefTimer', 'refTimer', 'queueMicrotask', 'globalThis')
  const length = getOwnPropertyDescriptor(TypedArray.prototype, 'length').get.call.bind(getOwnPropertyDescriptor(TypedArray.prototype, 'length').get)
  const list = all.length, count = names.length
  const Failure = Error
  const stop = key => function () { throw new Failure(`ran ${typeof key === 'symbol' ? 'a symbol' : key}`) }
  for (let n = 0; n < list; n++) {
    const keys = ownKeys(all[n])
    for (let k = 0; k < keys.length; k++) {
      const key = keys[k], descriptor = getOwnPropertyDescriptor(all[n], key)
      if (!descriptor.configurable || key === 'constructor' || all[n] === Promise && key === Symbol.species || all[n] === Error && key === 'stackTraceLimit') continue
      if (typeof descriptor.value === 'function') defineProperty(all[n], key, { value: stop(key) })
      else if (descriptor.get) defineProperty(all[n], key, { get: stop(key) })
    }
  }
  for (let n = 0; n < count; n++) defineProperty(globalThis, names[n], { value: undefined })
  // What property descriptors inherit, where they do.
  const inherited = { __proto__: null, value: { __proto__: null, value: stop('inherited'), configurable: true } }.value

  check(new URL('https://u@\u{fc}.de:81/a/../b?x=%20#f', 'http://a').href, 'https://u@xn--tda.de:81/b?x=%20#f')
  check(new URLSearchParams('b=%c3%a9&a=+').toString(), 'b=%C3%A9&a=+')
  const sorted = new URLSearchParams('b=1&a=2')
  sorted.sort()
  check(sorted.toString(), 'a=2&b=1')
  check(new URLPattern({ pathname: '/:a/(\\d+)' }).exec('https://h/x/12').pathname.groups.a, 'x')
  check(new TextDecoder('utf-8').decode(new TextEncoder().encode('a\u20ac' + '\u{1f600}')), 'a\u20ac\u{1f600}')
  check(new TextDecoder('gbk').decode(new TextEncoder().encode('a')), 'a')
  check(new TextEncoder().encodeInto('abc', new TextEncoder().encode('xy')).read, 2)
  check(atob(btoa('abc')), 'abc')
  const target = new EventTarget
  let seen = 0
  target.addEventListener('x', () => { seen++ }, { once: true })
  target.dispatchEvent(new CustomEvent('x', { detail: 1 }))
  target.dispatchEvent(new Event('x'))
  check(seen, 1)
  const controller = new AbortController
  controller.signal.onabort = () => { seen++ }
  const follower = AbortSignal.timeout(1e6)
  controller.abort()
  check(seen, 2)
  check(controller.signal.reason.message + follower.aborted, 'This operation was abortedfalse')
  check(new DOMException('m', 'AbortError').code, 20)
  check(structuredClone({ a: { b: 1 } }).a.b, 1)
  check(structuredClone(new Blob).size, 0)
  const { port1, port2 } = new MessageChannel
  port1.postMessage({ a: 5 })
  check((await new promise(resolve => { port2.onmessage = resolve })).data.a, 5)
  check(performance.mark('m').name + performance.getEntriesByName('m').length, 'm1')
  check(navigator.userAgent, 'isolates')
  check(length(crypto.getRandomValues(new TextEncoder().encode('abc'))), 3)
  check(crypto.randomUUID().length, 36)
  const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, true, { [iterator]() { return { next: () => usages } } })
  check(key.type, 'secret')
  const signature = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode('x'))
  check(await crypto.subtle.verify('HMAC', key, signature, new TextEncoder().encode('x')), true)
  check((await crypto.subtle.exportKey('jwk', key)).kty, 'oct')
  check(typeof inherited, 'object')
})
const { iterator } = Symbol, promise = Promise
let usagesLeft = ['sign', 'verify']
const usages = { get done() { return usagesLeft.length === 0 }, get value() { const first = usagesLeft[0]; usagesLeft = usagesLeft.length === 2 ? ['verify'] : []; return first } }
