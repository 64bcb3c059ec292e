import { min, typedArrayBuffer, typedArrayByteLength, typedArrayByteOffset } from '../primordials'
import { bytesType, copyOf } from '../buffers'
import { promiseOf } from '../promises'
import { Readable } from './readable'
import { ReadableByteController } from './readable_byte_controller'

const chunkLength = 65536

// readableOfBytes is a stream of copies of bytes, which nobody may change meanwhile.
export function readableOfBytes(bytes: Uint8Array): Readable {
  const stream = new Readable()
  const length = typedArrayByteLength(bytes)
  let at = 0
  const controller = new ReadableByteController(
    stream,
    {
      start: undefined,
      pull: (controller) =>
        promiseOf(() => {
          if (at === length) {
            controller.close()
            controller.byobRequest()?.controller?.respond(0)
            return
          }
          const count = min(length - at, chunkLength)
          const buffer = copyOf(typedArrayBuffer(bytes) as ArrayBuffer, typedArrayByteOffset(bytes) + at, count)
          at += count
          controller.enqueue(new bytesType.View(buffer, 0, count))
        }),
      cancel: undefined,
    },
    0,
  )
  controller.start()
  return stream
}
