import { TypeError } from '../primordials'
import { promiseCall } from '../promises'
import { constructing, exposed, fail } from '../webidl'
import { internal } from '../internal'
import type { Writable } from './writable'
import { writableOf } from './writable_stream'
import type { Writer } from './writer'

// https://streams.spec.whatwg.org/#default-writer-class
export class WritableStreamDefaultWriter {
  #writer: Writer

  constructor(stream: unknown) {
    if (stream === internal) {
      this.#writer = arguments[1]
      return
    }
    const writable = writableOf(stream)
    if (writable === undefined)
      fail(constructing('WritableStreamDefaultWriter'), 'The argument is not a WritableStream.')
    this.#writer = writable!.acquireWriter()
  }

  get closed(): Promise<undefined> {
    return promiseCall(() => this.#writer.closed.promise)
  }

  get desiredSize(): number | null {
    const writer = this.#writer
    streamOf(writer)
    return writer.desiredSize
  }

  get ready(): Promise<undefined> {
    return promiseCall(() => this.#writer.ready.promise)
  }

  abort(reason: unknown = undefined): Promise<undefined> {
    return promiseCall(() => streamOf(this.#writer).abort(reason))
  }

  close(): Promise<undefined> {
    return promiseCall(() => {
      const stream = streamOf(this.#writer)
      if (stream.isClosing) throw new TypeError('The stream is being closed already')
      return stream.close()
    })
  }

  releaseLock(): void {
    this.#writer.release()
  }

  write(chunk: unknown = undefined): Promise<undefined> {
    return promiseCall(() => {
      const writer = this.#writer
      streamOf(writer)
      return writer.write(chunk)
    })
  }

  static {
    exposed(this, 'WritableStreamDefaultWriter')
  }
}

function streamOf(writer: Writer): Writable {
  if (writer.stream === undefined) throw new TypeError('The writer has no stream any more')
  return writer.stream
}

// newWriter is the object that scripts have of a writer.
export function newWriter(writer: Writer): WritableStreamDefaultWriter {
  return new (WritableStreamDefaultWriter as any)(internal, writer)
}
