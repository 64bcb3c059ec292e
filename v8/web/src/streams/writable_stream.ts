import { RangeError, TypeError } from '../primordials'
import { promiseCall } from '../promises'
import { asDictionary, constructing, exposed, fail, isObject } from '../webidl'
import { internal } from '../internal'
import { asQueuingStrategy, highWaterMarkOf } from './queuing_strategy'
import { method, promiseMethod } from './underlying'
import { Writable } from './writable'
import { WritableController } from './writable_controller'
import { writableControllerFacade } from './writable_stream_default_controller'
import { newWriter, type WritableStreamDefaultWriter } from './writable_stream_default_writer'

// writableOf is what is behind a WritableStream, and undefined for any other value.
export let writableOf: (value: unknown) => Writable | undefined

// https://streams.spec.whatwg.org/#ws-class
export class WritableStream {
  #writable: Writable

  constructor(underlyingSink: unknown = undefined, strategy: unknown = undefined) {
    if (underlyingSink === internal) {
      this.#writable = strategy as Writable
      this.#writable.facade = this
      return
    }
    const where = constructing('WritableStream')
    if (underlyingSink !== undefined && !isObject(underlyingSink)) fail(where, 'The underlying sink is not an object.')
    const queuing = asQueuingStrategy(strategy, where)
    const sink = asDictionary(underlyingSink, where)
    const abort = promiseMethod(sink, 'abort', where)
    const close = promiseMethod(sink, 'close', where)
    const start = method(sink, 'start', where)
    const { type } = sink
    const write = promiseMethod(sink, 'write', where)
    if (type !== undefined) throw new RangeError('A type of an underlying sink is not known yet')
    const writable = new Writable()
    writable.facade = this
    this.#writable = writable
    new WritableController(
      writable,
      {
        start: start && ((c) => start(writableControllerFacade(c))),
        write: write && ((chunk, c) => write(chunk, writableControllerFacade(c))),
        close,
        abort,
      },
      highWaterMarkOf(queuing, 1),
      queuing.size,
    ).start()
  }

  get locked(): boolean {
    return this.#writable.locked
  }

  abort(reason: unknown = undefined): Promise<undefined> {
    return promiseCall(() => {
      const writable = this.#writable
      writable.checkUnlocked()
      return writable.abort(reason)
    })
  }

  close(): Promise<undefined> {
    return promiseCall(() => {
      const writable = this.#writable
      writable.checkUnlocked()
      if (writable.isClosing) throw new TypeError('The stream is being closed already')
      return writable.close()
    })
  }

  getWriter(): WritableStreamDefaultWriter {
    return newWriter(this.#writable.acquireWriter())
  }

  static {
    writableOf = (value) => (isObject(value) && #writable in value ? value.#writable : undefined)
    exposed(this, 'WritableStream')
  }
}

// writableFacade is the WritableStream of a stream.
export function writableFacade(writable: Writable): WritableStream {
  return (writable.facade as WritableStream | undefined) ?? new WritableStream(internal, writable)
}
