import { aborting } from '../abort'
import type { Signal } from '../signal'
import { promiseResolvedWith, uponPromise } from '../promises'
import type { SizeAlgorithm } from './queuing_strategy'
import { SizedQueue } from './sized_queue'
import type { Writable } from './writable'

// What a stream is written to. start may throw.
export interface WritableSink {
  start: ((controller: WritableController) => unknown) | undefined
  write: ((chunk: unknown, controller: WritableController) => Promise<unknown>) | undefined
  close: (() => Promise<unknown>) | undefined
  abort: ((reason: unknown) => Promise<unknown>) | undefined
}

const closeSentinel = {}

// What a WritableStreamDefaultController keeps in its slots.
export class WritableController {
  readonly stream: Writable
  readonly #queue = new SizedQueue<unknown>()
  readonly #highWaterMark: number
  #size: SizeAlgorithm | undefined
  #sink: WritableSink | undefined
  #started = false
  #aborted: { reason: unknown } | undefined
  #signal: Signal | undefined

  // The WritableStreamDefaultController, once there is one.
  facade: object | undefined

  constructor(stream: Writable, sink: WritableSink, highWaterMark: number, size?: SizeAlgorithm) {
    this.stream = stream
    this.#sink = sink
    this.#highWaterMark = highWaterMark
    this.#size = size
    stream.controller = this
    stream.updateBackpressure(this.#hasBackpressure)
  }

  // The second half of SetUpWritableStreamDefaultController, which runs the sink.
  start(): void {
    uponPromise(
      promiseResolvedWith(this.#sink!.start?.(this)),
      () => {
        this.#started = true
        this.#advance()
      },
      (reason) => {
        this.#started = true
        this.stream.dealWithRejection(reason)
      },
    )
  }

  get started(): boolean {
    return this.#started
  }

  get desiredSize(): number {
    return this.#highWaterMark - this.#queue.total
  }

  // The signal that the sink gets, made when it asks for it.
  get signal(): Signal {
    if (this.#signal === undefined) {
      const { abort, newSignal } = aborting()
      this.#signal = newSignal()
      if (this.#aborted !== undefined) abort(this.#signal, this.#aborted.reason)
    }
    return this.#signal
  }

  signalAbort(reason: unknown): void {
    if (this.#aborted !== undefined) return
    this.#aborted = { reason }
    if (this.#signal !== undefined) aborting().abort(this.#signal, reason)
  }

  // WritableStreamDefaultControllerGetChunkSize.
  sizeOf(chunk: unknown): number {
    if (this.#size === undefined) return 1
    try {
      return this.#size(chunk)
    } catch (error) {
      this.errorIfNeeded(error)
      return 1
    }
  }

  write(chunk: unknown, size: number): void {
    try {
      this.#queue.push(chunk, size)
    } catch (error) {
      this.errorIfNeeded(error)
      return
    }
    this.#updateBackpressure()
    this.#advance()
  }

  close(): void {
    this.#queue.push(closeSentinel, 0)
    this.#advance()
  }

  errorIfNeeded(error: unknown): void {
    if (this.stream.state !== 'writable') return
    this.#clearAlgorithms()
    this.stream.startErroring(error)
  }

  abortSteps(reason: unknown): Promise<unknown> {
    const sink = this.#sink
    const result = sink?.abort === undefined ? promiseResolvedWith(undefined) : sink.abort(reason)
    this.#clearAlgorithms()
    return result
  }

  errorSteps(): void {
    this.#queue.clear()
  }

  // WritableStreamDefaultControllerAdvanceQueueIfNeeded.
  #advance(): void {
    const stream = this.stream
    if (!this.#started || stream.inFlightWrite !== undefined) return
    if (stream.state === 'erroring') {
      stream.finishErroring()
      return
    }
    if (this.#queue.length === 0) return
    const chunk = this.#queue.peek()
    if (chunk === closeSentinel) this.#processClose()
    else this.#processWrite(chunk)
  }

  #processClose(): void {
    const stream = this.stream
    stream.markCloseInFlight()
    this.#queue.shift()
    const sink = this.#sink!
    const closed = sink.close === undefined ? promiseResolvedWith(undefined) : sink.close()
    this.#clearAlgorithms()
    uponPromise(
      closed,
      () => stream.finishClose(),
      (reason) => stream.failClose(reason),
    )
  }

  #processWrite(chunk: unknown): void {
    const stream = this.stream
    stream.markFirstWriteInFlight()
    const sink = this.#sink!
    uponPromise(
      sink.write === undefined ? promiseResolvedWith(undefined) : sink.write(chunk, this),
      () => {
        stream.finishWrite()
        this.#queue.shift()
        this.#updateBackpressure()
        this.#advance()
      },
      (reason) => {
        if (stream.state === 'writable') this.#clearAlgorithms()
        stream.failWrite(reason)
      },
    )
  }

  get #hasBackpressure(): boolean {
    return this.desiredSize <= 0
  }

  #updateBackpressure(): void {
    if (!this.stream.isClosing && this.stream.state === 'writable')
      this.stream.updateBackpressure(this.#hasBackpressure)
  }

  #clearAlgorithms(): void {
    this.#sink = undefined
    this.#size = undefined
  }
}
