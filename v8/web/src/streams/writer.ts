import { TypeError } from '../primordials'
import { promiseRejectedWith, promiseResolvedWith } from '../promises'
import { PromiseCell } from './promise_cell'
import type { Writable } from './writable'

// What a WritableStreamDefaultWriter keeps in its slots.
export class Writer {
  stream: Writable | undefined
  ready: PromiseCell<undefined>
  closed: PromiseCell<undefined>

  constructor(stream: Writable) {
    this.stream = stream
    stream.writer = this
    const { state, storedError } = stream
    this.ready =
      state === 'erroring' || state === 'errored'
        ? PromiseCell.rejected(storedError)
        : state === 'writable' && !stream.isClosing && stream.backpressure
          ? new PromiseCell()
          : PromiseCell.fulfilled(undefined)
    this.closed =
      state === 'closed'
        ? PromiseCell.fulfilled(undefined)
        : state === 'errored'
          ? PromiseCell.rejected(storedError)
          : new PromiseCell()
  }

  get desiredSize(): number | null {
    const stream = this.stream!
    if (stream.state === 'errored' || stream.state === 'erroring') return null
    return stream.state === 'closed' ? 0 : stream.controller.desiredSize
  }

  // WritableStreamDefaultWriterCloseWithErrorPropagation.
  closeWithErrorPropagation(): Promise<undefined> {
    const stream = this.stream!
    if (stream.isClosing || stream.state === 'closed') return promiseResolvedWith(undefined)
    if (stream.state === 'errored') return promiseRejectedWith(stream.storedError)
    return stream.close()
  }

  // WritableStreamDefaultWriterWrite, with a stream.
  write(chunk: unknown): Promise<undefined> {
    const stream = this.stream!
    const size = stream.controller.sizeOf(chunk)
    if (stream !== this.stream) return promiseRejectedWith(new TypeError('The writer was released'))
    if (stream.state === 'errored') return promiseRejectedWith(stream.storedError)
    if (stream.isClosing || stream.state === 'closed') {
      return promiseRejectedWith(new TypeError('The stream is closed, or will be'))
    }
    if (stream.state === 'erroring') return promiseRejectedWith(stream.storedError)
    const written = stream.addWrite()
    stream.controller.write(chunk, size)
    return written
  }

  release(): void {
    const stream = this.stream
    if (stream === undefined) return
    const reason = new TypeError('The writer was released')
    this.rejectReady(reason)
    if (this.closed.isPending) this.closed.reject(reason)
    else this.closed = PromiseCell.rejected(reason)
    stream.writer = undefined
    this.stream = undefined
  }

  // ready is a promise anew.
  renewReady(): void {
    this.ready = new PromiseCell()
  }

  rejectReady(reason: unknown): void {
    if (this.ready.isPending) this.ready.reject(reason)
    else this.ready = PromiseCell.rejected(reason)
  }
}
