// URLPattern.
//
// URL Pattern: https://urlpattern.spec.whatwg.org/#urlpattern-class

import { part } from '../part'
import { exec, push, stringLastIndexOf, stringSlice, TypeError } from '../primordials'
import { isSpecialScheme, parseURL, type URLRecord } from '../url_parser'
import { serializePath } from '../url_serializer'
import { asDictionary, asUSVString, constructing, define, executing, exposed, isObject } from '../webidl'
import * as canonical from './canonical'
import { type Init, parseConstructorString } from './constructor_string'
import { type Component, compile, escapePattern, type Options, plain } from './parts'
import { matchesSpecial } from './schemes'

type Name = Exclude<keyof Init, 'baseURL'>
const names: Name[] = ['protocol', 'username', 'password', 'hostname', 'port', 'pathname', 'search', 'hash']
// In the order in which a dictionary is read.
const members: (keyof Init)[] = ['baseURL', 'hash', 'hostname', 'password', 'pathname', 'port', 'protocol', 'search', 'username']

type Components = Record<Name, Component>

const asInit = (value: unknown, where: string): Init => {
  const from = asDictionary(value, where), init = { __proto__: null } as Init
  for (let n = 0; n < members.length; n++) {
    const given = from[members[n]]
    if (given !== undefined) init[members[n]] = asUSVString(given)
  }
  return init
}

// has reports whether init has any of the first count names, but for username and
// password where they are not asked for.
const has = (init: Init, ...of: Name[]): boolean => {
  for (let n = 0; n < of.length; n++) if (init[of[n]] !== undefined) return true
  return false
}

const isAbsolute = (path: string, isPattern: boolean): boolean =>
  path[0] === '/' || isPattern && path[1] === '/' && (path[0] === '\\' || path[0] === '{')

// process is a dictionary with a base URL's components, each canonical unless they are
// patterns.
const process = (init: Init, isPattern: boolean, result: Init): Init => {
  let base: URLRecord | null = null
  if (init.baseURL !== undefined) {
    base = parseURL(init.baseURL)
    if (base === null) throw new TypeError(`Invalid baseURL '${init.baseURL}'`)
    const from = (text: string): string => isPattern ? escapePattern(text) : text
    if (init.protocol === undefined) result.protocol = from(base.scheme)
    if (!isPattern && !has(init, 'protocol', 'hostname', 'port', 'username')) result.username = base.username
    if (!isPattern && !has(init, 'protocol', 'hostname', 'port', 'username', 'password')) result.password = base.password
    if (!has(init, 'protocol', 'hostname')) {
      result.hostname = from(base.host ?? '')
      if (!has(init, 'port')) {
        result.port = base.port === null ? '' : `${base.port}`
        if (!has(init, 'pathname')) {
          result.pathname = from(serializePath(base))
          if (!has(init, 'search')) {
            result.search = from(base.query ?? '')
            if (!has(init, 'hash')) result.hash = from(base.fragment ?? '')
          }
        }
      }
    }
  }
  const asIs = (text: string): string => text
  const canonicalize = (how: (text: string) => string) => isPattern ? asIs : how
  if (init.protocol !== undefined) {
    const { length } = init.protocol
    const text = init.protocol[length - 1] === ':' ? stringSlice(init.protocol, 0, -1) : init.protocol
    result.protocol = canonicalize(canonical.protocol)(text)
  }
  if (init.username !== undefined) result.username = canonicalize(canonical.userinfo)(init.username)
  if (init.password !== undefined) result.password = canonicalize(canonical.userinfo)(init.password)
  if (init.hostname !== undefined) result.hostname = canonicalize(canonical.hostname)(init.hostname)
  const scheme = result.protocol ?? ''
  if (init.port !== undefined) result.port = canonicalize(text => canonical.port(text, scheme))(init.port)
  if (init.pathname !== undefined) {
    let path = init.pathname
    if (base !== null && base.opaquePath === null && !isAbsolute(path, isPattern)) {
      const of = isPattern ? escapePattern(serializePath(base)) : serializePath(base)
      const slash = stringLastIndexOf(of, '/')
      if (slash >= 0) path = stringSlice(of, 0, slash + 1) + path
    }
    result.pathname = canonicalize(scheme === '' || isSpecialScheme(scheme) ? canonical.pathname : canonical.opaquePathname)(path)
  }
  if (init.search !== undefined) result.search = canonicalize(canonical.search)(without(init.search, '?'))
  if (init.hash !== undefined) result.hash = canonicalize(canonical.hash)(without(init.hash, '#'))
  return result
}

const without = (text: string, first: string): string => text[0] === first ? stringSlice(text, 1) : text

const defaultPorts: Record<string, string> = { __proto__: null as never, http: '80', ws: '80', https: '443', wss: '443', ftp: '21' }

const isIPv6 = (text: string): boolean => text[0] === '[' || (text[0] === '{' || text[0] === '\\') && text[1] === '['

const create = (init: Init, ignoreCase: boolean): Components => {
  const of = process(init, true, { __proto__: null } as Init)
  for (let n = 0; n < names.length; n++) of[names[n]] ??= '*'
  if (defaultPorts[of.protocol!] === of.port) of.port = ''
  const options = (delimiter: string, prefix: string, ignore = false): Options => ({ __proto__: null as never, delimiter, prefix, ignoreCase: ignore }) as Options
  const protocol = compile(of.protocol!, canonical.protocol, plain)
  const isHierarchical = matchesSpecial(protocol)
  const rest = options('', '', ignoreCase)
  return {
    __proto__: null as never,
    protocol,
    username: compile(of.username!, canonical.userinfo, plain),
    password: compile(of.password!, canonical.userinfo, plain),
    hostname: compile(of.hostname!, isIPv6(of.hostname!) ? canonical.ipv6 : canonical.hostname, options('.', '')),
    port: compile(of.port!, canonical.port, plain),
    pathname: isHierarchical
      ? compile(of.pathname!, canonical.pathname, options('/', '/', ignoreCase))
      : compile(of.pathname!, canonical.opaquePathname, rest),
    search: compile(of.search!, canonical.search, rest),
    hash: compile(of.hash!, canonical.hash, rest),
  } as Components
}

// componentsOf is what is matched, or null.
const componentsOf = (input: string | Init, base: string | undefined, where: string): Required<Omit<Init, 'baseURL'>> | null => {
  const empty = { __proto__: null, protocol: '', username: '', password: '', hostname: '', port: '', pathname: '', search: '', hash: '' } as Init
  if (typeof input !== 'string') {
    if (base !== undefined) throw new TypeError(`${where}: A base URL goes with a string.`)
    try {
      return process(input, false, empty) as any
    } catch {
      return null
    }
  }
  const from = base === undefined ? null : parseURL(base)
  if (base !== undefined && from === null) return null
  const url = parseURL(input, from)
  if (url === null) return null
  return {
    __proto__: null as never,
    protocol: url.scheme,
    username: url.username,
    password: url.password,
    hostname: url.host ?? '',
    port: url.port === null ? '' : `${url.port}`,
    pathname: serializePath(url),
    search: url.query ?? '',
    hash: url.fragment ?? '',
  } as any
}

export const urlPatterns = part(() => {
  class URLPattern {
    #components: Components

    constructor(input: unknown = undefined, baseOrOptions: unknown = undefined, options: unknown = undefined) {
      const where = constructing('URLPattern')
      const hasBase = arguments.length > 2 || baseOrOptions !== undefined && baseOrOptions !== null && !isObject(baseOrOptions)
      const isText = input !== undefined && input !== null && !isObject(input)
      let init: Init
      const given = isText ? asUSVString(input) : asInit(input, where)
      const base = hasBase ? asUSVString(baseOrOptions) : undefined
      const ignoreCase = !!asDictionary(hasBase ? options : baseOrOptions, where).ignoreCase
      if (typeof given === 'string') {
        init = parseConstructorString(given)
        if (base === undefined && init.protocol === undefined) throw new TypeError(`${where}: A relative pattern needs a base URL.`)
        if (base !== undefined) init.baseURL = base
      } else {
        if (base !== undefined) throw new TypeError(`${where}: A base URL goes with a string.`)
        init = given
      }
      this.#components = create(init, ignoreCase)
    }

    get protocol() { return this.#components.protocol.pattern }
    get username() { return this.#components.username.pattern }
    get password() { return this.#components.password.pattern }
    get hostname() { return this.#components.hostname.pattern }
    get port() { return this.#components.port.pattern }
    get pathname() { return this.#components.pathname.pattern }
    get search() { return this.#components.search.pattern }
    get hash() { return this.#components.hash.pattern }

    get hasRegExpGroups() {
      for (let n = 0; n < names.length; n++) if (this.#components[names[n]].hasRegExpGroups) return true
      return false
    }

    test(input: unknown = undefined, base: unknown = undefined) { return this.#match(input, base, executing('test', 'URLPattern')) !== null }
    exec(input: unknown = undefined, base: unknown = undefined) { return this.#match(input, base, executing('exec', 'URLPattern')) }

    #match(input: unknown, base: unknown, where: string) {
      const components = this.#components
      const isText = input !== undefined && input !== null && !isObject(input)
      const given = isText ? asUSVString(input) : asInit(input, where)
      const from = base === undefined ? undefined : asUSVString(base)
      const values = componentsOf(given, from, where)
      if (values === null) return null
      const inputs: unknown[] = []
      push(inputs, typeof given === 'string' ? given : visible(given))
      if (from !== undefined) push(inputs, from)
      const result: Record<string, unknown> = { inputs }
      for (let n = 0; n < names.length; n++) {
        const { regexp, names: groupNames } = components[names[n]]
        const found = exec(regexp, values[names[n]])
        if (found === null) return null
        const groups = {}
        for (let k = 0; k < groupNames.length; k++) define(groups, groupNames[k], found[k + 1], { enumerable: true })
        define(result, names[n], { input: values[names[n]], groups }, { enumerable: true })
      }
      return result
    }
  }
  exposed(URLPattern, 'URLPattern')
  return { URLPattern }
})

// visible is a dictionary as scripts see it.
const visible = (init: Init): object => {
  const object = {}
  for (let n = 0; n < members.length; n++) if (init[members[n]] !== undefined) define(object, members[n], init[members[n]], { enumerable: true })
  return object
}
