const lazy = name => Object.getOwnPropertyDescriptor(globalThis, name)

test('a global is an accessor until it is used', () => {
  const { get, set, enumerable, configurable } = lazy('btoa')
  equal([get.name, set.name, enumerable, configurable], ['get btoa', 'set btoa', true, true])
  equal(lazy('btoa').value, undefined)
  const first = btoa
  equal(descriptor(globalThis, 'btoa'), 'function wec')
  equal(first, btoa)
  equal(Reflect.apply(get, undefined, []), btoa)
  throws(() => new get, TypeError)
})

test('a global can be replaced before it is used, also below it', () => {
  const below = Object.create(globalThis)
  below.atob = 1
  equal([descriptor(below, 'atob'), descriptor(globalThis, 'atob')], ['number wec', 'getset ec'])
  atob = 2
  equal(descriptor(globalThis, 'atob'), 'number wec')
  delete globalThis.atob
  equal(typeof atob, 'undefined')
})

test('self', () => { isTrue(self === globalThis) })

test('a frozen global still works', () => {
  Object.freeze(globalThis)
  equal([typeof DOMException, DOMException === DOMException], ['function', true])
})
