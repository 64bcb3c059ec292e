import { RangeError, stringifyJSON, TypeError } from '../primordials'
import { parseRelativeURL } from '../base_url'
import { serializeURL } from '../url_serializer'
import { asByteString, asDictionary, asInteger, asUSVString, constructing, executing, exposed, fail, isObject, required } from '../webidl'
import type { Where } from '../webidl'
import { type Body, type Extracted, extractBody, withBody } from './body'
import { HeaderList, type Headers, newHeaders } from './headers'
import { internal } from '../internal'
import { isNullBodyStatus, isReasonPhrase, isRedirectStatus } from './http'

// What a Response keeps in its slots: the standard's response.
export class ResponseState {
  type: 'basic' | 'default' | 'error' | 'opaqueredirect' = 'default'
  url = ''
  redirected = false
  status = 200
  statusText = ''
  headers = new HeaderList()
  body: Body | null = null

  // The Headers, once there is one.
  facade: Headers | undefined
}

// responseOf is what is in a Response, and undefined for any other value.
export let responseOf: (value: unknown) => ResponseState | undefined

// https://fetch.spec.whatwg.org/#response-class
export class Response {
  #state: ResponseState

  constructor(body: unknown = undefined, init: unknown = undefined) {
    if (body === internal) {
      this.#state = init as ResponseState
      return
    }
    const where = constructing('Response')
    const given = asResponseInit(init, where)
    const extracted = body === undefined || body === null ? undefined : extractBody(body, where)
    this.#state = initialize(given, extracted, where)
  }

  static error(): Response {
    const state = new ResponseState()
    state.type = 'error'
    state.status = 0
    state.headers.guard = 'immutable'
    return new Response(internal, state)
  }

  static json(data: unknown, init: unknown = undefined): Response {
    const where = executing('json', 'Response')
    required(arguments.length, 1, where)
    const text = stringifyJSON(data)
    if (text === undefined) fail(where, 'The data can not be serialized as JSON.')
    const given = asResponseInit(init, where)
    const { body } = extractBody(text, where)
    return new Response(internal, initialize(given, { body, type: 'application/json' }, where))
  }

  static redirect(url: unknown, status: unknown = 302): Response {
    const where = executing('redirect', 'Response')
    required(arguments.length, 1, where)
    const text = asUSVString(url)
    const code = asInteger(status, 16, false, where)
    const parsed = parseRelativeURL(text)
    if (parsed === null) fail(where, `'${text}' is not a valid URL.`)
    if (!isRedirectStatus(code)) throw new RangeError(`${where}: ${code} is not the status of a redirect.`)
    const state = new ResponseState()
    state.status = code
    state.headers.append('location', serializeURL(parsed!))
    state.headers.guard = 'immutable'
    return new Response(internal, state)
  }

  get type(): string {
    return this.#state.type
  }

  get url(): string {
    return this.#state.url
  }

  get redirected(): boolean {
    return this.#state.redirected
  }

  get status(): number {
    return this.#state.status
  }

  get ok(): boolean {
    const { status } = this.#state
    return status >= 200 && status <= 299
  }

  get statusText(): string {
    return this.#state.statusText
  }

  get headers(): Headers {
    const state = this.#state
    return (state.facade ??= newHeaders(state.headers))
  }

  clone(): Response {
    const state = this.#state
    if (state.body?.isUnusable) throw new TypeError('The body has been used, or is locked')
    const copy = new ResponseState()
    copy.type = state.type
    copy.url = state.url
    copy.redirected = state.redirected
    copy.status = state.status
    copy.statusText = state.statusText
    copy.headers = state.headers.copy()
    copy.headers.guard = state.headers.guard
    copy.body = state.body?.clone() ?? null
    return new Response(internal, copy)
  }

  static {
    responseOf = (value) => (isObject(value) && #state in value ? value.#state : undefined)
    withBody(this, (response) => response.#state)
    exposed(this, 'Response')
  }
}

interface ResponseInit {
  headers: unknown
  status: number
  statusText: string
}

function asResponseInit(value: unknown, where: Where): ResponseInit {
  const init = asDictionary(value, where)
  const { headers } = init
  const { status } = init
  const code = status === undefined ? 200 : asInteger(status, 16, false, where)
  const { statusText } = init
  return { headers, status: code, statusText: statusText === undefined ? '' : asByteString(statusText, where) }
}

// https://fetch.spec.whatwg.org/#initialize-a-response
function initialize(init: ResponseInit, extracted: Extracted | undefined, where: Where): ResponseState {
  const { status, statusText, headers } = init
  if (status < 200 || status > 599) throw new RangeError(`${where}: The status is not from 200 to 599.`)
  if (!isReasonPhrase(statusText)) fail(where, 'The statusText is not valid.')
  const state = new ResponseState()
  state.status = status
  state.statusText = statusText
  if (headers !== undefined) state.headers.fill(headers, where)
  if (extracted !== undefined) {
    if (isNullBodyStatus(status)) fail(where, `A response with the status ${status} has no body.`)
    state.body = extracted.body
    if (extracted.type !== null && !state.headers.has('content-type')) state.headers.append('content-type', extracted.type)
  }
  return state
}
