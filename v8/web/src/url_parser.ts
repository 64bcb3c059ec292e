// The parser of URLs.
//
// URL: https://url.spec.whatwg.org/#url-parsing

import { controlSet, fragmentSet, pathSet, percentEncode, querySet, specialQuerySet, userinfoSet } from './percent'
import { charCodeAt, push, slice, stringIndexOf, stringSlice, toLowerCase } from './primordials'
import { parseHost } from './url_host'

// A URLRecord is the standard's URL.
export type URLRecord = {
  scheme: string
  username: string
  password: string
  host: string | null // as it is serialized
  port: number | null
  path: string[]
  opaquePath: string | null // instead of path
  query: string | null
  fragment: string | null
}

export const enum State {
  Whole, // no override
  SchemeStart, Scheme, NoScheme, SpecialRelativeOrAuthority, PathOrAuthority, Relative, RelativeSlash,
  SpecialAuthoritySlashes, SpecialAuthorityIgnoreSlashes, Authority, Host, Hostname, Port, File, FileSlash, FileHost,
  PathStart, Path, OpaquePath, Query, Fragment,
}

const defaultPort = (scheme: string): number | null => {
  switch (scheme) {
    case 'http': case 'ws': return 80
    case 'https': case 'wss': return 443
    case 'ftp': return 21
  }
  return null
}

export const isSpecial = (url: URLRecord): boolean => isSpecialScheme(url.scheme)
export const isSpecialScheme = (scheme: string): boolean => scheme === 'file' || defaultPort(scheme) !== null

const isAlpha = (c: number): boolean => c >= 0x41 && c <= 0x5a || c >= 0x61 && c <= 0x7a
const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39

const isWindowsLetter = (text: string, normalized: boolean): boolean =>
  text.length === 2 && isAlpha(charCodeAt(text, 0)) && (text[1] === ':' || !normalized && text[1] === '|')

const startsWithWindowsLetter = (text: string, at: number): boolean =>
  text.length >= at + 2 && isWindowsLetter(stringSlice(text, at, at + 2), false) &&
  (text.length === at + 2 || text[at + 2] === '/' || text[at + 2] === '\\' || text[at + 2] === '?' || text[at + 2] === '#')

const shorten = (url: URLRecord) => {
  const { path } = url
  if (url.scheme === 'file' && path.length === 1 && isWindowsLetter(path[0], true)) return
  if (path.length > 0) path.length--
}

const isSingleDot = (segment: string): boolean => segment === '.' || segment.length === 3 && toLowerCase(segment) === '%2e'

const isDoubleDot = (segment: string): boolean => {
  if (segment === '..') return true
  const { length } = segment
  if (length !== 4 && length !== 6) return false
  const lower = toLowerCase(segment)
  return lower === '.%2e' || lower === '%2e.' || lower === '%2e%2e'
}

// clean takes away control characters and spaces at both ends, if trim, and tabs and
// newlines.
const clean = (input: string, trim: boolean): string => {
  let begin = 0, end = input.length
  if (trim) {
    while (begin < end && charCodeAt(input, begin) <= 0x20) begin++
    while (end > begin && charCodeAt(input, end - 1) <= 0x20) end--
  }
  let result = '', done = begin
  for (let n = begin; n < end; n++) {
    const c = charCodeAt(input, n)
    if (c !== 9 && c !== 0xa && c !== 0xd) continue
    result += stringSlice(input, done, n)
    done = n + 1
  }
  return done === 0 && end === input.length ? input : result + stringSlice(input, done, end)
}

// parseURL gives the URL that input is, relative to base, or null.
export const parseURL = (input: string, base: URLRecord | null = null): URLRecord | null => {
  const url: URLRecord = {
    __proto__: null as never,
    scheme: '', username: '', password: '', host: null, port: null, path: [], opaquePath: null, query: null, fragment: null,
  } as URLRecord
  return run(clean(input, true), base, url, State.SchemeStart, false) ? url : null
}

// setURL parses input as that part of url. It reports whether url is changed, at most in
// part otherwise.
export const setURL = (url: URLRecord, input: string, state: State): boolean => run(clean(input, false), null, url, state, true)

const run = (input: string, base: URLRecord | null, url: URLRecord, state: State, override: boolean): boolean => {
  const end = input.length
  let buffer = '', atSeen = false, inBrackets = false, passwordSeen = false
  const first = state
  for (let n = 0; n <= end; n++) {
    const c = n < end ? charCodeAt(input, n) : -1
    switch (state) {
      case State.SchemeStart:
        if (isAlpha(c)) {
          buffer = toLowerCase(input[n])
          state = State.Scheme
        } else if (!override) {
          state = State.NoScheme
          n--
        } else {
          return false
        }
        break

      case State.Scheme:
        if (isAlpha(c) || isDigit(c) || c === 0x2b || c === 0x2d || c === 0x2e) {
          buffer += toLowerCase(input[n])
        } else if (c === 0x3a) {
          if (override) {
            if (isSpecial(url) !== isSpecialScheme(buffer)) return false
            if ((url.username !== '' || url.password !== '' || url.port !== null) && buffer === 'file') return false
            if (url.scheme === 'file' && (url.host === '' || url.host === null)) return false
          }
          url.scheme = buffer
          if (override) {
            if (url.port === defaultPort(url.scheme)) url.port = null
            return true
          }
          buffer = ''
          if (url.scheme === 'file') {
            state = State.File
          } else if (isSpecial(url)) {
            state = base !== null && base.scheme === url.scheme ? State.SpecialRelativeOrAuthority : State.SpecialAuthoritySlashes
          } else if (input[n + 1] === '/') {
            state = State.PathOrAuthority
            n++
          } else {
            url.opaquePath = ''
            state = State.OpaquePath
          }
        } else if (!override) {
          buffer = ''
          state = State.NoScheme
          n = -1
        } else {
          return false
        }
        break

      case State.NoScheme:
        if (base === null || base.opaquePath !== null && c !== 0x23) return false
        if (base.opaquePath !== null) {
          url.scheme = base.scheme
          url.opaquePath = base.opaquePath
          url.query = base.query
          url.fragment = ''
          state = State.Fragment
        } else {
          state = base.scheme === 'file' ? State.File : State.Relative
          n--
        }
        break

      case State.SpecialRelativeOrAuthority:
        if (c === 0x2f && input[n + 1] === '/') {
          state = State.SpecialAuthorityIgnoreSlashes
          n++
        } else {
          state = State.Relative
          n--
        }
        break

      case State.PathOrAuthority:
        if (c === 0x2f) {
          state = State.Authority
        } else {
          state = State.Path
          n--
        }
        break

      case State.Relative: {
        const from = base!
        url.scheme = from.scheme
        if (c === 0x2f || isSpecial(url) && c === 0x5c) {
          state = State.RelativeSlash
          break
        }
        url.username = from.username
        url.password = from.password
        url.host = from.host
        url.port = from.port
        url.path = slice(from.path, 0)
        url.query = from.query
        if (c === 0x3f) {
          url.query = ''
          state = State.Query
        } else if (c === 0x23) {
          url.fragment = ''
          state = State.Fragment
        } else if (c !== -1) {
          url.query = null
          shorten(url)
          state = State.Path
          n--
        }
        break
      }

      case State.RelativeSlash:
        if (isSpecial(url) && (c === 0x2f || c === 0x5c)) {
          state = State.SpecialAuthorityIgnoreSlashes
        } else if (c === 0x2f) {
          state = State.Authority
        } else {
          const from = base!
          url.username = from.username
          url.password = from.password
          url.host = from.host
          url.port = from.port
          state = State.Path
          n--
        }
        break

      case State.SpecialAuthoritySlashes:
        state = State.SpecialAuthorityIgnoreSlashes
        if (c === 0x2f && input[n + 1] === '/') n++
        else n--
        break

      case State.SpecialAuthorityIgnoreSlashes:
        if (c !== 0x2f && c !== 0x5c) {
          state = State.Authority
          n--
        }
        break

      case State.Authority:
        if (c === 0x40) {
          if (atSeen) buffer = '%40' + buffer
          atSeen = true
          const colon = passwordSeen ? 0 : stringIndexOf(buffer, ':')
          if (passwordSeen) {
            url.password += percentEncode(buffer, userinfoSet)
          } else if (colon >= 0) {
            passwordSeen = true
            url.username += percentEncode(stringSlice(buffer, 0, colon), userinfoSet)
            url.password += percentEncode(stringSlice(buffer, colon + 1), userinfoSet)
          } else {
            url.username += percentEncode(buffer, userinfoSet)
          }
          buffer = ''
        } else if (c === -1 || c === 0x2f || c === 0x3f || c === 0x23 || isSpecial(url) && c === 0x5c) {
          if (atSeen && buffer === '') return false
          n -= buffer.length + 1
          buffer = ''
          state = State.Host
        } else {
          buffer += input[n]
        }
        break

      case State.Host:
      case State.Hostname:
        if (override && url.scheme === 'file') {
          n--
          state = State.FileHost
        } else if (c === 0x3a && !inBrackets) {
          if (buffer === '' || first === State.Hostname) return false
          const host = parseHost(buffer, !isSpecial(url))
          if (host === undefined) return false
          url.host = host
          buffer = ''
          state = State.Port
        } else if (c === -1 || c === 0x2f || c === 0x3f || c === 0x23 || isSpecial(url) && c === 0x5c) {
          n--
          if (isSpecial(url) && buffer === '') return false
          if (override && buffer === '' && (url.username !== '' || url.password !== '' || url.port !== null)) return false
          const host = parseHost(buffer, !isSpecial(url))
          if (host === undefined) return false
          url.host = host
          buffer = ''
          state = State.PathStart
          if (override) return true
        } else {
          if (c === 0x5b) inBrackets = true
          if (c === 0x5d) inBrackets = false
          buffer += input[n]
        }
        break

      case State.Port:
        if (isDigit(c)) {
          buffer += input[n]
        } else if (c === -1 || c === 0x2f || c === 0x3f || c === 0x23 || isSpecial(url) && c === 0x5c || override) {
          if (buffer !== '') {
            let port = 0
            for (let k = 0; k < buffer.length; k++) {
              port = port * 10 + charCodeAt(buffer, k) - 0x30
              if (port > 0xffff) return false
            }
            url.port = port === defaultPort(url.scheme) ? null : port
            buffer = ''
            if (override) return true
          }
          if (override) return false
          state = State.PathStart
          n--
        } else {
          return false
        }
        break

      case State.File:
        url.scheme = 'file'
        url.host = ''
        if (c === 0x2f || c === 0x5c) {
          state = State.FileSlash
        } else if (base !== null && base.scheme === 'file') {
          url.host = base.host
          url.path = slice(base.path, 0)
          url.query = base.query
          if (c === 0x3f) {
            url.query = ''
            state = State.Query
          } else if (c === 0x23) {
            url.fragment = ''
            state = State.Fragment
          } else if (c !== -1) {
            url.query = null
            if (startsWithWindowsLetter(input, n)) url.path = []
            else shorten(url)
            state = State.Path
            n--
          }
        } else {
          state = State.Path
          n--
        }
        break

      case State.FileSlash:
        if (c === 0x2f || c === 0x5c) {
          state = State.FileHost
          break
        }
        if (base !== null && base.scheme === 'file') {
          url.host = base.host
          if (!startsWithWindowsLetter(input, n) && base.path.length > 0 && isWindowsLetter(base.path[0], true)) push(url.path, base.path[0])
        }
        state = State.Path
        n--
        break

      case State.FileHost:
        if (c !== -1 && c !== 0x2f && c !== 0x5c && c !== 0x3f && c !== 0x23) {
          buffer += input[n]
          break
        }
        n--
        if (!override && isWindowsLetter(buffer, false)) {
          state = State.Path
        } else if (buffer === '') {
          url.host = ''
          if (override) return true
          state = State.PathStart
        } else {
          const host = parseHost(buffer, !isSpecial(url))
          if (host === undefined) return false
          url.host = host === 'localhost' ? '' : host
          if (override) return true
          buffer = ''
          state = State.PathStart
        }
        break

      case State.PathStart:
        if (isSpecial(url)) {
          state = State.Path
          if (c !== 0x2f && c !== 0x5c) n--
        } else if (!override && c === 0x3f) {
          url.query = ''
          state = State.Query
        } else if (!override && c === 0x23) {
          url.fragment = ''
          state = State.Fragment
        } else if (c !== -1) {
          state = State.Path
          if (c !== 0x2f) n--
        } else if (override && url.host === null) {
          push(url.path, '')
        }
        break

      case State.Path: {
        const isSlash = c === 0x2f || isSpecial(url) && c === 0x5c
        if (c !== -1 && !isSlash && (override || c !== 0x3f && c !== 0x23)) {
          // Up to the end of the segment.
          const begin = n
          while (n + 1 < end) {
            const next = charCodeAt(input, n + 1)
            if (next === 0x2f || next === 0x5c || next === 0x3f || next === 0x23) break
            n++
          }
          buffer += percentEncode(stringSlice(input, begin, n + 1), pathSet)
          break
        }
        if (isDoubleDot(buffer)) {
          shorten(url)
          if (!isSlash) push(url.path, '')
        } else if (isSingleDot(buffer)) {
          if (!isSlash) push(url.path, '')
        } else {
          if (url.scheme === 'file' && url.path.length === 0 && isWindowsLetter(buffer, false)) buffer = buffer[0] + ':'
          push(url.path, buffer)
        }
        buffer = ''
        if (c === 0x3f && !override) {
          url.query = ''
          state = State.Query
        } else if (c === 0x23 && !override) {
          url.fragment = ''
          state = State.Fragment
        }
        break
      }

      case State.OpaquePath: {
        const begin = n
        while (n < end && input[n] !== '?' && input[n] !== '#') n++
        let path = percentEncode(stringSlice(input, begin, n), controlSet)
        if (n < end && path[path.length - 1] === ' ') path = stringSlice(path, 0, -1) + '%20'
        url.opaquePath = path
        if (input[n] === '?') {
          url.query = ''
          state = State.Query
        } else if (input[n] === '#') {
          url.fragment = ''
          state = State.Fragment
        }
        break
      }

      case State.Query: {
        const begin = n
        while (n < end && (override || input[n] !== '#')) n++
        url.query += percentEncode(stringSlice(input, begin, n), isSpecial(url) ? specialQuerySet | querySet : querySet)
        if (n < end) {
          url.fragment = ''
          state = State.Fragment
        }
        break
      }

      case State.Fragment:
        url.fragment += percentEncode(stringSlice(input, n), fragmentSet)
        n = end
        break
    }
  }
  return true
}
