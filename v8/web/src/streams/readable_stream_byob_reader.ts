import { bufferByteLength, RangeError, typedArrayLength, typedArrayName, TypeError } from '../primordials'
import { deferred, promiseCall } from '../promises'
import { asDictionary, asInteger, constructing, executing, exposed, fail, required } from '../webidl'
import { asView, isDetached, viewBuffer, viewByteLength } from '../buffers'
import type { BYOBReader } from './byob_reader'
import { internal } from '../internal'
import { checkReader } from './generic_reader'
import type { ReadResult } from './readable'
import { readableOf } from './readable_stream'

// https://streams.spec.whatwg.org/#byob-reader-class
export class ReadableStreamBYOBReader {
  #reader: BYOBReader

  constructor(stream: unknown) {
    if (stream === internal) {
      this.#reader = arguments[1]
      return
    }
    const readable = readableOf(stream)
    if (readable === undefined) fail(constructing('ReadableStreamBYOBReader'), 'The argument is not a ReadableStream.')
    this.#reader = readable!.acquireBYOBReader()
  }

  get closed(): Promise<undefined> {
    return promiseCall(() => this.#reader.closed.promise)
  }

  cancel(reason: unknown = undefined): Promise<undefined> {
    return promiseCall(() => this.#reader.cancel(reason))
  }

  read(view: unknown, options: unknown = undefined): Promise<ReadResult> {
    const given = arguments.length
    return promiseCall(() => {
      const reader = this.#reader
      const where = executing('read', 'ReadableStreamBYOBReader')
      required(given, 1, where)
      const into = asView(view, where)
      const { min: asked } = asDictionary(options, where)
      const min = asked === undefined ? 1 : asInteger(asked, 64, false, where, 'EnforceRange')
      if (viewByteLength(into) === 0) throw new TypeError('The view has no room for a byte')
      if (bufferByteLength(viewBuffer(into)) === 0 || isDetached(viewBuffer(into))) {
        throw new TypeError('The buffer of the view is empty or detached')
      }
      if (min === 0) throw new TypeError("The option 'min' must be greater than 0")
      const length = typedArrayName(into) === undefined ? viewByteLength(into) : typedArrayLength(into)
      if (min > length) throw new RangeError("The option 'min' is greater than the view is long")
      checkReader(reader)
      const { promise, resolve, reject } = deferred<any>()
      reader.read(into, min, {
        chunk: (value) => resolve({ value, done: false }),
        close: (value) => resolve({ value, done: true }),
        error: reject,
      })
      return promise
    })
  }

  releaseLock(): void {
    this.#reader.release()
  }

  static {
    exposed(this, 'ReadableStreamBYOBReader')
  }
}

// newBYOBReader is the object that scripts have of a reader.
export function newBYOBReader(reader: BYOBReader): ReadableStreamBYOBReader {
  return new (ReadableStreamBYOBReader as any)(internal, reader)
}
