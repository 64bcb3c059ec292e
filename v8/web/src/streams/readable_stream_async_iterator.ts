import { asyncIteratorPrototype, deleteProperty, setPrototypeOf } from '../primordials'
import { deferred, promiseCall, promiseResolvedWith, transformPromise } from '../promises'
import { exposed } from '../webidl'
import type { DefaultReader } from './default_reader'

const end = {} // of the iteration

// What iterates a stream: https://streams.spec.whatwg.org/#rs-asynciterator
export class ReadableStreamAsyncIterator {
  #reader: DefaultReader
  #preventCancel: boolean
  #ongoing: Promise<unknown> | undefined
  #finished = false

  constructor(reader: DefaultReader, preventCancel: boolean) {
    this.#reader = reader
    this.#preventCancel = preventCancel
  }

  next(): Promise<IteratorResult<unknown>> {
    return promiseCall(() => this.#after(() => this.#next()))
  }

  return(value: unknown): Promise<IteratorResult<unknown>> {
    return promiseCall(() =>
      transformPromise(
        this.#after(() => this.#return(value)),
        () => ({ value, done: true }),
      ),
    )
  }

  // What was asked for comes after what was asked for before.
  #after<T>(step: () => Promise<T>): Promise<T> {
    const ongoing = this.#ongoing
    const result = ongoing === undefined ? step() : transformPromise(ongoing, step, step)
    this.#ongoing = result
    return result
  }

  #next(): Promise<IteratorResult<unknown>> {
    if (this.#finished) return promiseResolvedWith({ value: undefined, done: true } as IteratorResult<unknown>)
    const reader = this.#reader
    const { promise, resolve, reject } = deferred<unknown>()
    reader.read({
      chunk: (chunk) => resolve({ chunk }),
      close: () => {
        reader.release()
        resolve(end)
      },
      error: (reason) => {
        reader.release()
        reject(reason)
      },
    })
    return transformPromise(
      promise,
      (result: any) => {
        this.#ongoing = undefined
        if (result !== end) return { value: result.chunk, done: false }
        this.#finished = true
        return { value: undefined, done: true }
      },
      (reason) => {
        this.#ongoing = undefined
        this.#finished = true
        throw reason
      },
    )
  }

  #return(value: unknown): Promise<unknown> {
    if (this.#finished) return promiseResolvedWith(undefined)
    this.#finished = true
    const reader = this.#reader
    if (this.#preventCancel) {
      reader.release()
      return promiseResolvedWith(undefined)
    }
    const result = reader.cancel(value)
    reader.release()
    return result
  }

  static {
    exposed(this, 'ReadableStream AsyncIterator')
    deleteProperty(this.prototype, 'constructor')
    setPrototypeOf(this.prototype, asyncIteratorPrototype)
  }
}
