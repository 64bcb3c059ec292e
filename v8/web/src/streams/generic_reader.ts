import { TypeError } from '../primordials'
import { promiseRejectedWith } from '../promises'
import { PromiseCell } from './promise_cell'
import type { Readable } from './readable'

// What both kinds of reader share: ReadableStreamGenericReader.
export abstract class GenericReader {
  stream: Readable | undefined
  closed: PromiseCell<undefined>

  constructor(stream: Readable) {
    this.stream = stream
    stream.reader = this as unknown as NonNullable<Readable['reader']>
    if (stream.state === 'readable') this.closed = new PromiseCell()
    else if (stream.state === 'closed') this.closed = PromiseCell.fulfilled(undefined)
    else this.closed = PromiseCell.rejected(stream.storedError)
  }

  abstract errorRequests(reason: unknown): void

  cancel(reason: unknown): Promise<undefined> {
    if (this.stream === undefined) return promiseRejectedWith(released())
    return this.stream.cancel(reason)
  }

  // Gives the stream free. Reads that wait are rejected.
  release(): void {
    const stream = this.stream
    if (stream === undefined) return
    const reason = new TypeError('The reader was released')
    if (stream.state === 'readable') this.closed.reject(reason)
    else this.closed = PromiseCell.rejected(reason)
    stream.controller.releaseSteps()
    stream.reader = undefined
    this.stream = undefined
    this.errorRequests(reason)
  }
}

// The error of using a reader that has no stream any more.
function released(): TypeError {
  return new TypeError('The reader has no stream any more')
}

// checkReader throws unless the reader has a stream.
export function checkReader(reader: GenericReader): void {
  if (reader.stream === undefined) throw released()
}
