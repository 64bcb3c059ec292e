import { TypeError } from '../primordials'
import { type Deferred, deferred, promiseRejectedWith, promiseResolvedWith, uponPromise } from '../promises'
import { Queue } from './queue'
import type { WritableController } from './writable_controller'
import { Writer } from './writer'

interface AbortRequest {
  result: Deferred<undefined>
  reason: unknown
  wasAlreadyErroring: boolean
}

// A writable stream, without the object that scripts have of it: what a
// WritableStream keeps in its slots.
export class Writable {
  state: 'writable' | 'erroring' | 'errored' | 'closed' = 'writable'
  storedError: unknown
  backpressure = false
  writer: Writer | undefined
  controller!: WritableController
  inFlightWrite: Deferred<undefined> | undefined
  readonly #writes = new Queue<Deferred<undefined>>()
  #close: Deferred<undefined> | undefined
  #inFlightClose: Deferred<undefined> | undefined
  #abort: AbortRequest | undefined

  // The WritableStream, once there is one.
  facade: object | undefined

  get locked(): boolean {
    return this.writer !== undefined
  }

  checkUnlocked(): void {
    if (this.locked) throw new TypeError('The stream is locked by a writer')
  }

  // AcquireWritableStreamDefaultWriter.
  acquireWriter(): Writer {
    this.checkUnlocked()
    return new Writer(this)
  }

  // WritableStreamCloseQueuedOrInFlight.
  get isClosing(): boolean {
    return this.#close !== undefined || this.#inFlightClose !== undefined
  }

  // WritableStreamAbort.
  abort(reason: unknown): Promise<undefined> {
    if (this.hasEnded) return promiseResolvedWith(undefined)
    this.controller.signalAbort(reason)
    if (this.hasEnded) return promiseResolvedWith(undefined) // by a listener
    if (this.#abort !== undefined) return this.#abort.result.promise
    const wasAlreadyErroring = this.state === 'erroring'
    if (wasAlreadyErroring) reason = undefined
    const result = deferred<undefined>()
    this.#abort = { result, reason, wasAlreadyErroring }
    if (!wasAlreadyErroring) this.startErroring(reason)
    return result.promise
  }

  // Whether the stream is closed or errored.
  get hasEnded(): boolean {
    return this.state === 'closed' || this.state === 'errored'
  }

  // WritableStreamClose.
  close(): Promise<undefined> {
    if (this.hasEnded) return promiseRejectedWith(new TypeError('The stream is closed already, or has failed'))
    const result = deferred<undefined>()
    this.#close = result
    if (this.writer !== undefined && this.backpressure && this.state === 'writable')
      this.writer.ready.resolve(undefined)
    this.controller.close()
    return result.promise
  }

  // WritableStreamAddWriteRequest.
  addWrite(): Promise<undefined> {
    const result = deferred<undefined>()
    this.#writes.push(result)
    return result.promise
  }

  markFirstWriteInFlight(): void {
    this.inFlightWrite = this.#writes.shift()
  }

  markCloseInFlight(): void {
    this.#inFlightClose = this.#close
    this.#close = undefined
  }

  finishWrite(): void {
    this.inFlightWrite!.resolve(undefined)
    this.inFlightWrite = undefined
  }

  failWrite(error: unknown): void {
    this.inFlightWrite!.reject(error)
    this.inFlightWrite = undefined
    this.dealWithRejection(error)
  }

  finishClose(): void {
    this.#inFlightClose!.resolve(undefined)
    this.#inFlightClose = undefined
    if (this.state === 'erroring') {
      // The close was too late to be stopped.
      this.storedError = undefined
      this.#abort?.result.resolve(undefined)
      this.#abort = undefined
    }
    this.state = 'closed'
    this.writer?.closed.resolve(undefined)
  }

  failClose(error: unknown): void {
    this.#inFlightClose!.reject(error)
    this.#inFlightClose = undefined
    this.#abort?.result.reject(error)
    this.#abort = undefined
    this.dealWithRejection(error)
  }

  dealWithRejection(error: unknown): void {
    if (this.state === 'writable') this.startErroring(error)
    else this.finishErroring()
  }

  // WritableStreamStartErroring.
  startErroring(reason: unknown): void {
    this.state = 'erroring'
    this.storedError = reason
    this.writer?.rejectReady(reason)
    const inFlight = this.inFlightWrite !== undefined || this.#inFlightClose !== undefined
    if (!inFlight && this.controller.started) this.finishErroring()
  }

  // WritableStreamFinishErroring.
  finishErroring(): void {
    this.state = 'errored'
    this.controller.errorSteps()
    const error = this.storedError
    this.#writes.drain((write) => write.reject(error))
    const abort = this.#abort
    this.#abort = undefined
    if (abort === undefined) {
      this.#rejectClose()
    } else if (abort.wasAlreadyErroring) {
      abort.result.reject(error)
      this.#rejectClose()
    } else {
      uponPromise(
        this.controller.abortSteps(abort.reason),
        () => {
          abort.result.resolve(undefined)
          this.#rejectClose()
        },
        (reason) => {
          abort.result.reject(reason)
          this.#rejectClose()
        },
      )
    }
  }

  // WritableStreamUpdateBackpressure.
  updateBackpressure(backpressure: boolean): void {
    if (this.writer !== undefined && backpressure !== this.backpressure) {
      if (backpressure) this.writer.renewReady()
      else this.writer.ready.resolve(undefined)
    }
    this.backpressure = backpressure
  }

  // WritableStreamRejectCloseAndClosedPromiseIfNeeded.
  #rejectClose(): void {
    this.#close?.reject(this.storedError)
    this.#close = undefined
    this.writer?.closed.reject(this.storedError)
  }
}
