import { deferred, promiseCall } from '../promises'
import { constructing, exposed, fail } from '../webidl'
import type { DefaultReader } from './default_reader'
import { internal } from '../internal'
import { checkReader } from './generic_reader'
import type { ReadResult } from './readable'
import { readableOf } from './readable_stream'

// https://streams.spec.whatwg.org/#default-reader-class
export class ReadableStreamDefaultReader {
  #reader: DefaultReader

  constructor(stream: unknown) {
    if (stream === internal) {
      this.#reader = arguments[1]
      return
    }
    const readable = readableOf(stream)
    if (readable === undefined)
      fail(constructing('ReadableStreamDefaultReader'), 'The argument is not a ReadableStream.')
    this.#reader = readable!.acquireDefaultReader()
  }

  get closed(): Promise<undefined> {
    return promiseCall(() => this.#reader.closed.promise)
  }

  cancel(reason: unknown = undefined): Promise<undefined> {
    return promiseCall(() => this.#reader.cancel(reason))
  }

  read(): Promise<ReadResult> {
    return promiseCall(() => {
      const reader = this.#reader
      checkReader(reader)
      const { promise, resolve, reject } = deferred<ReadResult>()
      reader.read({
        chunk: (value) => resolve({ value, done: false }),
        close: () => resolve({ value: undefined, done: true }),
        error: reject,
      })
      return promise
    })
  }

  releaseLock(): void {
    this.#reader.release()
  }

  static {
    exposed(this, 'ReadableStreamDefaultReader')
  }
}

// newDefaultReader is the object that scripts have of a reader.
export function newDefaultReader(reader: DefaultReader): ReadableStreamDefaultReader {
  return new (ReadableStreamDefaultReader as any)(internal, reader)
}
