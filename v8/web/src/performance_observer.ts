// PerformanceObserver, for marks and measures.
//
// Performance Timeline: https://www.w3.org/TR/performance-timeline/

import { domException } from './dom_exception'
import { timers } from './host'
import { apply, freeze, indexOf, push, slice, sort, TypeError } from './primordials'
import { report } from './report'
import { asDictionary, asDOMString, asSequence, constructing, define, executing, exposed, fail, illegal, isFunction, required } from './webidl'

// A Timeline is what observers need of performance.
interface Timeline {
  read(entry: object): { name: string, type: string, start: number }
  buffered(): object[]
  dropped(): number // of those, for there were too many
}

type Match = (name: string, type: string) => boolean

const types = freeze(['mark', 'measure']) as readonly string[]

export const observing = ({ read, buffered, dropped }: Timeline) => {
  const internal = {}

  // select is those that match, in the order of their start.
  const select = (entries: object[], match: Match): object[] => {
    const found: object[] = []
    for (let n = 0; n < entries.length; n++) {
      const { name, type } = read(entries[n])
      if (match(name, type)) push(found, entries[n])
    }
    return sort(found, (a, b) => read(a).start - read(b).start)
  }
  const byType = (entries: object[], type: unknown): object[] => {
    const text = asDOMString(type)
    return select(entries, (_, of) => of === text)
  }
  const byName = (entries: object[], name: unknown, type: unknown): object[] => {
    const text = asDOMString(name), only = type === undefined ? undefined : asDOMString(type)
    return select(entries, (of, kind) => of === text && (only === undefined || kind === only))
  }

  class PerformanceObserverEntryList {
    #entries: object[]
    constructor(key: unknown, entries: unknown) {
      if (key !== internal) illegal()
      this.#entries = entries as object[]
    }
    getEntries() { return select(this.#entries, () => true) }
    getEntriesByType(type: unknown) {
      const entries = this.#entries
      required(arguments.length, 1, executing('getEntriesByType', 'PerformanceObserverEntryList'))
      return byType(entries, type)
    }
    getEntriesByName(name: unknown, type: unknown = undefined) {
      const entries = this.#entries
      required(arguments.length, 1, executing('getEntriesByName', 'PerformanceObserverEntryList'))
      return byName(entries, name, type)
    }
  }
  exposed(PerformanceObserverEntryList, 'PerformanceObserverEntryList')

  let observers: PerformanceObserver[] = [] // that observe something
  let isScheduled = false
  let offer: (observer: PerformanceObserver, entry: object, type: string) => void
  let notify: (observer: PerformanceObserver) => void

  class PerformanceObserver {
    #callback: Function
    #kind: 'entryTypes' | 'type' | undefined
    #types: string[] = []
    #entries: object[] = []
    #needsDropped = false

    constructor(callback: unknown) {
      const where = constructing('PerformanceObserver')
      required(arguments.length, 1, where)
      if (!isFunction(callback)) fail(where, 'parameter 1 is not of type \'Function\'.')
      this.#callback = callback as Function
    }

    observe(options: unknown = undefined) {
      const observed = this.#types
      const where = executing('observe', 'PerformanceObserver')
      const members = asDictionary(options, where)
      const { buffered: withBuffered } = members
      const { entryTypes } = members
      const list = entryTypes === undefined ? undefined : asSequence(entryTypes, asDOMString, where)
      const { type } = members
      const one = type === undefined ? undefined : asDOMString(type)
      if (list === undefined && one === undefined) throw new TypeError(`${where}: either entryTypes or type is needed.`)
      if (list !== undefined && (one !== undefined || withBuffered !== undefined)) throw new TypeError(`${where}: entryTypes can't go with other options.`)
      const kind = list === undefined ? 'type' : 'entryTypes'
      if (this.#kind !== undefined && this.#kind !== kind) {
        throw domException('An observer observes either entryTypes or a type.', 'InvalidModificationError')
      }
      this.#kind = kind
      this.#needsDropped = true
      const known: string[] = []
      const asked = list ?? [one!]
      for (let n = 0; n < asked.length; n++) if (indexOf(types as string[], asked[n]) >= 0) push(known, asked[n])
      if (known.length === 0) return // of what is not known, nothing is ever told
      if (indexOf(observers, this) < 0) push(observers, this)
      if (list !== undefined) {
        this.#types = known
        return
      }
      if (indexOf(observed, one) < 0) push(observed, one)
      if (!withBuffered) return
      const before = byType(buffered(), one)
      for (let n = 0; n < before.length; n++) push(this.#entries, before[n])
      schedule()
    }

    disconnect() {
      this.#types = []
      this.#entries = []
      this.#kind = undefined
      const rest: PerformanceObserver[] = []
      for (let n = 0; n < observers.length; n++) if (observers[n] !== this) push(rest, observers[n])
      observers = rest
    }

    takeRecords() {
      const entries = this.#entries
      this.#entries = []
      return entries
    }

    static get supportedEntryTypes() { return types }

    static {
      offer = (observer, entry, type) => {
        if (indexOf(observer.#types, type) >= 0) push(observer.#entries, entry)
      }
      notify = (observer) => {
        const entries = observer.#entries
        if (entries.length === 0) return
        observer.#entries = []
        const options = {}
        if (observer.#needsDropped) define(options, 'droppedEntriesCount', dropped(), { enumerable: true })
        observer.#needsDropped = false
        try {
          apply(observer.#callback, observer, [new PerformanceObserverEntryList(internal, entries), observer, options])
        } catch (error) {
          report(error)
        }
      }
    }
  }
  exposed(PerformanceObserver, 'PerformanceObserver')

  // All observers are told in one task.
  const schedule = () => {
    if (isScheduled) return
    isScheduled = true
    timers.setTimeout(() => {
      isScheduled = false
      const all = slice(observers)
      for (let n = 0; n < all.length; n++) notify(all[n])
    }, 0)
  }

  // queue tells the observers of an entry.
  const queue = (entry: object) => {
    if (observers.length === 0) return
    const { type } = read(entry)
    for (let n = 0; n < observers.length; n++) offer(observers[n], entry, type)
    schedule()
  }

  return { PerformanceObserver, PerformanceObserverEntryList, queue, select, byType, byName }
}
