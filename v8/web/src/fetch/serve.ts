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
import { HeaderList } from './headers'
import { Request, RequestState } from './request'
import { responseOf, type ResponseState } from './response'

// A Host is what serve asks for the rest of a request, and tells of its answer. Each
// function is given the number of the serving.
interface Host {
  read(serving: number): Promise<Uint8Array | null>
  respond(serving: number, answer: Answer): void
  write(serving: number, chunk: Uint8Array): Promise<void>
  end(serving: number, reason?: string): Promise<void>
}

const handler = {
  __proto__: null,
  read: op('serveRead'),
  respond: op('serveRespond'),
  write: op('serveWrite'),
  end: op('serveEnd'),
} as unknown as Host

interface Incoming {
  serving: number
  method: string
  url: string
  headers: string[]
  body: string | Uint8Array | null
  streams: boolean // the body comes by read
}

interface Answer {
  status: number
  statusText: string
  headers: string[]
  body: string | Uint8Array | null
  streams: boolean // the body goes by write
}

let waitingOf: (context: ExecutionContext) => Queue<Promise<unknown>> | undefined

// The third parameter of a handler, as Workers have it.
class ExecutionContext {
  #waiting: Queue<Promise<unknown>> | undefined

  waitUntil(promise: unknown): void {
    const promised = promiseResolvedWith(promise)
    setHandled(promised) // by rest, when the response is there
    this.#waiting ??= new Queue()
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
// fetch, gives. The promise is fulfilled when nothing is left to do: with the answer where
// that is all there is to tell, and else with null, when the host was told of it.
export function serve(incoming: Incoming, target: unknown, env: unknown, host: Host = handler): Promise<Answer | null> {
  const context = new ExecutionContext()
  return promiseCall(() => {
    const request = requestOfHead(incoming, host)
    return transformPromise(promiseOf(() => call(target, request, env, context)), (response) => {
      const state = responseOf(response)
      const given = answer(incoming, state)
      const waits = () => rest(waitingOf(context))
      if (!given.streams) {
        if (waitingOf(context) === undefined) return given
        host.respond(incoming.serving, given)
        return waits()
      }
      host.respond(incoming.serving, given)
      return transformPromise(download(incoming.serving, state!.body!.stream, host), waits)
    })
  })
}

function call(target: any, request: Request, env: unknown, context: ExecutionContext): unknown {
  if (isFunction(target)) return apply(target, undefined, [request, env, context])
  const fetch = isObject(target) ? (target as any).fetch : undefined
  if (!isFunction(fetch)) throw new TypeError('The handler is neither a function nor an object with a method fetch')
  return apply(fetch, target, [request, env, context])
}

// rest is settled when all that waitUntil was given is: with the first reason there is.
function rest(promises: Queue<Promise<unknown>> | undefined): Promise<null> {
  const { promise, resolve, reject } = deferred<null>()
  let failure: { reason: unknown } | undefined
  const next = () => {
    if (promises !== undefined && promises.length > 0) {
      uponPromise(promises.shift(), next, (reason) => {
        failure ??= { reason }
        next()
      })
    } else if (failure !== undefined) {
      reject(failure.reason)
    } else {
      resolve(null)
    }
  }
  next()
  return promise
}

function requestOfHead(incoming: Incoming, host: Host): Request {
  const url = parseURL(incoming.url)
  if (url === null) throw new TypeError(`The request's URL '${incoming.url}' is not valid`)
  const state = new RequestState()
  state.method = incoming.method
  state.url = serializeURL(url)
  state.signal = aborting().newSignal()
  state.redirect = 'manual'
  state.headers = new HeaderList(incoming.headers)
  state.headers.guard = 'immutable'
  const { method, body, streams, serving } = incoming
  if (method === 'GET' || method === 'HEAD') return new Request(internal, state) // which have no body
  if (streams) state.body = new Body(readableOfRequest(serving, host))
  else if (body !== null) state.body = new Body(body)
  return new Request(internal, state)
}

function readableOfRequest(serving: number, host: Host): Readable {
  const readable = new Readable()
  new ReadableByteController(
    readable,
    {
      start: undefined,
      pull: (controller) =>
        transformPromise(host.read(serving), (chunk) => {
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

// answer is what the host is told of the response, which is used then: all of it where it
// is text or bytes.
function answer({ method }: Incoming, response: ResponseState | undefined): Answer {
  if (response === undefined) throw new TypeError('The handler has given no Response')
  const { status, statusText, headers, body } = response
  if (status === 0) throw new TypeError('The handler has given Response.error()')
  if (body?.isUnusable) throw new TypeError('The body of the Response has been used, or is locked')
  const isEmpty = body === null || method === 'HEAD' || isNullBodyStatus(status)
  const streams = !isEmpty && body.isStream
  if (isEmpty && body?.isStream) setHandled(body.stream.cancel(undefined))
  return {
    __proto__: null,
    status,
    statusText,
    headers: headers.flat(),
    body: isEmpty || streams ? null : body.takeSource()!,
    streams,
  } as Answer
}

// download gives the host one chunk after the other, each when it has taken the one before.
function download(serving: number, readable: Readable, host: Host): Promise<void> {
  const { promise, resolve, reject } = deferred<void>()
  const reader = readable.acquireDefaultReader()
  const failed = (error: unknown) => {
    // The client must not take what it has for all of it.
    uponPromise(host.end(serving, 'the stream of the response has failed'), () => reject(error), () => reject(error))
  }
  const stop = (error: unknown) => {
    setHandled(reader.cancel(error))
    failed(error)
  }
  const next = () =>
    reader.read({
      chunk: (chunk) => {
        if (typedArrayName(chunk) === 'Uint8Array') uponPromise(host.write(serving, chunk as Uint8Array), next, stop)
        else stop(new TypeError('A chunk of the body is not a Uint8Array'))
      },
      close: () => uponPromise(host.end(serving), resolve, reject),
      error: failed,
    })
  next()
  return promise
}
