import { TypeError } from '../primordials'
import { type Deferred, deferred, promiseOf, promiseResolvedWith, transformPromise, uponPromise } from '../promises'
import type { SizeAlgorithm } from './queuing_strategy'
import { Readable } from './readable'
import { ReadableDefaultController } from './readable_default_controller'
import { Writable } from './writable'
import { WritableController } from './writable_controller'

// What becomes of chunks. Without transform they stay as they are.
export interface Transformer {
  transform: ((chunk: unknown, transform: Transform) => Promise<unknown>) | undefined
  flush: ((transform: Transform) => Promise<unknown>) | undefined
  cancel: ((reason: unknown) => Promise<unknown>) | undefined
}

// How much may be queued on each side.
export interface TransformQueues {
  writableMark: number
  writableSize: SizeAlgorithm | undefined
  readableMark: number
  readableSize: SizeAlgorithm | undefined
}

const byDefault: TransformQueues = {
  writableMark: 1,
  writableSize: undefined,
  readableMark: 0,
  readableSize: undefined,
}

// A transform stream and its controller, without the objects that scripts have of them.
export class Transform {
  readonly readable = new Readable()
  readonly writable = new Writable()
  readonly #readableController: ReadableDefaultController
  readonly #writableController: WritableController
  readonly #started: Deferred<unknown> = deferred()
  #transformer: Transformer | undefined
  #backpressure = true
  #backpressureChange: Deferred<undefined> = deferred()
  #finish: Deferred<undefined> | undefined // flush or cancel has been called

  // The TransformStreamDefaultController, once there is one.
  facade: object | undefined

  constructor(transformer: Transformer, queues: TransformQueues = byDefault) {
    this.#transformer = transformer
    const start = () => this.#started.promise
    this.#writableController = new WritableController(
      this.writable,
      {
        start,
        write: (chunk) => this.#sinkWrite(chunk),
        close: () => this.#sinkClose(),
        abort: (reason) => this.#sinkAbort(reason),
      },
      queues.writableMark,
      queues.writableSize,
    )
    this.#writableController.start()
    this.#readableController = new ReadableDefaultController(
      this.readable,
      { start, pull: () => this.#sourcePull(), cancel: (reason) => this.#sourceCancel(reason) },
      queues.readableMark,
      queues.readableSize,
    )
    this.#readableController.start()
  }

  // started begins to transform, after what start may be a promise of.
  started(start: unknown): void {
    this.#started.resolve(start)
  }

  get desiredSize(): number | null {
    return this.#readableController.desiredSize
  }

  enqueue(chunk: unknown): void {
    const controller = this.#readableController
    if (!controller.canCloseOrEnqueue) throw new TypeError('The readable side is closed, or has failed')
    try {
      controller.enqueue(chunk)
    } catch (error) {
      this.#errorWritable(error)
      throw this.readable.storedError
    }
    if (controller.hasBackpressure !== this.#backpressure) this.#setBackpressure(true)
  }

  error(reason: unknown): void {
    this.#readableController.error(reason)
    this.#errorWritable(reason)
  }

  terminate(): void {
    this.#readableController.close()
    this.#errorWritable(new TypeError('The stream was terminated'))
  }

  // TransformStreamErrorWritableAndUnblockWrite.
  #errorWritable(reason: unknown): void {
    this.#transformer = undefined
    this.#writableController.errorIfNeeded(reason)
    this.#unblockWrite()
  }

  #unblockWrite(): void {
    if (this.#backpressure) this.#setBackpressure(false)
  }

  #setBackpressure(backpressure: boolean): void {
    this.#backpressureChange.resolve(undefined)
    this.#backpressureChange = deferred()
    this.#backpressure = backpressure
  }

  #transform(chunk: unknown): Promise<unknown> {
    const transformer = this.#transformer
    const done = transformer?.transform === undefined ? this.#pass(chunk) : transformer.transform(chunk, this)
    return transformPromise(done, undefined, (reason) => {
      this.error(reason)
      throw reason
    })
  }

  #pass(chunk: unknown): Promise<unknown> {
    return promiseOf(() => this.enqueue(chunk))
  }

  #sinkWrite(chunk: unknown): Promise<unknown> {
    if (!this.#backpressure) return this.#transform(chunk)
    return transformPromise(this.#backpressureChange.promise, () => {
      if (this.writable.state === 'erroring') throw this.writable.storedError
      return this.#transform(chunk)
    })
  }

  #sinkAbort(reason: unknown): Promise<undefined> {
    return this.#end(
      (transformer) => transformer.cancel?.(reason),
      () => (this.readable.state === 'errored' ? this.readable : undefined),
      () => this.#readableController.error(reason),
      (error) => this.#readableController.error(error),
    )
  }

  #sinkClose(): Promise<undefined> {
    return this.#end(
      (transformer) => transformer.flush?.(this),
      () => (this.readable.state === 'errored' ? this.readable : undefined),
      () => this.#readableController.close(),
      (error) => this.#readableController.error(error),
    )
  }

  #sourcePull(): Promise<unknown> {
    this.#setBackpressure(false)
    return this.#backpressureChange.promise
  }

  #sourceCancel(reason: unknown): Promise<undefined> {
    const errorWritable = (error: unknown) => {
      this.#writableController.errorIfNeeded(error)
      this.#unblockWrite()
    }
    return this.#end(
      (transformer) => transformer.cancel?.(reason),
      () => (this.writable.state === 'errored' ? this.writable : undefined),
      () => errorWritable(reason),
      errorWritable,
    )
  }

  // end calls flush or cancel, once, and tells the other side how it went, unless that
  // has failed meanwhile.
  #end(
    last: (transformer: Transformer) => Promise<unknown> | undefined,
    failed: () => { storedError: unknown } | undefined,
    succeed: () => void,
    fail: (error: unknown) => void,
  ): Promise<undefined> {
    if (this.#finish !== undefined) return this.#finish.promise
    const finish = (this.#finish = deferred<undefined>())
    const done = this.#transformer === undefined ? undefined : last(this.#transformer)
    this.#transformer = undefined
    uponPromise(
      done ?? promiseResolvedWith(undefined),
      () => {
        const side = failed()
        if (side !== undefined) {
          finish.reject(side.storedError)
        } else {
          succeed()
          finish.resolve(undefined)
        }
      },
      (error) => {
        fail(error)
        finish.reject(error)
      },
    )
    return finish.promise
  }
}
