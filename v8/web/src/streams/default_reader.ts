import { GenericReader } from './generic_reader'
import { Queue } from './queue'
import type { ReadRequest } from './readable'

// A reader of whole chunks: what a ReadableStreamDefaultReader keeps in its slots.
export class DefaultReader extends GenericReader {
  readonly requests = new Queue<ReadRequest>()

  // ReadableStreamDefaultReaderRead, with a stream.
  read(request: ReadRequest): void {
    const stream = this.stream!
    stream.disturbed = true
    if (stream.state === 'closed') request.close()
    else if (stream.state === 'errored') request.error(stream.storedError)
    else stream.controller.pullSteps(request)
  }

  errorRequests(reason: unknown): void {
    this.requests.drain((request) => request.error(reason))
  }
}
