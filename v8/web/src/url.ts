// URL and URLSearchParams.
//
// URL: https://url.spec.whatwg.org/#api

import { iterable } from './iterable'
import { part } from './part'
import { percentEncode, userinfoSet } from './percent'
import { getOwnPropertyDescriptor, iterator, mapGet, mapSet, Map, ownKeys, push, sort, stringSlice, TypeError } from './primordials'
import { parseForm, serializeForm } from './url_encoded'
import { parseURL, setURL, State, type URLRecord } from './url_parser'
import { originOf, serializeHost, serializePath, serializeURL } from './url_serializer'
import { asSequence, asUSVString, constructing, executing, exposed, fail, isObject, iterate, required } from './webidl'

// blobURLs brings what a Blob needs, which most that use URLs don't.
const blobURLs = (): typeof import('./file/blob_url') => {
  begin()
  return require('./file/blob_url')
}

export const urls = part(() => {
  // A URL's parameters change its query, and the other way round.
  let paramsOf: (record: URLRecord) => URLSearchParams
  let setList: (params: URLSearchParams, query: string | null) => void
  let listOf: (params: URLSearchParams) => string[]
  let isParams: (value: object) => boolean

  class URLSearchParams {
    #list: string[] = []
    #record: URLRecord | undefined

    constructor(init: unknown = '') {
      const where = constructing('URLSearchParams')
      if (!isObject(init)) {
        let text = asUSVString(init)
        if (text[0] === '?') text = stringSlice(text, 1)
        this.#list = parseForm(text)
        return
      }
      const method = (init as any)[iterator]
      if (method === undefined || method === null) {
        this.#list = fromRecord(init)
        return
      }
      if (typeof method !== 'function') fail(where, 'The object must have a callable @@iterator property.')
      const list: string[] = []
      iterate(init, method, pair => {
        const two = asSequence(pair, asUSVString, where)
        if (two.length !== 2) fail(where, 'Sequence initializer must only contain pair elements.')
        push(list, two[0], two[1])
      }, where)
      this.#list = list
    }

    #changed() {
      if (this.#record === undefined) return
      this.#record.query = this.#list.length === 0 ? null : serializeForm(this.#list)
    }

    append(name: unknown, value: unknown) {
      this.#list
      required(arguments.length, 2, executing('append', 'URLSearchParams'))
      const key = asUSVString(name), item = asUSVString(value)
      push(this.#list, key, item)
      this.#changed()
    }

    delete(name: unknown, value: unknown = undefined) {
      this.#list
      required(arguments.length, 1, executing('delete', 'URLSearchParams'))
      const key = asUSVString(name), item = value === undefined ? undefined : asUSVString(value)
      const rest: string[] = [], list = this.#list
      for (let n = 0; n < list.length; n += 2) {
        if (list[n] !== key || item !== undefined && list[n + 1] !== item) push(rest, list[n], list[n + 1])
      }
      this.#list = rest
      this.#changed()
    }

    get(name: unknown) {
      this.#list
      required(arguments.length, 1, executing('get', 'URLSearchParams'))
      const key = asUSVString(name)
      const list = this.#list
      for (let n = 0; n < list.length; n += 2) if (list[n] === key) return list[n + 1]
      return null
    }

    getAll(name: unknown) {
      this.#list
      required(arguments.length, 1, executing('getAll', 'URLSearchParams'))
      const key = asUSVString(name)
      const all: string[] = [], list = this.#list
      for (let n = 0; n < list.length; n += 2) if (list[n] === key) push(all, list[n + 1])
      return all
    }

    has(name: unknown, value: unknown = undefined) {
      this.#list
      required(arguments.length, 1, executing('has', 'URLSearchParams'))
      const key = asUSVString(name), item = value === undefined ? undefined : asUSVString(value)
      const list = this.#list
      for (let n = 0; n < list.length; n += 2) if (list[n] === key && (item === undefined || list[n + 1] === item)) return true
      return false
    }

    set(name: unknown, value: unknown) {
      this.#list
      required(arguments.length, 2, executing('set', 'URLSearchParams'))
      const key = asUSVString(name), item = asUSVString(value)
      const rest: string[] = [], list = this.#list
      let isSet = false
      for (let n = 0; n < list.length; n += 2) {
        if (list[n] !== key) push(rest, list[n], list[n + 1])
        else if (!isSet) {
          push(rest, key, item)
          isSet = true
        }
      }
      if (!isSet) push(rest, key, item)
      this.#list = rest
      this.#changed()
    }

    sort() {
      const list = this.#list
      const pairs: [string, string][] = []
      for (let n = 0; n < list.length; n += 2) push(pairs, [list[n], list[n + 1]])
      sort(pairs, (a, b) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)
      const sorted: string[] = []
      for (let n = 0; n < pairs.length; n++) push(sorted, pairs[n][0], pairs[n][1])
      this.#list = sorted
      this.#changed()
    }

    get size() { return this.#list.length / 2 }
    toString() { return serializeForm(this.#list) }

    static {
      isParams = value => #list in value
      listOf = params => params.#list
      setList = (params, query) => { params.#list = query === null ? [] : parseForm(query) }
      paramsOf = record => {
        const params = new URLSearchParams()
        params.#record = record
        setList(params, record.query)
        return params
      }
    }
  }
  exposed(URLSearchParams, 'URLSearchParams')
  iterable(URLSearchParams, 'URLSearchParams', (params, n) => {
    const list = listOf(params)
    return 2 * n < list.length ? [list[2 * n], list[2 * n + 1]] : undefined
  })

  class URL {
    #record: URLRecord
    #params: URLSearchParams | undefined

    constructor(url: unknown, base: unknown = undefined) {
      required(arguments.length, 1, constructing('URL'))
      const record = parse(url, base)
      if (record === null) throw new TypeError(`${constructing('URL')}: Invalid URL`)
      this.#record = record
    }

    static parse(url: unknown, base: unknown = undefined) {
      required(arguments.length, 1, executing('parse', 'URL'))
      const record = parse(url, base)
      if (record === null) return null
      const made = new URL('x:')
      made.#record = record
      return made
    }

    static canParse(url: unknown, base: unknown = undefined) {
      required(arguments.length, 1, executing('canParse', 'URL'))
      return parse(url, base) !== null
    }

    static createObjectURL(object: unknown) {
      const where = executing('createObjectURL', 'URL')
      required(arguments.length, 1, where)
      return blobURLs().createObjectURL(object, where)
    }

    static revokeObjectURL(url: unknown) {
      required(arguments.length, 1, executing('revokeObjectURL', 'URL'))
      blobURLs().revokeObjectURL(asUSVString(url))
    }

    get href() { return serializeURL(this.#record) }
    set href(value) {
      const record = parseURL(asUSVString(value))
      if (record === null) throw new TypeError('Failed to set the \'href\' property on \'URL\': Invalid URL')
      // The parameters are those of the record.
      const to = this.#record
      to.scheme = record.scheme
      to.username = record.username
      to.password = record.password
      to.host = record.host
      to.port = record.port
      to.path = record.path
      to.opaquePath = record.opaquePath
      to.query = record.query
      to.fragment = record.fragment
      this.#queryChanged()
    }

    get origin() { return originOf(this.#record) }

    get protocol() { return this.#record.scheme + ':' }
    set protocol(value) { setURL(this.#record, asUSVString(value) + ':', State.SchemeStart) }

    get username() { return this.#record.username }
    set username(value) {
      const text = asUSVString(value)
      if (hasAuthority(this.#record)) this.#record.username = percentEncode(text, userinfoSet)
    }

    get password() { return this.#record.password }
    set password(value) {
      const text = asUSVString(value)
      if (hasAuthority(this.#record)) this.#record.password = percentEncode(text, userinfoSet)
    }

    get host() { return serializeHost(this.#record) }
    set host(value) {
      const text = asUSVString(value)
      if (this.#record.opaquePath === null) setURL(this.#record, text, State.Host)
    }

    get hostname() { return this.#record.host ?? '' }
    set hostname(value) {
      const text = asUSVString(value)
      if (this.#record.opaquePath === null) setURL(this.#record, text, State.Hostname)
    }

    get port() { return this.#record.port === null ? '' : `${this.#record.port}` }
    set port(value) {
      const text = asUSVString(value)
      if (!hasAuthority(this.#record)) return
      if (text === '') this.#record.port = null
      else setURL(this.#record, text, State.Port)
    }

    get pathname() { return serializePath(this.#record) }
    set pathname(value) {
      const text = asUSVString(value)
      if (this.#record.opaquePath !== null) return
      this.#record.path = []
      setURL(this.#record, text, State.PathStart)
    }

    get search() { return this.#record.query === null || this.#record.query === '' ? '' : '?' + this.#record.query }
    set search(value) {
      const text = asUSVString(value)
      if (text === '') {
        this.#record.query = null
      } else {
        this.#record.query = ''
        setURL(this.#record, text[0] === '?' ? stringSlice(text, 1) : text, State.Query)
      }
      this.#queryChanged()
    }

    get searchParams() { return this.#params ??= paramsOf(this.#record) }

    get hash() { return this.#record.fragment === null || this.#record.fragment === '' ? '' : '#' + this.#record.fragment }
    set hash(value) {
      const text = asUSVString(value)
      if (text === '') {
        this.#record.fragment = null
        return
      }
      this.#record.fragment = ''
      setURL(this.#record, text[0] === '#' ? stringSlice(text, 1) : text, State.Fragment)
    }

    toString() { return serializeURL(this.#record) }
    toJSON() { return serializeURL(this.#record) }

    #queryChanged() {
      if (this.#params !== undefined) setList(this.#params, this.#record.query)
    }
  }
  exposed(URL, 'URL')

  return { URL, URLSearchParams, isParams: isParams!, listOf: listOf! }
})

const parse = (url: unknown, base: unknown): URLRecord | null => {
  const text = asUSVString(url)
  if (base === undefined) return parseURL(text)
  const record = parseURL(asUSVString(base))
  return record === null ? null : parseURL(text, record)
}

// hasAuthority reports whether a URL can have a username, a password and a port.
const hasAuthority = (url: URLRecord): boolean => url.host !== null && url.host !== '' && url.scheme !== 'file'

const fromRecord = (init: object): string[] => {
  const list: string[] = [], places = new Map<string, number>()
  const keys = ownKeys(init)
  for (let n = 0; n < keys.length; n++) {
    const descriptor = getOwnPropertyDescriptor(init, keys[n])
    if (descriptor === undefined || !descriptor.enumerable) continue
    const name = asUSVString(keys[n]), value = asUSVString((init as any)[keys[n]])
    const place = mapGet(places, name)
    if (place !== undefined) {
      list[place] = value
    } else {
      mapSet(places, name, list.length + 1)
      push(list, name, value)
    }
  }
  return list
}
