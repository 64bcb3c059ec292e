import { copyOf, viewBuffer, viewByteLength, viewByteOffset, bytesType } from '../buffers'
import { promiseResolvedWith, soon, uponPromise } from '../promises'
import type { BYOBReader } from './byob_reader'
import { DefaultReader } from './default_reader'
import { Readable } from './readable'
import { ReadableByteController } from './readable_byte_controller'
import { Cancellation } from './tee_cancellation'

// teeBytes makes two streams of bytes of one: ReadableByteStreamTee. It reads into the
// buffer of a branch's reader, where that has brought one.
export function teeBytes(stream: Readable): [Readable, Readable] {
  let reader: DefaultReader | BYOBReader = stream.acquireDefaultReader()
  const branches = [new Readable(), new Readable()] as const
  const cancellation = new Cancellation(stream)
  const again: [boolean, boolean] = [false, false] // pulled while it was read
  let reading = false

  const failWith = (error: unknown) => {
    controllers[0].error(error)
    controllers[1].error(error)
    cancellation.settle(stream.cancel(error))
  }

  const pullAgain = () => {
    reading = false
    if (again[0]) pull(0)
    else if (again[1]) pull(1)
  }

  const forwardErrors = (from: DefaultReader | BYOBReader) =>
    uponPromise(from.closed.promise, undefined, (reason) => {
      if (reader !== from) return
      controllers[0].error(reason)
      controllers[1].error(reason)
      cancellation.ended()
    })

  const closed = () => {
    reading = false
    for (let n = 0; n < 2; n++) if (!cancellation.of[n]) controllers[n].close()
    for (let n = 0; n < 2; n++) if (controllers[n].isPulledInto) controllers[n].respond(0)
  }

  const stopped = () => {
    reading = false
  }

  const readChunk = () => {
    if (!(reader instanceof DefaultReader)) {
      reader.release()
      reader = stream.acquireDefaultReader()
      forwardErrors(reader)
    }
    reader.read({
      chunk: (chunk) =>
        soon(() => {
          again[0] = again[1] = false
          const view = chunk as ArrayBufferView
          let copy = view
          if (!cancellation.of[0] && !cancellation.of[1]) {
            try {
              copy = copyOfView(view)
            } catch (error) {
              failWith(error)
              return
            }
          }
          if (!cancellation.of[0]) controllers[0].enqueue(view)
          if (!cancellation.of[1]) controllers[1].enqueue(copy)
          pullAgain()
        }),
      close: () => {
        closed()
        cancellation.ended()
      },
      error: stopped,
    })
  }

  const readInto = (view: ArrayBufferView, branch: 0 | 1) => {
    const other = branch === 0 ? 1 : 0
    if (reader instanceof DefaultReader) {
      reader.release()
      reader = stream.acquireBYOBReader()
      forwardErrors(reader)
    }
    const into = controllers[branch]
    const beside = controllers[other]
    ;(reader as BYOBReader).read(view, 1, {
      chunk: (filled) =>
        soon(() => {
          again[0] = again[1] = false
          if (!cancellation.of[other]) {
            let copy
            try {
              copy = copyOfView(filled)
            } catch (error) {
              failWith(error)
              return
            }
            if (!cancellation.of[branch]) into.respondWithNewView(filled)
            beside.enqueue(copy)
          } else if (!cancellation.of[branch]) {
            into.respondWithNewView(filled)
          }
          pullAgain()
        }),
      close: (rest) => {
        reading = false
        if (!cancellation.of[branch]) into.close()
        if (!cancellation.of[other]) beside.close()
        if (rest !== undefined) {
          if (!cancellation.of[branch]) into.respondWithNewView(rest)
          if (!cancellation.of[other] && beside.isPulledInto) beside.respond(0)
        }
        cancellation.ended()
      },
      error: stopped,
    })
  }

  const pull = (branch: 0 | 1): Promise<undefined> => {
    if (reading) {
      again[branch] = true
      return promiseResolvedWith(undefined)
    }
    reading = true
    const request = controllers[branch].byobRequest()
    if (request === null) readChunk()
    else readInto(request.view!, branch)
    return promiseResolvedWith(undefined)
  }

  const controller = (n: 0 | 1) =>
    new ReadableByteController(
      branches[n],
      { start: undefined, pull: () => pull(n), cancel: (reason) => cancellation.cancel(n, reason) },
      0,
    )
  const controllers = [controller(0), controller(1)] as const
  controllers[0].start()
  controllers[1].start()
  forwardErrors(reader)
  return [branches[0], branches[1]]
}

function copyOfView(view: ArrayBufferView): ArrayBufferView {
  const length = viewByteLength(view)
  return new bytesType.View(copyOf(viewBuffer(view), viewByteOffset(view), length), 0, length)
}
