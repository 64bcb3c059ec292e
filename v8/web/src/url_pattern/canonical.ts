// The components of a URL in the form that the parser gives them.
//
// URL Pattern: https://urlpattern.spec.whatwg.org/#canon

import { percentEncode, userinfoSet } from '../percent'
import { charCodeAt, stringSlice, toLowerCase, TypeError } from '../primordials'
import { hexDigit } from '../percent'
import { parseURL, setURL, State, type URLRecord } from '../url_parser'
import { serializePath } from '../url_serializer'

const dummy = (): URLRecord => parseURL('https://dummy.invalid/')!

const check = (ok: boolean, what: string, value: string) => {
  if (!ok) throw new TypeError(`Invalid ${what} '${value}'`)
}

export const protocol = (value: string): string => {
  if (value === '') return value
  const url = parseURL(value + '://dummy.invalid/')
  if (url === null) throw new TypeError(`Invalid protocol '${value}'`)
  return url.scheme
}

export const userinfo = (value: string): string => percentEncode(value, userinfoSet)

export const hostname = (value: string): string => {
  if (value === '') return value
  const url = dummy()
  check(setURL(url, value, State.Hostname), 'hostname', value)
  return url.host!
}

export const ipv6 = (value: string): string => {
  for (let n = 0; n < value.length; n++) {
    const c = value[n]
    check(c === '[' || c === ']' || c === ':' || hexDigit(charCodeAt(value, n)) >= 0, 'hostname', value)
  }
  return toLowerCase(value)
}

export const port = (value: string, scheme?: string): string => {
  if (value === '') return value
  const url = dummy()
  url.scheme = scheme ?? '' // without one no port is the default
  check(setURL(url, value, State.Port), 'port', value)
  return url.port === null ? '' : `${url.port}`
}

export const pathname = (value: string): string => {
  if (value === '') return value
  const hasSlash = value[0] === '/'
  const url = dummy()
  url.path = []
  check(setURL(url, hasSlash ? value : '/-' + value, State.PathStart), 'pathname', value)
  const path = serializePath(url)
  return hasSlash ? path : stringSlice(path, 2)
}

export const opaquePathname = (value: string): string => {
  if (value === '') return value
  const url = dummy()
  url.opaquePath = ''
  check(setURL(url, value, State.OpaquePath), 'pathname', value)
  return url.opaquePath
}

export const search = (value: string): string => {
  if (value === '') return value
  const url = dummy()
  url.query = ''
  check(setURL(url, value, State.Query), 'search', value)
  return url.query
}

export const hash = (value: string): string => {
  if (value === '') return value
  const url = dummy()
  url.fragment = ''
  check(setURL(url, value, State.Fragment), 'hash', value)
  return url.fragment
}
