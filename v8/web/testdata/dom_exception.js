test('defaults', () => {
  const e = new DOMException()
  equal([e.name, e.message, e.code, String(e)], ['Error', '', 0, 'Error'])
  isTrue(e instanceof Error)
  equal(Object.prototype.toString.call(e), '[object DOMException]')
  equal(Object.keys(e), [])
  equal(Reflect.ownKeys(e), ['stack'])
})

test('names and codes', () => {
  const e = new DOMException('gone', 'AbortError')
  equal([e.name, e.message, e.code, String(e)], ['AbortError', 'gone', 20, 'AbortError: gone'])
  equal(new DOMException('', 'OperationError').code, 0)
  equal(new DOMException('', '__proto__').code, 0)
  equal(new DOMException('', 'toString').code, 0)
  equal(new DOMException(undefined, undefined).name, 'Error')
  equal(new DOMException(null, null).name, 'null')
  equal([DOMException.ABORT_ERR, DOMException.prototype.DATA_CLONE_ERR, e.SYNTAX_ERR], [20, 25, 12])
  equal(descriptor(DOMException, 'ABORT_ERR'), 'number e')
})

test('stack', () => {
  const make = () => new DOMException('gone', 'AbortError')
  const { stack } = make()
  isTrue(stack.startsWith('AbortError: gone\n    at make'), stack)
})

test('class', () => {
  equal(descriptor(globalThis, 'DOMException'), 'function wc')
  equal([DOMException.name, DOMException.length], ['DOMException', 0])
  equal(descriptor(DOMException, 'prototype'), 'object ')
  equal(descriptor(DOMException.prototype, 'name'), 'get ec')
  equal(descriptor(DOMException.prototype, Symbol.toStringTag), 'string c')
  equal(Object.getPrototypeOf(DOMException.prototype), Error.prototype)
  throws(() => DOMException(), TypeError)
  throws(() => DOMException.prototype.name, TypeError)
  throws(() => Object.create(DOMException.prototype).message, TypeError)
  throws(() => new DOMException(Symbol()), TypeError)
  class Mine extends DOMException { get extra() { return 1 } }
  const mine = new Mine('m', 'TimeoutError')
  equal([mine.extra, mine.name, mine instanceof Mine, mine instanceof DOMException], [1, 'TimeoutError', true, true])
})
