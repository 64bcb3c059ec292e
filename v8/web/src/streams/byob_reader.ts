import { GenericReader } from './generic_reader'
import { Queue } from './queue'
import type { ReadIntoRequest } from './readable'
import type { ReadableByteController } from './readable_byte_controller'

// A reader that brings its own buffers: what a ReadableStreamBYOBReader keeps in its slots.
export class BYOBReader extends GenericReader {
  readonly requests = new Queue<ReadIntoRequest>()

  // ReadableStreamBYOBReaderRead, with a stream. min counts elements of the view.
  read(view: ArrayBufferView, min: number, request: ReadIntoRequest): void {
    const stream = this.stream!
    stream.disturbed = true
    if (stream.state === 'errored') request.error(stream.storedError)
    else (stream.controller as ReadableByteController).pullInto(view, min, request)
  }

  errorRequests(reason: unknown): void {
    this.requests.drain((request) => request.error(reason))
  }
}
