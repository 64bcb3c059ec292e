// The half of package loop that lives in the context. What a script needs later
// is kept here, in its own heap and under its own memory limit; Go knows numbers.
//
// Scripts may change all built-in objects. What is used later is taken before, and
// whatever a script makes of the rest is its own loss: Go expects any call, or none.
(function (arm, disarm, refer, settled, aborted) {
  'use strict'
  const { apply, defineProperty, getPrototypeOf, setPrototypeOf } = Reflect
  const { Error, Promise, Number, isNaN, TypeError } = globalThis
  const { captureStackTrace } = Error
  const prototypes = [Error, RangeError, ReferenceError, SyntaxError, TypeError].map(e => e.prototype)
  const { then } = Promise.prototype
  const { resolve } = Promise
  const global = globalThis

  // Bound here, a method needs no prototype later.
  const table = () => {
    const map = new Map()
    return {
      get: map.get.bind(map),
      set: map.set.bind(map),
      delete: map.delete.bind(map),
      clear: map.clear.bind(map),
    }
  }

  // Rejects with the error. Its stack is of those that await the promise: V8 finds
  // them from here, once the promise depends on this function's.
  const rejectLate = ({ resolve, reject }, error) => {
    const late = async () => {
      await undefined
      captureStackTrace(error, late)
      throw error
    }
    apply(then, late(), [resolve, reject])
  }

  const calls = table()
  // The promise of call id. error, made at the call, has its stack; it may be
  // undefined.
  const open = (id, error) => new Promise((resolve, reject) => {
    calls.set(id, { resolve, reject, error })
  })
  // signal is an AbortSignal, or something like it.
  const listen = (id, signal) => {
    const call = calls.get(id)
    call.signal = signal
    call.listener = () => { if (calls.get(id) === call) aborted(id) }
    if (signal.aborted) call.listener()
    else signal.addEventListener('abort', call.listener, { once: true })
  }
  const take = id => {
    const call = calls.get(id)
    if (!call || !calls.delete(id)) return undefined
    const { signal, listener } = call
    // One that throws keeps a listener that does nothing.
    if (signal !== undefined) try { signal.removeEventListener('abort', listener) } catch {}
    return call
  }
  const reasonOf = signal => {
    try { return signal.reason } catch (thrown) { return thrown }
  }
  const done = (id, value) => {
    const call = take(id)
    if (call) call.resolve(value)
  }
  const fail = (id, kind, message, isAborted) => {
    const call = take(id)
    if (!call) return undefined
    const reason = isAborted ? reasonOf(call.signal) : undefined
    if (reason !== undefined) {
      call.reject(reason)
      return undefined
    }
    const { error = new Error() } = call
    defineProperty(error, 'message', { value: message, writable: true, configurable: true })
    if (kind !== 0) setPrototypeOf(error, prototypes[kind])
    if (call.error === undefined) rejectLate(call, error)
    else call.reject(error)
    return error
  }

  const waits = table()
  const watch = (id, value) => {
    const promise = apply(resolve, Promise, [value])
    waits.set(id, promise)
    const tell = (isFulfilled, value) => {
      if (waits.get(id) !== promise) return // of another loop, or of an Await that has ended
      settled(id, isFulfilled, value)
      waits.delete(id)
    }
    apply(then, promise, [value => { tell(true, value) }, reason => { tell(false, reason) }])
  }
  const waited = id => waits.get(id)

  const timers = table()
  let lastTimer = 0
  const start = (callback, delay, args, repeat) => {
    if (typeof callback !== 'function') throw new TypeError('callback is not a function')
    delay = Number(delay)
    const id = arm(isNaN(delay) ? 0 : delay, repeat)
    timers.set(id, { callback, args, repeat })
    return lastTimer = id
  }
  const fire = id => {
    const timer = timers.get(id)
    if (!timer) return
    if (!timer.repeat) timers.delete(id)
    apply(timer.callback, global, timer.args)
  }
  const clear = id => {
    id = Number(id)
    if (timers.delete(id)) disarm(id)
  }

  const { asyncIterator, iterator: syncIterator } = Symbol
  const iteratorPrototype = getPrototypeOf(getPrototypeOf(async function * () {}).prototype)
  const iterators = table()
  // An iterator of functions of Go.
  const iterator = (next, stop) => ({
    __proto__: iteratorPrototype,
    next() { return next() },
    async return(value) {
      await stop()
      return { done: true, value }
    },
  })
  // One that Go uses.
  const iterate = async (id, value) => {
    value = await value
    const method = value[asyncIterator] ?? value[syncIterator]
    const object = method === undefined ? value : apply(method, value, [])
    iterators.set(id, { object, next: object.next })
  }
  const step = async id => {
    const { object, next } = iterators.get(id)
    const result = await apply(next, object, [])
    if (typeof result !== 'object' && typeof result !== 'function' || result === null) {
      throw new TypeError('iterator result is not an object')
    }
    return result.done ? { done: true } : { done: false, value: await result.value }
  }
  const leave = async id => {
    const { object } = iterators.get(id)
    const method = object.return
    if (method !== undefined && method !== null) await apply(method, object, [])
  }

  // Begins for a loop: what there is of another one is over. Numbers of its timers, which
  // scripts may have, are not used again.
  const begin = () => {
    for (let n = 0; n < kept.length; n++) kept[n].clear()
    return lastTimer
  }

  const kept = [waits, calls, timers, iterators]
  const forget = (...all) => {
    for (let n = 0; n < all.length; n += 2) kept[all[n]].delete(all[n + 1])
  }

  const resolved = Promise.resolve()
  const functions = {
    setTimeout(callback, delay = 0, ...args) { return start(callback, delay, args, false) },
    setInterval(callback, delay = 0, ...args) { return start(callback, delay, args, true) },
    clearTimeout(id = 0) { clear(id) },
    clearInterval(id = 0) { clear(id) },
    refTimer(id) { refer(Number(id), true) },
    unrefTimer(id) { refer(Number(id), false) },
    queueMicrotask(callback) {
      if (typeof callback !== 'function') throw new TypeError('callback is not a function')
      apply(then, resolved, [() => { callback() }])
    },
  }
  for (const name in functions) {
    Object.defineProperty(global, name, { value: functions[name], writable: true, enumerable: true, configurable: true })
  }

  return { begin, open, listen, done, fail, watch, forget, waited, fire, iterator, iterate, step, leave }
})
