import { bufferByteLength, TypeError } from '../primordials'
import { executing, exposed, illegal, required } from '../webidl'
import { asView, viewBuffer, viewByteLength } from '../buffers'
import { internal } from '../internal'
import type { ReadableByteController } from './readable_byte_controller'
import { ReadableStreamBYOBRequest } from './readable_stream_byob_request'

// https://streams.spec.whatwg.org/#rbs-controller-class
export class ReadableByteStreamController {
  #controller: ReadableByteController

  constructor() {
    if (arguments[0] !== internal) illegal()
    this.#controller = arguments[1]
    this.#controller.facade = this
  }

  get byobRequest(): ReadableStreamBYOBRequest | null {
    const request = this.#controller.byobRequest()
    if (request === null) return null
    return (request.facade as any) ?? new (ReadableStreamBYOBRequest as any)(internal, request)
  }

  get desiredSize(): number | null {
    return this.#controller.desiredSize
  }

  close(): void {
    const controller = this.#controller
    controller.checkCanClose()
    controller.close()
  }

  enqueue(chunk: unknown): void {
    const controller = this.#controller
    const where = executing('enqueue', 'ReadableByteStreamController')
    required(arguments.length, 1, where)
    const view = asView(chunk, where)
    if (viewByteLength(view) === 0) throw new TypeError('The chunk is empty')
    if (bufferByteLength(viewBuffer(view)) === 0) throw new TypeError('The buffer of the chunk is empty')
    controller.checkCanClose()
    controller.enqueue(view)
  }

  error(reason: unknown = undefined): void {
    this.#controller.error(reason)
  }

  static {
    exposed(this, 'ReadableByteStreamController')
  }
}

// byteControllerFacade is the object that scripts have of a controller.
export function byteControllerFacade(controller: ReadableByteController): object {
  return controller.facade ?? new (ReadableByteStreamController as any)(internal, controller)
}
