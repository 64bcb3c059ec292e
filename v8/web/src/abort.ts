// AbortController and AbortSignal.
//
// DOM: https://dom.spec.whatwg.org/#aborting-ongoing-activities

import { domException } from './dom_exception'
import { events } from './events'
import { timers } from './host'
import { part } from './part'
import { deref, push, WeakRef } from './primordials'
import { asInteger, asSequence, executing, exposed, fail, illegal, isObject, required } from './webidl'

export const aborting = part(() => {
  const { Event, EventTarget, dispatch, observe, handlers } = events()
  const internal = {}

  let isSignal: (value: object) => boolean
  let isAborted: (signal: AbortSignal) => boolean
  let reasonOf: (signal: AbortSignal) => unknown
  let abort: (signal: AbortSignal, reason: unknown) => void
  let add: (signal: AbortSignal, algorithm: () => void) => void
  let remove: (signal: AbortSignal, algorithm: () => void) => void
  let dependOn: (signals: AbortSignal[]) => AbortSignal

  class AbortSignal extends EventTarget {
    #aborted = false
    #reason: unknown = undefined
    #algorithms: (() => void)[] = []
    #onabort = handlers()
    #sources: AbortSignal[] | undefined // of a dependent signal; they depend on none
    #dependents: WeakRef<AbortSignal>[] = []
    #prune = 16 // how many dependents make it look for those that are gone
    #kept: AbortSignal[] = [] // dependents that somebody listens to
    #timer: number | undefined
    #listeners = 0

    constructor(key: unknown) {
      if (key !== internal) illegal()
      super()
      observe(this, (type, count) => {
        if (type !== 'abort') return
        this.#listeners = count
        this.#heard()
      })
    }

    static abort(reason: unknown = undefined) {
      const signal = new AbortSignal(internal)
      signal.#aborted = true
      signal.#reason = orAbortError(reason)
      return signal
    }

    static any(signals: unknown) {
      const where = executing('any', 'AbortSignal')
      required(arguments.length, 1, where)
      return dependOn(asSequence(signals, value => {
        if (!isObject(value) || !isSignal(value)) fail(where, 'The sequence has what is not of type \'AbortSignal\'.')
        return value as AbortSignal
      }, where))
    }

    static timeout(milliseconds: unknown) {
      const where = executing('timeout', 'AbortSignal')
      required(arguments.length, 1, where)
      const delay = asInteger(milliseconds, 64, false, where, 'EnforceRange')
      const signal = new AbortSignal(internal)
      signal.#timer = timers.setTimeout(() => {
        signal.#timer = undefined
        abort(signal, domException('The operation was aborted due to timeout.', 'TimeoutError'))
      }, delay)
      timers.unrefTimer(signal.#timer)
      return signal
    }

    get aborted() { return this.#aborted }
    get reason() { return this.#reason }
    throwIfAborted() { if (this.#aborted) throw this.#reason }
    get onabort() { return this.#onabort.get() }
    set onabort(value) { this.#onabort.set(this, 'abort', value) }

    // A signal that somebody listens to is kept alive by its sources, and its timer is
    // waited for.
    #heard() {
      const isHeard = !this.#aborted && (this.#listeners > 0 || this.#algorithms.length > 0)
      if (this.#timer !== undefined) (isHeard ? timers.refTimer : timers.unrefTimer)(this.#timer)
      if (this.#sources === undefined) return
      for (let n = 0; n < this.#sources.length; n++) {
        const source = this.#sources[n]
        const kept: AbortSignal[] = []
        for (let k = 0; k < source.#kept.length; k++) if (source.#kept[k] !== this) push(kept, source.#kept[k])
        if (isHeard) push(kept, this)
        const changed = (kept.length > 0) !== (source.#kept.length > 0)
        source.#kept = kept
        if (changed && source.#timer !== undefined) (isHeard ? timers.refTimer : timers.unrefTimer)(source.#timer)
      }
    }

    #depend(dependent: AbortSignal) {
      if (this.#dependents.length >= this.#prune) {
        const alive: WeakRef<AbortSignal>[] = []
        for (let n = 0; n < this.#dependents.length; n++) if (deref(this.#dependents[n]) !== undefined) push(alive, this.#dependents[n])
        this.#dependents = alive
        this.#prune = alive.length * 2 + 16
      }
      push(this.#dependents, new WeakRef(dependent))
    }

    #run() {
      const algorithms = this.#algorithms
      this.#algorithms = []
      for (let n = 0; n < algorithms.length; n++) algorithms[n]()
      dispatch(this, new Event('abort'), true)
      this.#heard()
    }

    static {
      isSignal = value => #aborted in value
      isAborted = signal => signal.#aborted
      reasonOf = signal => signal.#reason
      abort = (signal, reason) => {
        if (signal.#aborted) return
        signal.#aborted = true
        signal.#reason = orAbortError(reason)
        if (signal.#timer !== undefined) {
          timers.clearTimeout(signal.#timer)
          signal.#timer = undefined
        }
        const dependents: AbortSignal[] = []
        for (let n = 0; n < signal.#dependents.length; n++) {
          const dependent = deref(signal.#dependents[n]) as AbortSignal | undefined
          if (dependent === undefined || dependent.#aborted) continue
          dependent.#aborted = true
          dependent.#reason = signal.#reason
          push(dependents, dependent)
        }
        signal.#dependents = []
        signal.#run()
        for (let n = 0; n < dependents.length; n++) dependents[n].#run()
      }
      add = (signal, algorithm) => {
        if (signal.#aborted) return
        push(signal.#algorithms, algorithm)
        signal.#heard()
      }
      remove = (signal, algorithm) => {
        const rest: (() => void)[] = []
        for (let n = 0; n < signal.#algorithms.length; n++) if (signal.#algorithms[n] !== algorithm) push(rest, signal.#algorithms[n])
        signal.#algorithms = rest
        signal.#heard()
      }
      dependOn = signals => {
        const result = new AbortSignal(internal)
        for (let n = 0; n < signals.length; n++) {
          if (!signals[n].#aborted) continue
          result.#aborted = true
          result.#reason = signals[n].#reason
          return result
        }
        const sources: AbortSignal[] = result.#sources = []
        const from = (source: AbortSignal) => {
          for (let n = 0; n < sources.length; n++) if (sources[n] === source) return
          push(sources, source)
          source.#depend(result)
        }
        for (let n = 0; n < signals.length; n++) {
          const of = signals[n].#sources
          if (of === undefined) from(signals[n])
          else for (let k = 0; k < of.length; k++) from(of[k])
        }
        return result
      }
    }
  }
  exposed(AbortSignal, 'AbortSignal')

  class AbortController {
    #signal = new AbortSignal(internal)
    get signal() { return this.#signal }
    abort(reason: unknown = undefined) { abort(this.#signal, reason) }
  }
  exposed(AbortController, 'AbortController')

  const newSignal = () => new AbortSignal(internal)
  return {
    AbortController, AbortSignal, newSignal,
    isSignal: isSignal!, isAborted: isAborted!, reasonOf: reasonOf!, abort: abort!, add: add!, remove: remove!, dependOn: dependOn!,
  }
})

const orAbortError = (reason: unknown) =>
  reason === undefined ? domException('This operation was aborted', 'AbortError') : reason
