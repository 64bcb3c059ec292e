import { viewByteLength } from '../buffers'
import { op } from '../host'
import { isView } from '../primordials'
import { promiseOf, transformPromise } from '../promises'
import { asBytes, type Where } from '../webidl'
import { Readable } from './readable'
import { ReadableDefaultController } from './readable_default_controller'
import { Writable } from './writable'
import { WritableController } from './writable_controller'

const open = op<(format: string, decompress: boolean) => number>('codecOpen')
const write = op<(codec: number, chunk: Uint8Array) => Promise<void>>('codecWrite')
const close = op<(codec: number) => Promise<void>>('codecClose')
const read = op<(codec: number) => Promise<Uint8Array | null>>('codecRead')
const end = op<(codec: number) => void>('codecEnd')

export const formats = ['deflate', 'deflate-raw', 'gzip'] as const

// A Codec is a stream of bytes that Go compresses or decompresses, no further than
// somebody reads: what is small may become large.
export class Codec {
  readonly readable = new Readable()
  readonly writable = new Writable()

  constructor(format: string, decompress: boolean, where: Where) {
    let opened: number | undefined
    const codec = () => (opened ??= open(format, decompress)) // in the name of whoever uses it
    const stop = () => {
      if (opened !== undefined) end(opened)
    }
    const output = new ReadableDefaultController(
      this.readable,
      {
        start: undefined,
        pull: (controller) =>
          transformPromise(
            promiseOf(() => read(codec())),
            (chunk) => {
              if (!controller.canCloseOrEnqueue) return
              if (isView(chunk) && viewByteLength(chunk) > 0) controller.enqueue(chunk)
              else controller.close()
            },
            (error) => {
              input.errorIfNeeded(error)
              throw error
            },
          ),
        cancel: (reason) =>
          promiseOf(() => {
            stop()
            input.errorIfNeeded(reason)
          }),
      },
      0,
    )
    const failed = (error: unknown) => {
      stop()
      output.error(error)
      throw error
    }
    const input = new WritableController(
      this.writable,
      {
        start: undefined,
        write: (chunk) => transformPromise(promiseOf(() => write(codec(), asBytes(chunk, where))), undefined, failed),
        close: () => transformPromise(promiseOf(() => close(codec())), undefined, failed),
        abort: (reason) =>
          promiseOf(() => {
            stop()
            output.error(reason)
          }),
      },
      1,
    )
    output.start()
    input.start()
  }
}
