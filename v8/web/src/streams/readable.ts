import { TypeError } from '../primordials'
import { promiseRejectedWith, promiseResolvedWith, thenUndefined } from '../promises'
import { BYOBReader } from './byob_reader'
import { DefaultReader } from './default_reader'
import type { ReadableByteController } from './readable_byte_controller'
import type { ReadableDefaultController } from './readable_default_controller'

// What a read gives a script.
export interface ReadResult {
  value: any
  done: boolean
}

// What waits for a chunk of a stream.
export interface ReadRequest {
  chunk(chunk: unknown): void
  close(): void
  error(reason: unknown): void
}

// What waits for bytes in a view that it has brought.
export interface ReadIntoRequest {
  chunk(view: ArrayBufferView): void
  close(view: ArrayBufferView | undefined): void
  error(reason: unknown): void
}

// A readable stream, without the object that scripts have of it: what a
// ReadableStream keeps in its slots. Streams of our own begin as a Readable, and get
// a ReadableStream when a script asks for one.
export class Readable {
  state: 'readable' | 'closed' | 'errored' = 'readable'
  storedError: unknown
  disturbed = false
  reader: DefaultReader | BYOBReader | undefined
  controller!: ReadableDefaultController | ReadableByteController

  // The ReadableStream, once there is one.
  facade: object | undefined

  get locked(): boolean {
    return this.reader !== undefined
  }

  get isByteStream(): boolean {
    return this.controller.isByteController
  }

  // The reader, if it is one for whole chunks.
  get defaultReader(): DefaultReader | undefined {
    return this.reader instanceof DefaultReader ? this.reader : undefined
  }

  // The reader, if it is one that brings its own buffers.
  get byobReader(): BYOBReader | undefined {
    return this.reader instanceof BYOBReader ? this.reader : undefined
  }

  // How many wait for whole chunks.
  get readRequestCount(): number {
    return this.defaultReader?.requests.length ?? 0
  }

  // ReadableStreamCancel.
  cancel(reason: unknown): Promise<undefined> {
    this.disturbed = true
    if (this.state === 'closed') return promiseResolvedWith(undefined)
    if (this.state === 'errored') return promiseRejectedWith(this.storedError)
    this.close()
    this.byobReader?.requests.drain((request) => request.close(undefined))
    return thenUndefined(this.controller.cancelSteps(reason))
  }

  // ReadableStreamClose.
  close(): void {
    this.state = 'closed'
    const reader = this.reader
    if (reader === undefined) return
    reader.closed.resolve(undefined)
    this.defaultReader?.requests.drain((request) => request.close())
  }

  // ReadableStreamError.
  error(reason: unknown): void {
    this.state = 'errored'
    this.storedError = reason
    const reader = this.reader
    if (reader === undefined) return
    reader.closed.reject(reason)
    reader.errorRequests(reason)
  }

  // AcquireReadableStreamDefaultReader.
  acquireDefaultReader(): DefaultReader {
    this.checkUnlocked()
    return new DefaultReader(this)
  }

  // AcquireReadableStreamBYOBReader.
  acquireBYOBReader(): BYOBReader {
    this.checkUnlocked()
    if (!this.isByteStream) throw new TypeError('A BYOB reader needs a stream of bytes')
    return new BYOBReader(this)
  }

  checkUnlocked(): void {
    if (this.locked) throw new TypeError('The stream is locked by a reader')
  }
}
