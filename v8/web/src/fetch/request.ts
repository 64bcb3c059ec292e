import { aborting } from '../abort'
import type { BlobData } from '../file/blob'
import { blobAt } from '../file/blob_url'
import { startsWith, toUpperCase, TypeError } from '../primordials'
import { isSignal, type Signal } from '../signal'
import { parseRelativeURL } from '../base_url'
import { serializeURL } from '../url_serializer'
import {
  asByteString,
  asDictionary,
  asDOMString,
  asEnum,
  asUSVString,
  constructing,
  exposed,
  fail,
  isObject,
  required,
} from '../webidl'
import type { Where } from '../webidl'
import { Body, extractBody, withBody } from './body'
import { HeaderList, type Headers, newHeaders } from './headers'
import { internal } from '../internal'
import { isToken } from './http'

// What a Request keeps in its slots: the standard's request, as far as a server knows it.
export class RequestState {
  method = 'GET'
  url = ''
  headers = new HeaderList()
  body: Body | null = null
  signal: Signal | undefined // made when a script asks for it
  redirect: Redirect = 'follow'
  mode = 'cors'
  credentials = 'same-origin'
  cache = 'default'
  referrer = 'about:client'
  referrerPolicy = ''
  integrity = ''
  keepalive = false
  blob: BlobData | undefined // that a blob: URL stood for, when the request was made

  // The Headers, once there is one.
  facade: Headers | undefined

  // withoutBody is a copy, but for the body and the signal.
  withoutBody(): RequestState {
    const copy = new RequestState()
    copy.method = this.method
    copy.url = this.url
    copy.headers = this.headers.copy()
    copy.redirect = this.redirect
    copy.mode = this.mode
    copy.credentials = this.credentials
    copy.cache = this.cache
    copy.referrer = this.referrer
    copy.referrerPolicy = this.referrerPolicy
    copy.integrity = this.integrity
    copy.keepalive = this.keepalive
    copy.blob = this.blob
    return copy
  }
}

export type Redirect = 'follow' | 'error' | 'manual'

// requestOf is what is in a Request, and undefined for any other value.
export let requestOf: (value: unknown) => RequestState | undefined

// https://fetch.spec.whatwg.org/#request-class
export class Request {
  #state: RequestState

  constructor(input: unknown, init: unknown = undefined) {
    if (input === internal) {
      this.#state = init as RequestState
      return
    }
    const where = constructing('Request')
    required(arguments.length, 1, where)
    this.#state = asRequest(input, init, where)
  }

  get method(): string {
    return this.#state.method
  }

  get url(): string {
    return this.#state.url
  }

  get headers(): Headers {
    const state = this.#state
    return (state.facade ??= newHeaders(state.headers))
  }

  get destination(): string {
    this.#state
    return ''
  }

  get referrer(): string {
    return this.#state.referrer
  }

  get referrerPolicy(): string {
    return this.#state.referrerPolicy
  }

  get mode(): string {
    return this.#state.mode
  }

  get credentials(): string {
    return this.#state.credentials
  }

  get cache(): string {
    return this.#state.cache
  }

  get redirect(): string {
    return this.#state.redirect
  }

  get integrity(): string {
    return this.#state.integrity
  }

  get keepalive(): boolean {
    return this.#state.keepalive
  }

  get isReloadNavigation(): boolean {
    this.#state
    return false
  }

  get isHistoryNavigation(): boolean {
    this.#state
    return false
  }

  get signal(): Signal {
    return signalOf(this.#state)
  }

  get duplex(): string {
    this.#state
    return 'half'
  }

  clone(): Request {
    const state = this.#state
    if (state.body?.isUnusable) throw new TypeError('The body has been used, or is locked')
    const copy = state.withoutBody()
    copy.body = state.body?.clone() ?? null
    copy.signal = aborting().dependOn([signalOf(state)])
    return new Request(internal, copy)
  }

  static {
    requestOf = (value) => (isObject(value) && #state in value ? value.#state : undefined)
    withBody(this, (request) => request.#state)
    exposed(this, 'Request')
  }
}

function signalOf(state: RequestState): Signal {
  return (state.signal ??= aborting().newSignal())
}

function asRequest(input: unknown, init: unknown, where: Where): RequestState {
  const from = requestOf(input)
  const url = from === undefined ? asURL(asUSVString(input), where) : undefined
  const given = asRequestInit(init, where)
  const state = from === undefined ? new RequestState() : from.withoutBody()
  if (url !== undefined) {
    state.url = url
    if (startsWith(url, 'blob:')) state.blob = blobAt(url)
  }
  if (given.isEmpty === false && given.mode === 'navigate') fail(where, "The mode 'navigate' is not for scripts.")
  if (given.referrer !== undefined) state.referrer = asReferrer(given.referrer, where)
  else if (!given.isEmpty) state.referrer = 'about:client'
  if (given.referrerPolicy !== undefined) state.referrerPolicy = given.referrerPolicy
  else if (!given.isEmpty) state.referrerPolicy = ''
  if (given.mode !== undefined) state.mode = given.mode
  if (given.credentials !== undefined) state.credentials = given.credentials
  if (given.cache !== undefined) state.cache = given.cache
  if (state.cache === 'only-if-cached' && state.mode !== 'same-origin') {
    fail(where, "The cache mode 'only-if-cached' needs the mode 'same-origin'.")
  }
  if (given.redirect !== undefined) state.redirect = given.redirect
  if (given.integrity !== undefined) state.integrity = given.integrity
  if (given.keepalive !== undefined) state.keepalive = given.keepalive
  if (given.method !== undefined) state.method = asMethod(given.method, where)
  const signal = given.signal === undefined ? from?.signal : (given.signal ?? undefined)
  if (signal !== undefined) state.signal = aborting().dependOn([signal])
  if (given.headers !== undefined) {
    state.headers = new HeaderList()
    state.headers.fill(given.headers, where)
  }
  const inputBody = from?.body ?? null
  const hasBody = given.body !== undefined && given.body !== null
  if ((hasBody || inputBody !== null) && (state.method === 'GET' || state.method === 'HEAD')) {
    fail(where, 'A request with the method GET or HEAD has no body.')
  }
  if (hasBody) {
    const { body, type } = extractBody(given.body, where)
    state.body = body
    if (body.isStream && given.duplex === undefined) fail(where, "A body that is a stream needs duplex: 'half'.")
    if (type !== null && !state.headers.has('content-type')) state.headers.append('content-type', type)
  } else if (inputBody !== null) {
    if (inputBody.isUnusable) fail(where, 'The body of the request has been used, or is locked.')
    state.body = inputBody.take()
  }
  return state
}

function asURL(text: string, where: Where): string {
  const url = parseRelativeURL(text)
  if (url === null) fail(where, `'${text}' is not a valid URL.`)
  if (url!.username !== '' || url!.password !== '') fail(where, 'The URL has credentials.')
  return serializeURL(url!)
}

function asReferrer(text: string, where: Where): string {
  if (text === '') return ''
  const url = parseRelativeURL(text)
  if (url === null) fail(where, `The referrer '${text}' is not a valid URL.`)
  return 'about:client' // another origin than ours, which is none
}

function asMethod(method: string, where: Where): string {
  if (!isToken(method)) fail(where, `'${method}' is not a valid HTTP method.`)
  const upper = toUpperCase(method)
  switch (upper) {
    case 'CONNECT':
    case 'TRACE':
    case 'TRACK':
      return fail(where, `The method '${method}' is not for scripts.`)
    case 'DELETE':
    case 'GET':
    case 'HEAD':
    case 'OPTIONS':
    case 'POST':
    case 'PUT':
      return upper
  }
  return method
}

const policies = [
  '', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin', 'origin-when-cross-origin',
  'strict-origin-when-cross-origin', 'unsafe-url',
] as const

// asRequestInit reads the dictionary RequestInit, in the order of its members' names.
function asRequestInit(value: unknown, where: Where) {
  const init = asDictionary(value, where)
  let isEmpty = true
  const member = <T>(name: string, as: (value: any) => T): T | undefined => {
    const value = init[name]
    if (value === undefined) return undefined
    isEmpty = false
    return as(value)
  }
  const body = member('body', (value) => value)
  const cache = member('cache', (value) =>
    asEnum(value, ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'], where))
  const credentials = member('credentials', (value) => asEnum(value, ['omit', 'same-origin', 'include'], where))
  const duplex = member('duplex', (value) => asEnum(value, ['half'], where))
  const headers = member('headers', (value) => value)
  const integrity = member('integrity', asDOMString)
  const keepalive = member('keepalive', (value) => !!value)
  const method = member('method', (value) => asByteString(value, where))
  const mode = member('mode', (value) => asEnum(value, ['navigate', 'same-origin', 'no-cors', 'cors'], where))
  member('priority', (value) => asEnum(value, ['high', 'low', 'auto'], where))
  const redirect = member('redirect', (value) => asEnum(value, ['follow', 'error', 'manual'] as const, where))
  const referrer = member('referrer', asUSVString)
  const referrerPolicy = member('referrerPolicy', (value) => asEnum(value, policies, where))
  const signal = member('signal', (value): Signal | null => {
    if (value !== null && !isSignal(value)) fail(where, "The member 'signal' is not an AbortSignal.")
    return value
  })
  const window = member('window', (value) => value)
  if (window !== undefined && window !== null) fail(where, "The member 'window' can only be null.")
  return {
    isEmpty, body, cache, credentials, duplex, headers, integrity, keepalive, method, mode, redirect, referrer,
    referrerPolicy, signal,
  }
}
