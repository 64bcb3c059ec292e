import { iterable } from '../iterable'
import {
  Map,
  iterator,
  join,
  mapDelete,
  mapForEach,
  mapGet,
  mapHas,
  mapSet,
  ownKeys,
  getOwnPropertyDescriptor,
  push,
  sort,
  toLowerCase,
  TypeError,
} from '../primordials'
import { asByteString, asSequence, constructing, executing, exposed, fail, isObject, iterate, required } from '../webidl'
import type { Where } from '../webidl'
import { internal } from '../internal'
import { isHeaderValue, isToken, trimmed } from './http'

type Pair = [name: string, value: string]

// A Guard says who may change headers.
type Guard = 'none' | 'immutable'

// A HeaderList is the headers of a request or a response, by their names.
export class HeaderList {
  #map: Map<string, string[]> | undefined
  #given: string[] | undefined
  #sorted: Pair[] | undefined
  guard: Guard = 'none'

  // given are valid names in lower case and values, in turn, of which most are never
  // looked at.
  constructor(given: string[] | undefined = undefined) {
    this.#given = given
  }

  get #values(): Map<string, string[]> {
    if (this.#map !== undefined) return this.#map
    this.#map = new Map() as Map<string, string[]>
    const given = this.#given
    if (given === undefined) return this.#map
    this.#given = undefined
    for (let n = 0; n < given.length; n += 2) this.append(given[n], given[n + 1])
    return this.#map
  }

  // The names are in lower case.
  get(name: string): string | null {
    const values = mapGet(this.#values, name)
    return values === undefined ? null : join(values, ', ')
  }

  has(name: string): boolean {
    return mapHas(this.#values, name)
  }

  all(name: string): string[] {
    const copy: string[] = []
    const values = mapGet(this.#values, name) ?? copy
    for (let n = 0; n < values.length; n++) push(copy, values[n])
    return copy
  }

  append(name: string, value: string): void {
    this.#sorted = undefined
    const values = mapGet(this.#values, name)
    if (values === undefined) mapSet(this.#values, name, [value])
    else push(values, value)
  }

  set(name: string, value: string): void {
    this.#sorted = undefined
    mapSet(this.#values, name, [value])
  }

  delete(name: string): void {
    this.#sorted = undefined
    mapDelete(this.#values, name)
  }

  copy(): HeaderList {
    const copy = new HeaderList()
    this.each((name, value) => copy.append(name, value))
    return copy
  }

  each(fn: (name: string, value: string) => void): void {
    mapForEach(this.#values, (values, name) => {
      for (let n = 0; n < values.length; n++) fn(name, values[n])
    })
  }

  // flat is each name and its value, one after the other.
  flat(): string[] {
    const flat: string[] = []
    this.each((name, value) => push(flat, name, value))
    return flat
  }

  // at is the pair that a script iterates over as the one with that index.
  at(index: number): Pair | undefined {
    const sorted = (this.#sorted ??= this.#sort())
    return index < sorted.length ? sorted[index] : undefined
  }

  #sort(): Pair[] {
    const pairs: Pair[] = []
    mapForEach(this.#values, (values, name) => {
      if (name !== 'set-cookie') push(pairs, [name, join(values, ', ')])
      else for (let n = 0; n < values.length; n++) push(pairs, [name, values[n]])
    })
    sort(pairs, (a: Pair, b: Pair) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))
    return pairs
  }

  // fill appends what a HeadersInit has.
  fill(init: unknown, where: Where): void {
    if (!isObject(init)) fail(where, 'The headers are not an object.')
    const other = headersOf(init)
    const method = (init as any)[iterator]
    if (other !== undefined && method === listIterator) {
      other.each((name, value) => this.append(name, value))
      return
    }
    if (method !== undefined && method !== null) {
      const pairs = iterate(
        init,
        method,
        (pair) => {
          const items = asSequence(pair, (item) => asByteString(item, where), where)
          if (items.length !== 2) fail(where, 'A header is not a pair of a name and a value.')
          return items
        },
        where,
      )
      for (let n = 0; n < pairs.length; n++) this.#appendChecked(pairs[n][0], pairs[n][1], where)
      return
    }
    const keys = ownKeys(init as object)
    const pairs: Pair[] = []
    for (let n = 0; n < keys.length; n++) {
      const key = keys[n]
      if (!getOwnPropertyDescriptor(init as object, key)?.enumerable) continue
      const name = asByteString(typeof key === 'symbol' ? fail(where, 'A name is a symbol.') : key, where)
      push(pairs, [name, asByteString((init as any)[key], where)])
    }
    for (let n = 0; n < pairs.length; n++) this.#appendChecked(pairs[n][0], pairs[n][1], where)
  }

  #appendChecked(name: string, value: string, where: Where): void {
    value = trimmed(value)
    this.append(checkedName(name, where), checkedValue(value, where))
  }
}

function checkedName(name: string, where: Where): string {
  if (!isToken(name)) fail(where, 'The name of the header is not valid.')
  return toLowerCase(name)
}

function checkedValue(value: string, where: Where): string {
  if (!isHeaderValue(value)) fail(where, 'The value of the header is not valid.')
  return value
}

// headersOf is what is in a Headers, and undefined for any other value.
export let headersOf: (value: unknown) => HeaderList | undefined

// https://fetch.spec.whatwg.org/#headers-class
export class Headers {
  #list: HeaderList

  constructor(init: unknown = undefined) {
    if (init === internal) {
      this.#list = arguments[1]
      return
    }
    this.#list = new HeaderList()
    if (init !== undefined) this.#list.fill(init, constructing('Headers'))
  }

  append(name: unknown, value: unknown): void {
    const list = this.#list
    const where = executing('append', 'Headers')
    required(arguments.length, 2, where)
    const key = asByteString(name, where)
    const text = trimmed(asByteString(value, where))
    const lower = checkedName(key, where)
    checkedValue(text, where)
    checkMutable(list, where)
    list.append(lower, text)
  }

  delete(name: unknown): void {
    const list = this.#list
    const where = executing('delete', 'Headers')
    required(arguments.length, 1, where)
    const lower = checkedName(asByteString(name, where), where)
    checkMutable(list, where)
    list.delete(lower)
  }

  get(name: unknown): string | null {
    const list = this.#list
    const where = executing('get', 'Headers')
    required(arguments.length, 1, where)
    return list.get(checkedName(asByteString(name, where), where))
  }

  getSetCookie(): string[] {
    return this.#list.all('set-cookie')
  }

  has(name: unknown): boolean {
    const list = this.#list
    const where = executing('has', 'Headers')
    required(arguments.length, 1, where)
    return list.has(checkedName(asByteString(name, where), where))
  }

  set(name: unknown, value: unknown): void {
    const list = this.#list
    const where = executing('set', 'Headers')
    required(arguments.length, 2, where)
    const key = asByteString(name, where)
    const text = trimmed(asByteString(value, where))
    const lower = checkedName(key, where)
    checkedValue(text, where)
    checkMutable(list, where)
    list.set(lower, text)
  }

  static {
    headersOf = (value) => (isObject(value) && #list in value ? value.#list : undefined)
    iterable(this, 'Headers', (headers, n) => headers.#list.at(n))
    exposed(this, 'Headers')
  }
}

const listIterator = (Headers.prototype as any)[iterator]

function checkMutable(list: HeaderList, where: Where): void {
  if (list.guard === 'immutable') throw new TypeError(`${where}: The headers are immutable.`)
}

// newHeaders is the object that scripts have of headers.
export function newHeaders(list: HeaderList): Headers {
  return new (Headers as any)(internal, list)
}
