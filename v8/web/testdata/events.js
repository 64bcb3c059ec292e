test('dispatch', () => {
  const target = new EventTarget, seen = []
  const listener = function (event) { seen.push(this === target, event.target === target, event.eventPhase, event.composedPath().length) }
  target.addEventListener('x', listener)
  target.addEventListener('x', listener)
  target.addEventListener('x', { handleEvent() { seen.push('object') } })
  target.addEventListener('x', null)
  equal(target.dispatchEvent(new Event('x')), true)
  equal(seen, [true, true, 2, 1, 'object'])
  target.removeEventListener('x', listener)
  target.dispatchEvent(new Event('x'))
  equal(seen.length, 6)
})

test('canceling and stopping', () => {
  const target = new EventTarget
  let calls = 0
  target.addEventListener('x', event => { event.preventDefault(); event.stopImmediatePropagation() })
  target.addEventListener('x', () => { calls++ })
  equal([target.dispatchEvent(new Event('x', { cancelable: true })), target.dispatchEvent(new Event('x')), calls], [false, true, 0])
  const passive = new EventTarget
  passive.addEventListener('x', event => { event.preventDefault() }, { passive: true })
  equal(passive.dispatchEvent(new Event('x', { cancelable: true })), true)
})

test('once, capture and signal', () => {
  const target = new EventTarget, seen = []
  const controller = new AbortController
  target.addEventListener('x', () => { seen.push('bubble') })
  target.addEventListener('x', () => { seen.push('capture') }, true)
  target.addEventListener('x', () => { seen.push('once') }, { once: true })
  target.addEventListener('x', () => { seen.push('signal') }, { signal: controller.signal })
  target.dispatchEvent(new Event('x'))
  controller.abort()
  target.dispatchEvent(new Event('x'))
  equal(seen, ['capture', 'bubble', 'once', 'signal', 'capture', 'bubble'])
  throws(() => target.addEventListener('x', () => {}, { signal: null }), TypeError)
  throws(() => target.addEventListener('x', () => {}, { signal: {} }), TypeError)
})

test('listeners that change the listeners', () => {
  const target = new EventTarget, seen = []
  const second = () => { seen.push(2) }
  target.addEventListener('x', () => {
    seen.push(1)
    target.removeEventListener('x', second)
    target.addEventListener('x', () => { seen.push(3) })
  }, { once: true })
  target.addEventListener('x', second)
  target.dispatchEvent(new Event('x'))
  equal(seen, [1])
  target.dispatchEvent(new Event('x'))
  equal(seen, [1, 3])
})

test('an event that is being dispatched', () => {
  const target = new EventTarget
  const event = new Event('x')
  let thrown
  target.addEventListener('x', () => {
    event.initEvent('y')
    thrown = throws(() => target.dispatchEvent(event), 'InvalidStateError')
  })
  target.dispatchEvent(event)
  equal([thrown.code, event.type, event.currentTarget, event.isTrusted], [11, 'x', null, false])
})

test('arguments', () => {
  const target = new EventTarget
  throws(() => target.addEventListener('x'), TypeError)
  throws(() => target.addEventListener('x', 1), TypeError)
  throws(() => target.dispatchEvent({}), TypeError)
  throws(() => target.dispatchEvent(null), TypeError)
  throws(() => EventTarget.prototype.addEventListener.call({}, 'x', () => {}), TypeError)
  throws(() => new Event(), TypeError)
  throws(() => new Event('x', 1), TypeError)
  throws(() => Event('x'), TypeError)
  throws(() => Event.prototype.type, TypeError)
})

test('classes', () => {
  const custom = new CustomEvent('c', { detail: 7, bubbles: true })
  equal([custom.detail, custom.bubbles, custom instanceof Event, new CustomEvent('c').detail], [7, true, true, null])
  const error = new ErrorEvent('error', { message: 'm', lineno: -1, error: 5 })
  equal([error.message, error.lineno, error.colno, error.error], ['m', 4294967295, 0, 5])
  equal([Event.AT_TARGET, Event.prototype.NONE, descriptor(custom, 'isTrusted'), String(custom)], [2, 0, 'get e', '[object CustomEvent]'])
  equal([Event.length, CustomEvent.length, EventTarget.length, EventTarget.prototype.addEventListener.length], [1, 1, 0, 2])
  isTrue(custom.timeStamp > 0)
})
