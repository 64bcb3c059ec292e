import { viewByteLength } from '../buffers'
import { deferred } from '../promises'
import type { DefaultReader } from './default_reader'
import { Readable } from './readable'
import { ReadableByteController } from './readable_byte_controller'
import { isView, TypeError } from '../primordials'

// readableOfReader is a stream of the bytes that are left in another one.
export function readableOfReader(reader: DefaultReader): Readable {
  const stream = new Readable()
  const controller = new ReadableByteController(
    stream,
    {
      start: undefined,
      pull: (controller) => {
        const { promise, resolve, reject } = deferred<undefined>()
        const read = () =>
          reader.read({
            chunk: (chunk) => {
              try {
                if (!isView(chunk)) throw new TypeError('A chunk of the body is not a Uint8Array')
                if (viewByteLength(chunk) > 0) controller.enqueue(chunk)
                resolve(undefined)
              } catch (error) {
                reject(error)
              }
            },
            close: () => {
              controller.close()
              controller.byobRequest()?.controller?.respond(0)
              resolve(undefined)
            },
            error: reject,
          })
        read()
        return promise
      },
      cancel: (reason) => reader.cancel(reason),
    },
    0,
  )
  controller.start()
  return stream
}
