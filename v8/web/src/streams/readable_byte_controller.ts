import { ArrayBuffer, min, RangeError, TypeError } from '../primordials'
import {
  byteLength,
  bytesType,
  copyBytes,
  isDetached,
  copyOf,
  transferBuffer,
  viewBuffer,
  viewByteLength,
  viewByteOffset,
  viewType,
} from '../buffers'
import { promiseResolvedWith, uponPromise } from '../promises'
import { BYOBRequest } from './byob_request'
import { PullInto } from './pull_into'
import { Queue } from './queue'
import type { Readable, ReadIntoRequest, ReadRequest } from './readable'
import type { ReadableSource } from './readable_default_controller'

interface Bytes {
  buffer: ArrayBuffer
  byteOffset: number
  byteLength: number
}

// What a ReadableByteStreamController keeps in its slots.
export class ReadableByteController {
  readonly isByteController = true
  readonly stream: Readable
  readonly #queue = new Queue<Bytes>()
  readonly #pullIntos = new Queue<PullInto>()
  readonly #highWaterMark: number
  readonly #autoAllocateChunkSize: number | undefined
  #queued = 0 // bytes
  #source: ReadableSource<ReadableByteController> | undefined
  #started = false
  #pulling = false
  #pullAgain = false
  #closeRequested = false
  #byobRequest: BYOBRequest | null = null

  // The ReadableByteStreamController, once there is one.
  facade: object | undefined

  constructor(
    stream: Readable,
    source: ReadableSource<ReadableByteController>,
    highWaterMark: number,
    autoAllocateChunkSize?: number,
  ) {
    this.stream = stream
    this.#source = source
    this.#highWaterMark = highWaterMark
    this.#autoAllocateChunkSize = autoAllocateChunkSize
    stream.controller = this
  }

  // The second half of SetUpReadableByteStreamController, which runs the source.
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
    return this.#highWaterMark - this.#queued
  }

  // Whether a reader waits with a buffer of its own.
  get isPulledInto(): boolean {
    return this.#pullIntos.length > 0
  }

  get canCloseOrEnqueue(): boolean {
    return !this.#closeRequested && this.stream.state === 'readable'
  }

  checkCanClose(): void {
    if (!this.canCloseOrEnqueue) throw new TypeError('The stream is closed already, or has failed')
  }

  close(): void {
    if (!this.canCloseOrEnqueue) return
    if (this.#queued > 0) {
      this.#closeRequested = true
      return
    }
    if (this.#pullIntos.length > 0 && !this.#pullIntos.peek().isAligned) {
      const error = new TypeError('The stream closes in the middle of an element')
      this.error(error)
      throw error
    }
    this.#clearAlgorithms()
    this.stream.close()
  }

  error(reason: unknown): void {
    if (this.stream.state !== 'readable') return
    this.#clearPullIntos()
    this.#clearQueue()
    this.#clearAlgorithms()
    this.stream.error(reason)
  }

  enqueue(chunk: ArrayBufferView): void {
    if (!this.canCloseOrEnqueue) return
    const bytes = {
      buffer: viewBuffer(chunk),
      byteOffset: viewByteOffset(chunk),
      byteLength: viewByteLength(chunk),
    }
    if (isDetached(bytes.buffer)) throw new TypeError('The buffer of the chunk is detached')
    bytes.buffer = transferBuffer(bytes.buffer)
    if (this.#pullIntos.length > 0) {
      const first = this.#pullIntos.peek()
      if (isDetached(first.buffer)) throw new TypeError('The buffer of the BYOB request is detached')
      this.#invalidateBYOBRequest()
      first.buffer = transferBuffer(first.buffer)
      if (first.reader === 'none') this.#enqueueDetached(first)
    }
    if (this.stream.defaultReader !== undefined) {
      this.#fillReadRequests()
      if (this.stream.readRequestCount === 0) {
        this.#push(bytes)
      } else {
        if (this.#pullIntos.length > 0) this.#shiftPullInto()
        const view = new bytesType.View(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        this.stream.defaultReader!.requests.shift().chunk(view)
      }
    } else {
      this.#push(bytes)
      if (this.stream.byobReader !== undefined) this.#fillPullIntos().drain((filled) => this.#commit(filled))
    }
    this.#pullIfNeeded()
  }

  // ReadableByteStreamControllerGetBYOBRequest.
  byobRequest(): BYOBRequest | null {
    if (this.#byobRequest === null && this.#pullIntos.length > 0) {
      const first = this.#pullIntos.peek()
      const { buffer, byteOffset, filled } = first
      const view = new bytesType.View(buffer, byteOffset + filled, first.byteLength - filled)
      this.#byobRequest = new BYOBRequest(this, view)
    }
    return this.#byobRequest
  }

  // ReadableByteStreamControllerRespond.
  respond(count: number): void {
    const first = this.#pullIntos.peek()
    this.#checkCount(count)
    if (first.filled + count > first.byteLength) throw new RangeError('More bytes than the view has room for')
    first.buffer = transferBuffer(first.buffer)
    this.#respond(count)
  }

  // ReadableByteStreamControllerRespondWithNewView.
  respondWithNewView(view: ArrayBufferView): void {
    const first = this.#pullIntos.peek()
    const count = viewByteLength(view)
    this.#checkCount(count)
    if (first.byteOffset + first.filled !== viewByteOffset(view)) {
      throw new RangeError('The view does not begin where that of the request does')
    }
    if (first.bufferByteLength !== byteLength(viewBuffer(view))) {
      throw new RangeError('The buffer of the view is not as long as that of the request')
    }
    if (first.filled + count > first.byteLength) throw new RangeError('The view is longer than that of the request')
    first.buffer = transferBuffer(viewBuffer(view))
    this.#respond(count)
  }

  // ReadableByteStreamControllerPullInto. min counts elements of the view.
  pullInto(view: ArrayBufferView, min: number, request: ReadIntoRequest): void {
    const type = viewType(view)
    const byteOffset = viewByteOffset(view)
    const length = viewByteLength(view)
    let buffer
    try {
      buffer = transferBuffer(viewBuffer(view))
    } catch (error) {
      request.error(error)
      return
    }
    const pullInto = new PullInto(buffer, byteOffset, length, min * type.elementSize, type, 'byob')
    const requests = this.stream.byobReader!.requests
    if (this.#pullIntos.length > 0) {
      this.#pullIntos.push(pullInto)
      requests.push(request)
      return
    }
    if (this.stream.state === 'closed') {
      request.close(new type.View(pullInto.buffer, byteOffset, 0))
      return
    }
    if (this.#queued > 0) {
      if (this.#fill(pullInto)) {
        const filled = pullInto.toView()
        this.#queueDrained()
        request.chunk(filled)
        return
      }
      if (this.#closeRequested) {
        const error = new TypeError('The stream closes in the middle of an element')
        this.error(error)
        request.error(error)
        return
      }
    }
    this.#pullIntos.push(pullInto)
    requests.push(request)
    this.#pullIfNeeded()
  }

  cancelSteps(reason: unknown): Promise<unknown> {
    this.#clearPullIntos()
    this.#clearQueue()
    const source = this.#source
    const result = source?.cancel === undefined ? promiseResolvedWith(undefined) : source.cancel(reason)
    this.#clearAlgorithms()
    return result
  }

  pullSteps(request: ReadRequest): void {
    if (this.#queued > 0) {
      this.#fillReadRequest(request)
      return
    }
    const size = this.#autoAllocateChunkSize
    if (size !== undefined) {
      let buffer
      try {
        buffer = new ArrayBuffer(size)
      } catch (error) {
        request.error(error)
        return
      }
      this.#pullIntos.push(new PullInto(buffer, 0, size, 1, bytesType, 'default'))
    }
    this.stream.defaultReader!.requests.push(request)
    this.#pullIfNeeded()
  }

  releaseSteps(): void {
    if (this.#pullIntos.length === 0) return
    const first = this.#pullIntos.peek()
    first.reader = 'none'
    this.#pullIntos.clear()
    this.#pullIntos.push(first)
  }

  #checkCount(count: number): void {
    if (this.stream.state === 'closed') {
      if (count !== 0) throw new TypeError('The stream is closed: only 0 bytes can follow')
    } else if (count === 0) {
      throw new TypeError('0 bytes can only follow when the stream is closed')
    }
  }

  // ReadableByteStreamControllerRespondInternal.
  #respond(count: number): void {
    const first = this.#pullIntos.peek()
    this.#invalidateBYOBRequest()
    if (this.stream.state === 'closed') this.#respondClosed(first)
    else this.#respondReadable(count, first)
    this.#pullIfNeeded()
  }

  #respondClosed(first: PullInto): void {
    if (first.reader === 'none') this.#shiftPullInto()
    const reader = this.stream.byobReader
    if (reader === undefined) return
    const filled = new Queue<PullInto>()
    while (filled.length < reader.requests.length) filled.push(this.#shiftPullInto())
    filled.drain((pullInto) => this.#commit(pullInto))
  }

  #respondReadable(count: number, first: PullInto): void {
    first.filled += count
    if (first.reader === 'none') {
      this.#enqueueDetached(first)
      this.#fillPullIntos().drain((filled) => this.#commit(filled))
      return
    }
    if (first.filled < first.minimum) return
    this.#shiftPullInto()
    const rest = first.filled % first.type.elementSize
    if (rest > 0) {
      const end = first.byteOffset + first.filled
      this.#pushCopy(first.buffer, end - rest, rest)
    }
    first.filled -= rest
    const filled = this.#fillPullIntos()
    this.#commit(first)
    filled.drain((pullInto) => this.#commit(pullInto))
  }

  // CommitPullIntoDescriptor.
  #commit(pullInto: PullInto): void {
    const closed = this.stream.state === 'closed'
    const view = pullInto.toView()
    if (pullInto.reader === 'default') {
      const request = this.stream.defaultReader!.requests.shift()
      if (closed) request.close()
      else request.chunk(view)
    } else {
      const request = this.stream.byobReader!.requests.shift()
      if (closed) request.close(view)
      else request.chunk(view)
    }
  }

  #push(bytes: Bytes): void {
    this.#queue.push(bytes)
    this.#queued += bytes.byteLength
  }

  #pushCopy(buffer: ArrayBuffer, byteOffset: number, count: number): void {
    let copy
    try {
      copy = copyOf(buffer, byteOffset, count)
    } catch (error) {
      this.error(error)
      throw error
    }
    this.#push({ buffer: copy, byteOffset: 0, byteLength: count })
  }

  // Queues what a reader that has left has not got.
  #enqueueDetached(pullInto: PullInto): void {
    if (pullInto.filled > 0) this.#pushCopy(pullInto.buffer, pullInto.byteOffset, pullInto.filled)
    this.#shiftPullInto()
  }

  // Moves what is queued into a view; true if it has enough then.
  #fill(pullInto: PullInto): boolean {
    let left = min(this.#queued, pullInto.byteLength - pullInto.filled)
    const most = pullInto.filled + left
    const aligned = most - (most % pullInto.type.elementSize)
    const ready = aligned >= pullInto.minimum
    if (ready) left = aligned - pullInto.filled
    while (left > 0) {
      const head = this.#queue.peek()
      const count = min(left, head.byteLength)
      copyBytes(pullInto.buffer, pullInto.byteOffset + pullInto.filled, head.buffer, head.byteOffset, count)
      if (head.byteLength === count) {
        this.#queue.shift()
      } else {
        head.byteOffset += count
        head.byteLength -= count
      }
      this.#queued -= count
      pullInto.filled += count
      left -= count
    }
    return ready
  }

  // The views that wait and have got enough, taken out.
  #fillPullIntos(): Queue<PullInto> {
    const filled = new Queue<PullInto>()
    while (this.#pullIntos.length > 0 && this.#queued > 0 && this.#fill(this.#pullIntos.peek())) {
      filled.push(this.#shiftPullInto())
    }
    return filled
  }

  #fillReadRequests(): void {
    const requests = this.stream.defaultReader!.requests
    while (requests.length > 0 && this.#queued > 0) this.#fillReadRequest(requests.shift())
  }

  #fillReadRequest(request: ReadRequest): void {
    const { buffer, byteOffset, byteLength } = this.#queue.shift()
    this.#queued -= byteLength
    this.#queueDrained()
    request.chunk(new bytesType.View(buffer, byteOffset, byteLength))
  }

  #queueDrained(): void {
    if (this.#queued === 0 && this.#closeRequested) {
      this.#clearAlgorithms()
      this.stream.close()
    } else {
      this.#pullIfNeeded()
    }
  }

  #shiftPullInto(): PullInto {
    return this.#pullIntos.shift()
  }

  #clearPullIntos(): void {
    this.#invalidateBYOBRequest()
    this.#pullIntos.clear()
  }

  #clearQueue(): void {
    this.#queue.clear()
    this.#queued = 0
  }

  #clearAlgorithms(): void {
    this.#source = undefined
  }

  #invalidateBYOBRequest(): void {
    if (this.#byobRequest === null) return
    this.#byobRequest.controller = undefined
    this.#byobRequest.view = null
    this.#byobRequest = null
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
    if (this.stream.readRequestCount > 0) return true
    if ((this.stream.byobReader?.requests.length ?? 0) > 0) return true
    return this.desiredSize! > 0
  }
}
