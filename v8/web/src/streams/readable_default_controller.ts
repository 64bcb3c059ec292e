import { TypeError } from '../primordials'
import { promiseResolvedWith, uponPromise } from '../promises'
import type { Readable, ReadRequest } from './readable'
import type { SizeAlgorithm } from './queuing_strategy'
import { SizedQueue } from './sized_queue'

// What a stream is read from. start may throw. Each has all properties, since scripts
// can put others on Object.prototype.
export interface ReadableSource<C> {
  start: ((controller: C) => unknown) | undefined
  pull: ((controller: C) => Promise<unknown>) | undefined
  cancel: ((reason: unknown) => Promise<unknown>) | undefined
}

// What a ReadableStreamDefaultController keeps in its slots.
export class ReadableDefaultController {
  readonly isByteController = false
  readonly stream: Readable
  readonly #queue = new SizedQueue<unknown>()
  readonly #highWaterMark: number
  #size: SizeAlgorithm | undefined
  #source: ReadableSource<ReadableDefaultController> | undefined
  #started = false
  #pulling = false
  #pullAgain = false
  #closeRequested = false

  // The ReadableStreamDefaultController, once there is one.
  facade: object | undefined

  constructor(
    stream: Readable,
    source: ReadableSource<ReadableDefaultController>,
    highWaterMark: number,
    size?: SizeAlgorithm,
  ) {
    this.stream = stream
    this.#source = source
    this.#highWaterMark = highWaterMark
    this.#size = size
    stream.controller = this
  }

  // The second half of SetUpReadableStreamDefaultController, which runs the source.
  start(): void {
    const started = promiseResolvedWith(this.#source!.start?.(this))
    uponPromise(
      started,
      () => {
        this.#started = true
        this.#pullIfNeeded()
      },
      (reason) => this.error(reason),
    )
  }

  get desiredSize(): number | null {
    if (this.stream.state === 'errored') return null
    if (this.stream.state === 'closed') return 0
    return this.#highWaterMark - this.#queue.total
  }

  // Whether what is written to it meets a full queue.
  get hasBackpressure(): boolean {
    return !this.#shouldPull()
  }

  get canCloseOrEnqueue(): boolean {
    return !this.#closeRequested && this.stream.state === 'readable'
  }

  close(): void {
    if (!this.canCloseOrEnqueue) return
    this.#closeRequested = true
    if (this.#queue.length === 0) {
      this.#clearAlgorithms()
      this.stream.close()
    }
  }

  enqueue(chunk: unknown): void {
    if (!this.canCloseOrEnqueue) return
    const reader = this.stream.defaultReader
    if (reader !== undefined && reader.requests.length > 0) {
      reader.requests.shift().chunk(chunk)
    } else {
      try {
        this.#queue.push(chunk, this.#size === undefined ? 1 : this.#size(chunk))
      } catch (error) {
        this.error(error)
        throw error
      }
    }
    this.#pullIfNeeded()
  }

  error(reason: unknown): void {
    if (this.stream.state !== 'readable') return
    this.#queue.clear()
    this.#clearAlgorithms()
    this.stream.error(reason)
  }

  cancelSteps(reason: unknown): Promise<unknown> {
    this.#queue.clear()
    const source = this.#source
    const result = source?.cancel === undefined ? promiseResolvedWith(undefined) : source.cancel(reason)
    this.#clearAlgorithms()
    return result
  }

  pullSteps(request: ReadRequest): void {
    if (this.#queue.length === 0) {
      this.stream.defaultReader!.requests.push(request)
      this.#pullIfNeeded()
      return
    }
    const chunk = this.#queue.shift()
    if (this.#closeRequested && this.#queue.length === 0) {
      this.#clearAlgorithms()
      this.stream.close()
    } else {
      this.#pullIfNeeded()
    }
    request.chunk(chunk)
  }

  releaseSteps(): void {}

  checkCanClose(): void {
    if (!this.canCloseOrEnqueue) throw new TypeError('The stream is closed already, or has failed')
  }

  #pullIfNeeded(): void {
    if (!this.#shouldPull()) return
    if (this.#pulling) {
      this.#pullAgain = true
      return
    }
    this.#pulling = true
    const source = this.#source!
    uponPromise(
      source.pull === undefined ? promiseResolvedWith(undefined) : source.pull(this),
      () => {
        this.#pulling = false
        if (!this.#pullAgain) return
        this.#pullAgain = false
        this.#pullIfNeeded()
      },
      (reason) => this.error(reason),
    )
  }

  #shouldPull(): boolean {
    if (!this.canCloseOrEnqueue || !this.#started) return false
    return this.stream.readRequestCount > 0 || this.desiredSize! > 0
  }

  #clearAlgorithms(): void {
    this.#source = undefined
    this.#size = undefined
  }
}
