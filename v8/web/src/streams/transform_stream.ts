import { RangeError } from '../primordials'
import { asDictionary, constructing, exposed, fail, isObject } from '../webidl'
import { asQueuingStrategy, highWaterMarkOf } from './queuing_strategy'
import { facadeOf, type ReadableStream } from './readable_stream'
import { Transform } from './transform'
import { transformControllerFacade } from './transform_stream_default_controller'
import { method, promiseMethod } from './underlying'
import { writableFacade, type WritableStream } from './writable_stream'

// https://streams.spec.whatwg.org/#ts-class
export class TransformStream {
  #transform: Transform

  constructor(
    transformer: unknown = undefined,
    writableStrategy: unknown = undefined,
    readableStrategy: unknown = undefined,
  ) {
    const where = constructing('TransformStream')
    if (transformer !== undefined && !isObject(transformer)) fail(where, 'The transformer is not an object.')
    const writable = asQueuingStrategy(writableStrategy, where)
    const readable = asQueuingStrategy(readableStrategy, where)
    const dictionary = asDictionary(transformer, where)
    const cancel = promiseMethod(dictionary, 'cancel', where)
    const flush = promiseMethod(dictionary, 'flush', where)
    const { readableType } = dictionary
    const start = method(dictionary, 'start', where)
    const transform = promiseMethod(dictionary, 'transform', where)
    const { writableType } = dictionary
    if (readableType !== undefined) throw new RangeError('A readableType is not known yet')
    if (writableType !== undefined) throw new RangeError('A writableType is not known yet')
    const readableMark = highWaterMarkOf(readable, 0)
    const writableMark = highWaterMarkOf(writable, 1)
    const controller = transformControllerFacade
    this.#transform = new Transform(
      {
        transform: transform && ((chunk, t) => transform(chunk, controller(t))),
        flush: flush && ((t) => flush(controller(t))),
        cancel,
      },
      { writableMark, writableSize: writable.size, readableMark, readableSize: readable.size },
    )
    this.#transform.started(start?.(controller(this.#transform)))
  }

  get readable(): ReadableStream {
    return facadeOf(this.#transform.readable)
  }

  get writable(): WritableStream {
    return writableFacade(this.#transform.writable)
  }

  static {
    exposed(this, 'TransformStream')
  }
}
