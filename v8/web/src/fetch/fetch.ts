import { aborting } from '../abort'
import { viewByteLength } from '../buffers'
import { op } from '../host'
import { isView, typedArrayName, TypeError } from '../primordials'
import { deferred, promiseCall, promiseOf, promiseRejectedWith, transformPromise, uponPromise } from '../promises'
import { Readable } from '../streams/readable'
import { ReadableByteController } from '../streams/readable_byte_controller'
import { encodeUTF8 } from '../utf8'
import { parseURL } from '../url_parser'
import { executing, required } from '../webidl'
import { Body } from './body'
import { fetchBlob, fetchData } from './data_url'
import { isNullBodyStatus } from './http'
import { checkIntegrity } from './integrity'
import { internal } from '../internal'
import { Request, requestOf, type RequestState } from './request'
import { Response, ResponseState } from './response'

// An exchange is a request and its response. Go has it, under a number.
const open = op<(streams: boolean) => number>('fetchOpen')
const end = op<(exchange: number) => void>('fetchEnd')
const send = op<(ask: object) => Promise<Head>>('fetchSend')
const readChunk = op<(exchange: number) => Promise<Uint8Array | null>>('fetchRead')
const writeChunk = op<(exchange: number, chunk: Uint8Array) => Promise<void>>('fetchWrite')
const closeBody = op<(exchange: number, reason?: string) => void>('fetchClose')

interface Head {
  status: number
  statusText: string
  url: string
  redirected: boolean
  headers: string[]
}

const functions = {
  fetch(input: unknown, init: unknown = undefined): Promise<Response> {
    let state: RequestState
    try {
      required(arguments.length, 1, executing('fetch'))
      state = requestOf(new Request(input, init))!
    } catch (error) {
      return promiseRejectedWith(error)
    }
    return promiseCall(() => fetchRequest(state))
  },
}

// https://fetch.spec.whatwg.org/#fetch-method
export const { fetch } = functions

function fetchRequest(request: RequestState): Promise<Response> {
  const { signal } = request
  const { add, isAborted, reasonOf, remove } = aborting()
  if (signal !== undefined && isAborted(signal)) return promiseRejectedWith(reasonOf(signal))
  const { scheme } = parseURL(request.url)!
  if (scheme === 'data') return promiseOf(() => fetchData(request))
  if (scheme === 'blob') return promiseOf(() => fetchBlob(request))
  const { promise, resolve, reject } = deferred<Response>()
  const exchange = open(request.body?.isStream === true)
  let response: Incoming | undefined
  const abort = () => {
    const reason = reasonOf(signal!)
    end(exchange)
    reject(reason)
    response?.fail(reason)
  }
  const done = () => {
    if (signal !== undefined) remove(signal, abort)
  }
  if (signal !== undefined) add(signal, abort)
  uponPromise(
    promiseCall(() => send(asked(exchange, request))),
    (head) => {
      const state = responseOfHead(head)
      if (request.method === 'HEAD' || isNullBodyStatus(head.status)) {
        end(exchange)
        done()
      } else {
        response = new Incoming(exchange, done)
        state.body = new Body(response.readable)
        if (request.integrity !== '') {
          uponPromise(checked(state.body, request.integrity), (body) => {
            state.body = body.value
            resolve(new Response(internal, state))
          }, reject)
          return
        }
      }
      resolve(new Response(internal, state))
    },
    (error) => {
      end(exchange)
      done()
      reject(error)
    },
  )
  return promise
}

// checked is the whole body, if it is what the metadata of the request say. It is in an
// object without a method then, whatever scripts give all objects.
function checked(body: Body, integrity: string): Promise<{ value: Body }> {
  return body.consume((bytes) => {
    checkIntegrity(bytes, integrity)
    return { __proto__: null, value: new Body(bytes) } as { value: Body }
  })
}

// asked is what Go is told. A body that is a stream follows.
function asked(exchange: number, request: RequestState): object {
  const { body, headers } = request
  let bytes: Uint8Array | null = null
  let streams = false
  if (body !== null) {
    streams = body.isStream
    if (streams) {
      upload(exchange, body.stream)
    } else {
      const source = body.takeSource()!
      bytes = typeof source === 'string' ? encodeUTF8(source) : source
    }
  }
  return {
    __proto__: null,
    exchange,
    method: request.method,
    url: request.url,
    headers: headers.flat(),
    body: bytes,
    streams,
    redirect: request.redirect,
  }
}

function responseOfHead(head: Head): ResponseState {
  const state = new ResponseState()
  state.type = 'basic'
  state.status = head.status
  state.statusText = head.statusText
  state.url = head.url
  state.redirected = head.redirected
  const { headers } = head
  for (let n = 0; n < headers.length; n += 2) state.headers.append(headers[n], headers[n + 1])
  state.headers.guard = 'immutable'
  return state
}

// upload gives Go the body, one chunk after the other has been taken.
function upload(exchange: number, readable: Readable): void {
  const reader = readable.acquireDefaultReader()
  const stop = (error: unknown) => {
    uponPromise(reader.cancel(error), undefined)
  }
  const next = () =>
    reader.read({
      chunk: (chunk) => {
        if (typedArrayName(chunk) !== 'Uint8Array') {
          closeBody(exchange, 'a chunk is not a Uint8Array')
          stop(new TypeError('A chunk of the body is not a Uint8Array'))
        } else {
          uponPromise(writeChunk(exchange, chunk as Uint8Array), next, stop)
        }
      },
      close: () => closeBody(exchange),
      error: () => closeBody(exchange, 'its stream has failed'),
    })
  next()
}

// Incoming is the body of a response, which is read as far as somebody asks for it.
class Incoming {
  readonly readable = new Readable()
  readonly #controller: ReadableByteController

  constructor(exchange: number, done: () => void) {
    this.#controller = new ReadableByteController(
      this.readable,
      {
        start: undefined,
        pull: (controller) =>
          transformPromise(readChunk(exchange), (chunk) => {
            if (isView(chunk) && viewByteLength(chunk) > 0) {
              if (controller.canCloseOrEnqueue) controller.enqueue(chunk)
              return
            }
            done()
            controller.close()
            controller.byobRequest()?.controller?.respond(0)
          }, (error) => {
            done()
            throw error
          }),
        cancel: () => {
          end(exchange)
          done()
          return promiseOf(() => undefined)
        },
      },
      0,
    )
    this.#controller.start()
  }

  fail(reason: unknown): void {
    this.#controller.error(reason)
  }
}
