import { promiseResolvedWith, soon, uponPromise } from '../promises'
import { Readable } from './readable'
import { ReadableDefaultController } from './readable_default_controller'
import { Cancellation } from './tee_cancellation'
import { teeBytes } from './tee_bytes'

// tee makes two streams of one: ReadableStreamTee. clone gives the second a copy of
// each chunk.
export function tee(stream: Readable, clone?: (chunk: unknown) => unknown): [Readable, Readable] {
  return stream.isByteStream ? teeBytes(stream) : teeChunks(stream, clone)
}

function teeChunks(stream: Readable, clone?: (chunk: unknown) => unknown): [Readable, Readable] {
  const reader = stream.acquireDefaultReader()
  const branches = [new Readable(), new Readable()] as const
  const cancellation = new Cancellation(stream)
  let reading = false
  let readAgain = false

  const pull = (): Promise<undefined> => {
    if (reading) {
      readAgain = true
      return promiseResolvedWith(undefined)
    }
    reading = true
    reader.read({
      // In a microtask: what the read has settled comes first.
      chunk: (chunk) =>
        soon(() => {
          readAgain = false
          let copy = chunk
          if (clone !== undefined && !cancellation.of[1]) {
            try {
              copy = clone(chunk)
            } catch (error) {
              first.error(error)
              second.error(error)
              cancellation.settle(stream.cancel(error))
              return
            }
          }
          if (!cancellation.of[0]) first.enqueue(chunk)
          if (!cancellation.of[1]) second.enqueue(copy)
          reading = false
          if (readAgain) pull()
        }),
      close: () => {
        reading = false
        if (!cancellation.of[0]) first.close()
        if (!cancellation.of[1]) second.close()
        cancellation.ended()
      },
      error: () => {
        reading = false
      },
    })
    return promiseResolvedWith(undefined)
  }

  const branch = (n: 0 | 1) =>
    new ReadableDefaultController(
      branches[n],
      { start: undefined, pull, cancel: (reason) => cancellation.cancel(n, reason) },
      1,
    )
  const first = branch(0)
  const second = branch(1)
  first.start()
  second.start()
  uponPromise(reader.closed.promise, undefined, (reason) => {
    first.error(reason)
    second.error(reason)
    cancellation.ended()
  })
  return [branches[0], branches[1]]
}
