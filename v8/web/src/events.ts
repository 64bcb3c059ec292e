// Event, CustomEvent, ErrorEvent and EventTarget. There is no tree: an event goes to
// its target and nowhere else.
//
// DOM: https://dom.spec.whatwg.org/#events

import { aborting } from './abort'
import { now } from './clock'
import { domException } from './dom_exception'
import { part } from './part'
import { apply, defineProperty, getOwnPropertyDescriptor, push, slice } from './primordials'
import { report } from './report'
import { asDictionary, asDOMString, asInteger, asUSVString, constructing, executing, exposed, fail, isFunction, isObject, required } from './webidl'

// A Listener is what is called for events of a type.
type Listener = {
  type: string
  callback: unknown
  capture: boolean
  once: boolean
  passive: boolean
  removed: boolean
  isHandler: boolean // of an attribute such as onabort
}

const construct = constructing('Event')

export const events = part(() => {
  let isEvent: (value: object) => boolean
  let typeOf: (event: Event) => string
  let isDispatched: (event: Event) => boolean
  let isStopped: (event: Event) => boolean
  let cancel: (event: Event) => void
  let setPassive: (event: Event, passive: boolean) => void
  let begin: (event: Event, target: object, trusted: boolean) => void
  let end: (event: Event) => boolean
  let isTrusted: PropertyDescriptor

  class Event {
    #type: string
    #bubbles: boolean
    #cancelable: boolean
    #composed: boolean
    #target: object | null = null
    #dispatched = false
    #stopped = false
    #stoppedAtOnce = false
    #canceled = false
    #passive = false
    #trusted = false
    #timeStamp = now()

    constructor(type: unknown, init: unknown = undefined) {
      required(arguments.length, 1, construct)
      this.#type = asDOMString(type)
      const members = asDictionary(init, construct)
      this.#bubbles = !!members.bubbles
      this.#cancelable = !!members.cancelable
      this.#composed = !!members.composed
      defineProperty(this, 'isTrusted', isTrusted)
    }

    get type() { return this.#type }
    get target() { return this.#target }
    get srcElement() { return this.#target }
    get currentTarget() { return this.#dispatched ? this.#target : null }
    get eventPhase() { return this.#dispatched ? phases.AT_TARGET : phases.NONE }
    get bubbles() { return this.#bubbles }
    get cancelable() { return this.#cancelable }
    get composed() { return this.#composed }
    get defaultPrevented() { return this.#canceled }
    get timeStamp() { return this.#timeStamp }
    get returnValue() { return !this.#canceled }
    set returnValue(value) { if (!value) cancel(this) }
    get cancelBubble() { return this.#stopped }
    set cancelBubble(value) { if (value) this.#stopped = true }

    composedPath() { return this.#dispatched ? [this.#target] : [] }
    stopPropagation() { this.#stopped = true }
    stopImmediatePropagation() { this.#stopped = this.#stoppedAtOnce = true }
    preventDefault() { cancel(this) }
    initEvent(type: unknown, bubbles: unknown = false, cancelable: unknown = false) {
      const dispatched = this.#dispatched
      required(arguments.length, 1, executing('initEvent', 'Event'))
      const text = asDOMString(type)
      if (dispatched) return
      this.#type = text
      this.#bubbles = !!bubbles
      this.#cancelable = !!cancelable
      this.#stopped = this.#stoppedAtOnce = this.#canceled = this.#trusted = false
      this.#target = null
    }

    static {
      isEvent = value => #type in value
      typeOf = event => event.#type
      isDispatched = event => event.#dispatched
      isStopped = event => event.#stoppedAtOnce
      cancel = event => { if (event.#cancelable && !event.#passive) event.#canceled = true }
      setPassive = (event, passive) => { event.#passive = passive }
      begin = (event, target, trusted) => {
        event.#trusted = trusted
        event.#dispatched = true
        event.#target = target
      }
      end = event => {
        event.#dispatched = event.#stopped = event.#stoppedAtOnce = false
        return !event.#canceled
      }
      isTrusted = getOwnPropertyDescriptor({ get isTrusted() { return (this as unknown as Event).#trusted } }, 'isTrusted')!
      isTrusted.configurable = false
    }
  }
  const phases = { __proto__: null as any, NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 }
  exposed(Event, 'Event', phases)

  class CustomEvent extends Event {
    #detail: unknown = null
    constructor(type: unknown, init: unknown = undefined) {
      required(arguments.length, 1, constructing('CustomEvent'))
      super(type, init)
      const { detail } = asDictionary(init, constructing('CustomEvent'))
      if (detail !== undefined) this.#detail = detail
    }
    get detail() { return this.#detail }
    initCustomEvent(type: unknown, bubbles: unknown = false, cancelable: unknown = false, detail: unknown = null) {
      this.#detail
      required(arguments.length, 1, executing('initCustomEvent', 'CustomEvent'))
      const dispatched = isDispatched(this)
      apply(initEvent, this, [type, bubbles, cancelable])
      if (!dispatched) this.#detail = detail
    }
  }
  const { initEvent } = Event.prototype
  exposed(CustomEvent, 'CustomEvent')

  class ErrorEvent extends Event {
    #message = ''
    #filename = ''
    #lineno = 0
    #colno = 0
    #error: unknown = undefined
    constructor(type: unknown, init: unknown = undefined) {
      const where = constructing('ErrorEvent')
      required(arguments.length, 1, where)
      super(type, init)
      const { colno, error, filename, lineno, message } = asDictionary(init, where)
      if (colno !== undefined) this.#colno = asInteger(colno, 32, false, where)
      this.#error = error
      if (filename !== undefined) this.#filename = asUSVString(filename)
      if (lineno !== undefined) this.#lineno = asInteger(lineno, 32, false, where)
      if (message !== undefined) this.#message = asDOMString(message)
    }
    get message() { return this.#message }
    get filename() { return this.#filename }
    get lineno() { return this.#lineno }
    get colno() { return this.#colno }
    get error() { return this.#error }
  }
  exposed(ErrorEvent, 'ErrorEvent')

  let listen: (target: EventTarget, listener: Listener) => boolean
  let silence: (target: EventTarget, match: (listener: Listener) => boolean) => void
  let dispatch: (target: EventTarget, event: Event, trusted: boolean) => boolean
  let observe: (target: EventTarget, changed: (type: string, count: number) => void) => void

  class EventTarget {
    #listeners: Listener[] = []
    #changed: ((type: string, count: number) => void) | undefined // what another part wants to know

    addEventListener(type: unknown, callback: unknown, options: unknown = undefined) {
      this.#listeners
      const where = executing('addEventListener', 'EventTarget')
      required(arguments.length, 2, where)
      const name = asDOMString(type)
      const call = asCallback(callback, where)
      let capture = !!options, once = false, passive = false, signal: any
      if (isObject(options) || options === undefined || options === null) {
        const members = asDictionary(options, where)
        capture = !!members.capture
        once = !!members.once
        passive = !!members.passive
        signal = members.signal
        if (signal !== undefined && !(isObject(signal) && aborting().isSignal(signal))) fail(where, 'member signal is not of type \'AbortSignal\'.')
      }
      if (signal !== undefined && aborting().isAborted(signal) || call === null) return
      const listener = { type: name, callback: call, capture, once, passive, removed: false, isHandler: false }
      if (!listen(this, listener) || signal === undefined) return
      aborting().add(signal, () => silence(this, other => other === listener))
    }

    removeEventListener(type: unknown, callback: unknown, options: unknown = undefined) {
      this.#listeners
      const where = executing('removeEventListener', 'EventTarget')
      required(arguments.length, 2, where)
      const name = asDOMString(type)
      const call = asCallback(callback, where)
      const capture = isObject(options) ? !!(options as any).capture : !!options
      silence(this, other => !other.isHandler && other.type === name && other.callback === call && other.capture === capture)
    }

    dispatchEvent(event: unknown) {
      this.#listeners
      const where = executing('dispatchEvent', 'EventTarget')
      required(arguments.length, 1, where)
      if (!isObject(event) || !isEvent(event)) return fail(where, 'parameter 1 is not of type \'Event\'.')
      if (isDispatched(event as Event)) throw domException('The event is already being dispatched.', 'InvalidStateError')
      return dispatch(this, event as Event, false)
    }

    #count(type: string) {
      if (this.#changed === undefined) return
      let count = 0
      const all = this.#listeners
      for (let n = 0; n < all.length; n++) if (all[n].type === type) count++
      this.#changed(type, count)
    }

    static {
      listen = (target, listener) => {
        const all = target.#listeners
        for (let n = 0; n < all.length; n++) {
          const { type, callback, capture, isHandler } = all[n]
          if (!isHandler && !listener.isHandler && type === listener.type && callback === listener.callback && capture === listener.capture) return false
        }
        push(all, listener)
        target.#count(listener.type)
        return true
      }
      silence = (target, match) => {
        const all = target.#listeners
        for (let n = 0; n < all.length; n++) {
          const listener = all[n]
          if (!match(listener)) continue
          listener.removed = true
          const rest = slice(all, 0, n)
          for (let after = n + 1; after < all.length; after++) push(rest, all[after])
          target.#listeners = rest
          return target.#count(listener.type)
        }
      }
      observe = (target, changed) => { target.#changed = changed }
      dispatch = (target, event, trusted) => {
        begin(event, target, trusted)
        const type = typeOf(event)
        // What is added meanwhile is not called: silence makes a new list, and what is
        // pushed is beyond the length.
        const all = target.#listeners
        const { length } = all
        for (let phase = 0; phase < 2; phase++) {
          for (let n = 0; n < length && !isStopped(event); n++) {
            const listener = all[n]
            if (listener.removed || listener.type !== type || listener.capture !== (phase === 0)) continue
            if (listener.once) silence(target, other => other === listener)
            if (listener.passive) setPassive(event, true)
            try {
              call(listener, target, event)
            } catch (error) {
              report(error)
            }
            setPassive(event, false)
          }
        }
        return end(event)
      }
    }
  }
  exposed(EventTarget, 'EventTarget')

  const call = ({ callback, isHandler }: Listener, target: EventTarget, event: Event) => {
    if (isFunction(callback)) {
      const result = apply(callback, target, [event])
      if (isHandler && result === false) cancel(event)
      return
    }
    if (isHandler) return
    const method = (callback as any).handleEvent
    if (!isFunction(method)) return fail('EventListener', 'handleEvent is not a function.')
    apply(method, callback, [event])
  }

  // An attribute such as onabort: what it is set to is called in the place among the
  // listeners where it was first set to something.
  const handlers = () => {
    let listener: Listener | undefined
    return {
      get: () => listener === undefined ? null : listener.callback,
      set: (target: EventTarget, type: string, value: unknown) => {
        if (!isObject(value)) {
          if (listener !== undefined) silence(target, other => other === listener)
          listener = undefined
        } else if (listener !== undefined) {
          listener.callback = value
        } else {
          listener = { type, callback: value, capture: false, once: false, passive: false, removed: false, isHandler: true }
          listen(target, listener)
        }
      },
    }
  }

  return { Event, CustomEvent, ErrorEvent, EventTarget, dispatch: dispatch!, observe: observe!, handlers }
})

const asCallback = (value: unknown, where: string) => {
  if (value === undefined || value === null) return null
  if (!isObject(value)) fail(where, 'parameter 2 is not of type \'Object\'.')
  return value
}
