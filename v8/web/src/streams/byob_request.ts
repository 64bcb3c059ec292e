import type { ReadableByteController } from './readable_byte_controller'

// What a ReadableStreamBYOBRequest keeps in its slots: a request for bytes in a view,
// which has neither of the two any more when it is answered.
export class BYOBRequest {
  controller: ReadableByteController | undefined
  view: ArrayBufferView | null

  // The ReadableStreamBYOBRequest, once there is one.
  facade: object | undefined

  constructor(controller: ReadableByteController, view: ArrayBufferView) {
    this.controller = controller
    this.view = view
  }
}
