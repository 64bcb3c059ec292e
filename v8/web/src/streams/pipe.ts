import { aborting } from '../abort'
import { isSignal, type Signal } from '../signal'
import { TypeError } from '../primordials'
import { type Deferred, deferred, promiseResolvedWith, setHandled, transformPromise, uponPromise } from '../promises'
import { asDictionary, fail, type Where } from '../webidl'
import type { DefaultReader } from './default_reader'
import type { Readable } from './readable'
import type { Writable } from './writable'
import type { Writer } from './writer'

// The dictionary StreamPipeOptions.
export interface PipeOptions {
  preventAbort: boolean
  preventCancel: boolean
  preventClose: boolean
  signal: Signal | undefined
}

export function asPipeOptions(value: unknown, where: Where): PipeOptions {
  const options = asDictionary(value, where)
  const preventAbort = !!options.preventAbort
  const preventCancel = !!options.preventCancel
  const preventClose = !!options.preventClose
  const { signal } = options
  if (signal !== undefined && !isSignal(signal)) fail(where, "The member 'signal' is not an AbortSignal.")
  return { preventAbort, preventCancel, preventClose, signal }
}

// pipe writes what it reads: ReadableStreamPipeTo.
export function pipe(source: Readable, destination: Writable, options: PipeOptions): Promise<undefined> {
  return new Pipe(source, destination, options).promise
}

class Pipe {
  readonly #source: Readable
  readonly #destination: Writable
  readonly #options: PipeOptions
  readonly #reader: DefaultReader
  readonly #writer: Writer
  readonly #result: Deferred<undefined> = deferred()
  #lastWrite: Promise<unknown> = promiseResolvedWith(undefined)
  #shuttingDown = false
  #abortAlgorithm: (() => void) | undefined

  constructor(source: Readable, destination: Writable, options: PipeOptions) {
    this.#source = source
    this.#destination = destination
    this.#options = options
    this.#reader = source.acquireDefaultReader()
    this.#writer = destination.acquireWriter()
    source.disturbed = true
    const { signal } = options
    if (signal !== undefined) {
      const algorithm = () => this.#aborted(signal)
      if (aborting().isAborted(signal)) {
        algorithm()
        return
      }
      this.#abortAlgorithm = algorithm
      aborting().add(signal, algorithm)
    }
    this.#watch()
    this.#loop()
  }

  get promise(): Promise<undefined> {
    return this.#result.promise
  }

  // What ends the pipe, in the order in which it is looked for.
  #watch(): void {
    const { preventAbort, preventCancel, preventClose } = this.#options
    const source = this.#source
    const destination = this.#destination
    const sourceFailed = (error: unknown) => {
      if (preventAbort) this.#shutdown({ error })
      else this.#shutdownWith(() => destination.abort(error), { error })
    }
    const destinationFailed = (error: unknown) => {
      if (preventCancel) this.#shutdown({ error })
      else this.#shutdownWith(() => source.cancel(error), { error })
    }
    const sourceClosed = () => {
      if (preventClose) this.#shutdown()
      else this.#shutdownWith(() => this.#writer.closeWithErrorPropagation())
    }
    if (source.state === 'errored') sourceFailed(source.storedError)
    else uponPromise(this.#reader.closed.promise, undefined, sourceFailed)
    if (destination.state === 'errored') destinationFailed(destination.storedError)
    else uponPromise(this.#writer.closed.promise, undefined, destinationFailed)
    if (source.state === 'closed') sourceClosed()
    else uponPromise(this.#reader.closed.promise, sourceClosed)
    if (destination.isClosing || destination.state === 'closed') {
      destinationFailed(new TypeError('The destination was closed before everything was piped'))
    }
  }

  #aborted(signal: Signal): void {
    const { preventAbort, preventCancel } = this.#options
    const error = aborting().reasonOf(signal)
    this.#shutdownWith(
      () => {
        const aborted =
          !preventAbort && this.#destination.state === 'writable'
            ? this.#destination.abort(error)
            : promiseResolvedWith(undefined)
        const cancelled =
          !preventCancel && this.#source.state === 'readable'
            ? this.#source.cancel(error)
            : promiseResolvedWith(undefined)
        const both = deferred<undefined>()
        uponPromise(aborted, () => uponPromise(cancelled, both.resolve), both.reject)
        uponPromise(cancelled, undefined, both.reject)
        return both.promise
      },
      { error },
    )
  }

  #loop(): void {
    if (this.#shuttingDown) return
    uponPromise(this.#writer.ready.promise, () => {
      if (this.#shuttingDown) return
      this.#reader.read({
        // In a microtask: whoever enqueues does not wait for the sink.
        chunk: (chunk) => {
          const written = transformPromise(promiseResolvedWith(undefined), () => {
            const written = this.#writer.write(chunk)
            this.#loop()
            return written
          })
          setHandled(written)
          this.#lastWrite = written
        },
        close: () => {},
        error: () => {},
      })
    })
  }

  // Every chunk that was read has been written, or has not and the stream has failed.
  #written(): Promise<unknown> {
    const last = this.#lastWrite
    const next = () => (last === this.#lastWrite ? undefined : this.#written())
    return transformPromise(last, next, next)
  }

  #shutdownWith(action: () => Promise<unknown>, failure?: { error: unknown }): void {
    this.#shutdownAfter(() =>
      uponPromise(
        action(),
        () => this.#finish(failure),
        (error) => this.#finish({ error }),
      ),
    )
  }

  #shutdown(failure?: { error: unknown }): void {
    this.#shutdownAfter(() => this.#finish(failure))
  }

  #shutdownAfter(rest: () => void): void {
    if (this.#shuttingDown) return
    this.#shuttingDown = true
    if (this.#destination.state === 'writable' && !this.#destination.isClosing) uponPromise(this.#written(), rest)
    else rest()
  }

  #finish(failure?: { error: unknown }): void {
    this.#writer.release()
    this.#reader.release()
    if (this.#abortAlgorithm !== undefined) aborting().remove(this.#options.signal!, this.#abortAlgorithm)
    if (failure !== undefined) this.#result.reject(failure.error)
    else this.#result.resolve(undefined)
  }
}
