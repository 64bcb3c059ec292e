import { aborting } from '../abort'
import { viewByteLength } from '../buffers'
import { op } from '../host'
import { internal } from '../internal'
import { apply, isView, typedArrayName, TypeError } from '../primordials'
import {
  deferred,
  promiseCall,
  promiseOf,
  promiseResolvedWith,
  setHandled,
  transformPromise,
  uponPromise,
} from '../promises'
import { Queue } from '../streams/queue'
import { Readable } from '../streams/readable'
import { ReadableByteController } from '../streams/readable_byte_controller'
import { parseURL } from '../url_parser'
import { serializeURL } from '../url_serializer'
import { exposed, isFunction, isObject } from '../webidl'
import { Body } from './body'
import { isNullBodyStatus } from './http'
import { Request, RequestState } from './request'
import { responseOf, type ResponseState } from './response'

const readChunk = op<(serving: number) => Promise<Uint8Array | null>>('serveRead')
const respond = op<(serving: number, answer: object) => void>('serveRespond')
const writeChunk = op<(serving: number, chunk: Uint8Array) => Promise<void>>('serveWrite')
const endBody = op<(serving: number, reason?: string) => Promise<void>>('serveEnd')

interface Incoming {
  serving: number
  method: string
  url: string
  headers: string[]
  hasBody: boolean
}

let waitingOf: (context: ExecutionContext) => Queue<Promise<unknown>>

// The third parameter of a handler, as Workers have it.
class ExecutionContext {
  #waiting = new Queue<Promise<unknown>>()

  waitUntil(promise: unknown): void {
    const promised = promiseResolvedWith(promise)
    setHandled(promised) // by rest, when the response is there
    this.#waiting.push(promised)
  }

  passThroughOnException(): void {
    this.#waiting
  }

  static {
    waitingOf = (context) => context.#waiting
    exposed(this, 'ExecutionContext')
  }
}

// serve answers a request of HTTP by what target, a function or an object with a method
// fetch, gives. The promise is fulfilled when nothing is left to do.
export function serve(incoming: Incoming, target: unknown, env: unknown): Promise<undefined> {
  const context = new ExecutionContext()
  return promiseCall(() => {
    const request = requestOfHead(incoming)
    const answered = transformPromise(promiseOf(() => call(target, request, env, context)), (response) =>
      answer(incoming, responseOf(response)),
    )
    return transformPromise(answered, () => rest(waitingOf(context)))
  })
}

function call(target: any, request: Request, env: unknown, context: ExecutionContext): unknown {
  if (isFunction(target)) return apply(target, undefined, [request, env, context])
  const fetch = isObject(target) ? (target as any).fetch : undefined
  if (!isFunction(fetch)) throw new TypeError('The handler is neither a function nor an object with a method fetch')
  return apply(fetch, target, [request, env, context])
}

// rest is settled when all that waitUntil was given is: with the first reason there is.
function rest(promises: Queue<Promise<unknown>>): Promise<undefined> {
  const { promise, resolve, reject } = deferred<undefined>()
  let failure: { reason: unknown } | undefined
  const next = () => {
    if (promises.length > 0) {
      uponPromise(promises.shift(), next, (reason) => {
        failure ??= { reason }
        next()
      })
    } else if (failure !== undefined) {
      reject(failure.reason)
    } else {
      resolve(undefined)
    }
  }
  next()
  return promise
}

function requestOfHead(incoming: Incoming): Request {
  const url = parseURL(incoming.url)
  if (url === null) throw new TypeError(`The request's URL '${incoming.url}' is not valid`)
  const state = new RequestState()
  state.method = incoming.method
  state.url = serializeURL(url)
  state.signal = aborting().newSignal()
  state.redirect = 'manual'
  const { headers } = incoming
  for (let n = 0; n < headers.length; n += 2) state.headers.append(headers[n], headers[n + 1])
  state.headers.guard = 'immutable'
  if (incoming.hasBody) state.body = new Body(readableOfRequest(incoming.serving))
  return new Request(internal, state)
}

function readableOfRequest(serving: number): Readable {
  const readable = new Readable()
  new ReadableByteController(
    readable,
    {
      start: undefined,
      pull: (controller) =>
        transformPromise(readChunk(serving), (chunk) => {
          if (!controller.canCloseOrEnqueue) return
          if (isView(chunk) && viewByteLength(chunk) > 0) {
            controller.enqueue(chunk)
          } else {
            controller.close()
            controller.byobRequest()?.controller?.respond(0)
          }
        }),
      cancel: undefined,
    },
    0,
  ).start()
  return readable
}

// answer gives Go the response: all of it where it is text or bytes, else one chunk
// after the other has been written.
function answer({ serving, method }: Incoming, response: ResponseState | undefined): Promise<unknown> | undefined {
  if (response === undefined) throw new TypeError('The handler has given no Response')
  const { status, statusText, headers, body } = response
  if (status === 0) throw new TypeError('The handler has given Response.error()')
  if (body?.isUnusable) throw new TypeError('The body of the Response has been used, or is locked')
  const isEmpty = body === null || method === 'HEAD' || isNullBodyStatus(status)
  const streams = !isEmpty && body.isStream
  respond(serving, {
    __proto__: null,
    status,
    statusText,
    headers: headers.flat(),
    body: isEmpty || streams ? null : body.takeSource()!,
    streams,
  })
  if (streams) return download(serving, body.stream)
  if (body?.isStream) setHandled(body.stream.cancel(undefined))
  return undefined
}

function download(serving: number, readable: Readable): Promise<void> {
  const { promise, resolve, reject } = deferred<void>()
  const reader = readable.acquireDefaultReader()
  const failed = (error: unknown) => {
    // The client must not take what it has for all of it.
    uponPromise(endBody(serving, 'the stream of the response has failed'), () => reject(error), () => reject(error))
  }
  const stop = (error: unknown) => {
    setHandled(reader.cancel(error))
    failed(error)
  }
  const next = () =>
    reader.read({
      chunk: (chunk) => {
        if (typedArrayName(chunk) === 'Uint8Array') uponPromise(writeChunk(serving, chunk as Uint8Array), next, stop)
        else stop(new TypeError('A chunk of the body is not a Uint8Array'))
      },
      close: () => uponPromise(endBody(serving), resolve, reject),
      error: failed,
    })
  next()
  return promise
}
