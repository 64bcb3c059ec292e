import { asyncIterator, RangeError } from '../primordials'
import { promiseCall, setHandled } from '../promises'
import {
  asDictionary,
  asEnum,
  asInteger,
  constructing,
  define,
  executing,
  exposed,
  fail,
  isObject,
  required,
} from '../webidl'
import type { Where } from '../webidl'
import { internal } from '../internal'
import { readableFrom } from './from'
import { asPipeOptions, pipe } from './pipe'
import { asQueuingStrategy, highWaterMarkOf } from './queuing_strategy'
import { Readable } from './readable'
import { ReadableByteController } from './readable_byte_controller'
import { byteControllerFacade } from './readable_byte_stream_controller'
import { ReadableDefaultController } from './readable_default_controller'
import { ReadableStreamAsyncIterator } from './readable_stream_async_iterator'
import { newBYOBReader, type ReadableStreamBYOBReader } from './readable_stream_byob_reader'
import { defaultControllerFacade } from './readable_stream_default_controller'
import { newDefaultReader, type ReadableStreamDefaultReader } from './readable_stream_default_reader'
import { tee } from './tee'
import { method, promiseMethod } from './underlying'
import { writableOf } from './writable_stream'

// readableOf is what is behind a ReadableStream, and undefined for any other value.
export let readableOf: (value: unknown) => Readable | undefined

// https://streams.spec.whatwg.org/#rs-class
export class ReadableStream {
  #readable: Readable

  constructor(underlyingSource: unknown = undefined, strategy: unknown = undefined) {
    if (underlyingSource === internal) {
      this.#readable = strategy as Readable
      this.#readable.facade = this
      return
    }
    const where = constructing('ReadableStream')
    if (underlyingSource !== undefined && !isObject(underlyingSource)) {
      fail(where, 'The underlying source is not an object.')
    }
    const queuing = asQueuingStrategy(strategy, where)
    const source = asUnderlyingSource(underlyingSource, where)
    const readable = new Readable()
    readable.facade = this
    this.#readable = readable
    const { pull, cancel, start } = source
    if (source.type === 'bytes') {
      if (queuing.size !== undefined) throw new RangeError('A stream of bytes has no size function')
      const mark = highWaterMarkOf(queuing, 0)
      if (source.autoAllocateChunkSize === 0) fail(where, 'autoAllocateChunkSize must be greater than 0.')
      new ReadableByteController(
        readable,
        {
          start: start && ((c) => start(byteControllerFacade(c))),
          pull: pull && ((c) => pull(byteControllerFacade(c))),
          cancel,
        },
        mark,
        source.autoAllocateChunkSize,
      ).start()
    } else {
      const mark = highWaterMarkOf(queuing, 1)
      new ReadableDefaultController(
        readable,
        {
          start: start && ((c) => start(defaultControllerFacade(c))),
          pull: pull && ((c) => pull(defaultControllerFacade(c))),
          cancel,
        },
        mark,
        queuing.size,
      ).start()
    }
  }

  static from(asyncIterable: unknown): ReadableStream {
    required(arguments.length, 1, executing('from', 'ReadableStream'))
    return facadeOf(readableFrom(asyncIterable, executing('from', 'ReadableStream')))
  }

  get locked(): boolean {
    return this.#readable.locked
  }

  cancel(reason: unknown = undefined): Promise<undefined> {
    return promiseCall(() => {
      const readable = this.#readable
      readable.checkUnlocked()
      return readable.cancel(reason)
    })
  }

  getReader(options: unknown = undefined): ReadableStreamDefaultReader | ReadableStreamBYOBReader {
    const readable = this.#readable
    const where = executing('getReader', 'ReadableStream')
    const { mode } = asDictionary(options, where)
    if (mode === undefined) return newDefaultReader(readable.acquireDefaultReader())
    asEnum(mode, ['byob'], where)
    return newBYOBReader(readable.acquireBYOBReader())
  }

  pipeThrough(transform: unknown, options: unknown = undefined): ReadableStream {
    const source = this.#readable
    const where = executing('pipeThrough', 'ReadableStream')
    required(arguments.length, 1, where)
    const pair = asDictionary(transform, where)
    const { readable } = pair
    if (readableOf(readable) === undefined) fail(where, "The member 'readable' is not a ReadableStream.")
    const writable = writableOf(pair.writable)
    if (writable === undefined) fail(where, "The member 'writable' is not a WritableStream.")
    const asked = asPipeOptions(options, where)
    source.checkUnlocked()
    writable!.checkUnlocked()
    setHandled(pipe(source, writable!, asked))
    return readable
  }

  pipeTo(destination: unknown, options: unknown = undefined): Promise<undefined> {
    const given = arguments.length
    return promiseCall(() => {
      const source = this.#readable
      const where = executing('pipeTo', 'ReadableStream')
      required(given, 1, where)
      const writable = writableOf(destination)
      if (writable === undefined) fail(where, 'The destination is not a WritableStream.')
      const asked = asPipeOptions(options, where)
      source.checkUnlocked()
      writable!.checkUnlocked()
      return pipe(source, writable!, asked)
    })
  }

  tee(): [ReadableStream, ReadableStream] {
    const [first, second] = tee(this.#readable)
    return [facadeOf(first), facadeOf(second)]
  }

  values(options: unknown = undefined): ReadableStreamAsyncIterator {
    const readable = this.#readable
    const preventCancel = !!asDictionary(options, executing('values', 'ReadableStream')).preventCancel
    return new ReadableStreamAsyncIterator(readable.acquireDefaultReader(), preventCancel)
  }

  static {
    readableOf = (value) => (isObject(value) && #readable in value ? value.#readable : undefined)
    define(exposed(this, 'ReadableStream').prototype, asyncIterator, this.prototype.values)
  }
}

// facadeOf is the ReadableStream of a stream.
export function facadeOf(readable: Readable): ReadableStream {
  return (readable.facade as ReadableStream | undefined) ?? new ReadableStream(internal, readable)
}

// asUnderlyingSource reads the dictionary UnderlyingSource, in the order of its members' names.
function asUnderlyingSource(value: unknown, where: Where) {
  const source = asDictionary(value, where)
  const size = source.autoAllocateChunkSize
  const autoAllocateChunkSize = size === undefined ? undefined : asInteger(size, 64, false, where, 'EnforceRange')
  const cancel = promiseMethod(source, 'cancel', where)
  const pull = promiseMethod(source, 'pull', where)
  const start = method(source, 'start', where)
  const { type } = source
  if (type !== undefined) asEnum(type, ['bytes'], where)
  return { autoAllocateChunkSize, cancel, pull, start, type: type === undefined ? undefined : 'bytes' }
}
