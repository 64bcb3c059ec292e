// performance: a clock, marks and measures.
//
// HR-TIME: https://www.w3.org/TR/hr-time-3/
// User Timing: https://www.w3.org/TR/user-timing/

import { pack, unpack } from './clone'
import { now, timeOrigin } from './clock'
import { domException } from './dom_exception'
import { events } from './events'
import { part } from './part'
import { observing } from './performance_observer'
import { apply, push, slice, TypeError } from './primordials'
import { asDictionary, asDOMString, asDouble, constructing, executing, exposed, illegal, isObject, required } from './webidl'

// mostEntries is how many entries there may be; the oldest go.
const mostEntries = 10_000

export const performances = part(() => {
  const { EventTarget } = events()
  const internal = {}
  const clone = (value: unknown) => value === undefined || value === null ? null : unpack(pack(value, [])).value

  let read: (entry: PerformanceEntry) => { name: string, type: string, start: number }

  class PerformanceEntry {
    #name: string
    #entryType: string
    #startTime: number
    #duration: number
    constructor(key: unknown, name: string, entryType: string, startTime: number, duration: number) {
      if (key !== internal) illegal()
      this.#name = name
      this.#entryType = entryType
      this.#startTime = startTime
      this.#duration = duration
    }
    get name() { return this.#name }
    get entryType() { return this.#entryType }
    get startTime() { return this.#startTime }
    get duration() { return this.#duration }
    toJSON(): object {
      return { name: this.#name, entryType: this.#entryType, startTime: this.#startTime, duration: this.#duration }
    }
    static {
      read = entry => ({ name: entry.#name, type: entry.#entryType, start: entry.#startTime })
    }
  }
  exposed(PerformanceEntry, 'PerformanceEntry')

  class PerformanceMark extends PerformanceEntry {
    #detail: unknown
    constructor(name: unknown, options: unknown = undefined) {
      const where = constructing('PerformanceMark')
      required(arguments.length, 1, where)
      const text = asDOMString(name)
      const { detail, startTime } = asDictionary(options, where)
      const start = startTime === undefined ? now() : asDouble(startTime, where)
      if (start < 0) throw new TypeError(`${where}: '${text}' cannot have a negative start time.`)
      super(internal, text, 'mark', start, 0)
      this.#detail = clone(detail)
    }
    get detail() { return this.#detail }
    toJSON() { return withDetail(this, this.#detail) }
  }
  exposed(PerformanceMark, 'PerformanceMark')

  class PerformanceMeasure extends PerformanceEntry {
    #detail: unknown
    constructor(key: unknown, name: string, start: number, duration: number, detail: unknown) {
      super(key, name, 'measure', start, duration)
      this.#detail = detail
    }
    get detail() { return this.#detail }
    toJSON() { return withDetail(this, this.#detail) }
  }
  exposed(PerformanceMeasure, 'PerformanceMeasure')

  const { toJSON } = PerformanceEntry.prototype
  const withDetail = (entry: PerformanceEntry, detail: unknown) => ({ ...apply(toJSON, entry, []), detail })

  let entries: PerformanceEntry[] = []
  let dropped = 0
  const { queue, select, byType, byName, ...observers } = observing({
    read: entry => read(entry as PerformanceEntry),
    buffered: () => entries,
    dropped: () => dropped,
  })
  const keep = (entry: PerformanceEntry) => {
    queue(entry)
    if (entries.length >= mostEntries) {
      entries = slice(entries, mostEntries / 10)
      dropped += mostEntries / 10
    }
    push(entries, entry)
  }
  const clear = (of: string, name: string | undefined) => {
    const rest: PerformanceEntry[] = []
    for (let n = 0; n < entries.length; n++) {
      const entry = read(entries[n])
      if (entry.type !== of || name !== undefined && entry.name !== name) push(rest, entries[n])
    }
    entries = rest
  }
  // timeOf is when a mark was, or a number.
  const timeOf = (mark: unknown, where: string): number => {
    if (typeof mark === 'number') {
      const time = asDouble(mark, where)
      if (time < 0) throw new TypeError(`${where}: a timestamp cannot be negative.`)
      return time
    }
    const name = asDOMString(mark)
    for (let n = entries.length - 1; n >= 0; n--) {
      const entry = read(entries[n])
      if (entry.type === 'mark' && entry.name === name) return entry.start
    }
    throw domException(`${where}: The mark '${name}' does not exist.`, 'SyntaxError')
  }

  class Performance extends EventTarget {
    #brand = true
    constructor(key: unknown) {
      if (key !== internal) illegal()
      super()
    }

    get timeOrigin() {
      this.#brand
      return timeOrigin()
    }

    now() {
      this.#brand
      return now()
    }

    mark(name: unknown, options: unknown = undefined) {
      this.#brand
      required(arguments.length, 1, executing('mark', 'Performance'))
      const mark = new PerformanceMark(name, options)
      keep(mark)
      return mark
    }

    measure(name: unknown, startOrOptions: unknown = undefined, endMark: unknown = undefined) {
      this.#brand
      const where = executing('measure', 'Performance')
      required(arguments.length, 1, where)
      const text = asDOMString(name)
      let start: number | undefined, end: number | undefined, length: number | undefined, detail: unknown
      if (isObject(startOrOptions)) {
        const options = startOrOptions as any
        const { detail: given, duration, end: to, start: from } = options
        const isAny = given !== undefined || duration !== undefined || to !== undefined || from !== undefined
        if (isAny) {
          if (endMark !== undefined) throw new TypeError(`${where}: an end mark and options can't go together.`)
          if (from === undefined && to === undefined) throw new TypeError(`${where}: options need a start or an end.`)
          if (from !== undefined && to !== undefined && duration !== undefined) throw new TypeError(`${where}: options can't have start, end and duration.`)
        }
        detail = given
        if (duration !== undefined) length = asDouble(duration, where)
        if (to !== undefined) end = timeOf(to, where)
        if (from !== undefined) start = timeOf(from, where)
      } else if (startOrOptions !== undefined && startOrOptions !== null) {
        start = timeOf(typeof startOrOptions === 'number' ? startOrOptions : asDOMString(startOrOptions), where)
      }
      if (endMark !== undefined) end = timeOf(asDOMString(endMark), where)
      end ??= start !== undefined && length !== undefined ? start + length : now()
      start ??= length === undefined ? 0 : end - length
      const measure = new PerformanceMeasure(internal, text, start, end - start, clone(detail))
      keep(measure)
      return measure
    }

    clearMarks(name: unknown = undefined) {
      this.#brand
      clear('mark', name === undefined ? undefined : asDOMString(name))
    }

    clearMeasures(name: unknown = undefined) {
      this.#brand
      clear('measure', name === undefined ? undefined : asDOMString(name))
    }

    getEntries() {
      this.#brand
      return select(entries, () => true)
    }

    getEntriesByType(type: unknown) {
      this.#brand
      required(arguments.length, 1, executing('getEntriesByType', 'Performance'))
      return byType(entries, type)
    }

    getEntriesByName(name: unknown, type: unknown = undefined) {
      this.#brand
      required(arguments.length, 1, executing('getEntriesByName', 'Performance'))
      return byName(entries, name, type)
    }

    toJSON() {
      this.#brand
      return { timeOrigin: timeOrigin() }
    }
  }
  exposed(Performance, 'Performance')

  return { ...observers, Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, performance: new Performance(internal) }
})
