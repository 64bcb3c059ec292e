import { TypeError } from '../primordials'
import { asInteger, executing, exposed, illegal, required } from '../webidl'
import { asView, isDetached, viewBuffer } from '../buffers'
import { internal } from '../internal'
import type { BYOBRequest } from './byob_request'

// https://streams.spec.whatwg.org/#rs-byob-request-class
export class ReadableStreamBYOBRequest {
  #request: BYOBRequest

  constructor() {
    if (arguments[0] !== internal) illegal()
    this.#request = arguments[1]
    this.#request.facade = this
  }

  get view(): ArrayBufferView | null {
    return this.#request.view
  }

  respond(bytesWritten: unknown): void {
    const request = this.#request
    const where = executing('respond', 'ReadableStreamBYOBRequest')
    required(arguments.length, 1, where)
    const count = asInteger(bytesWritten, 64, false, where, 'EnforceRange')
    if (request.controller === undefined) throw new TypeError('The request has been answered')
    if (isDetached(viewBuffer(request.view!))) throw new TypeError('The buffer of the request is detached')
    request.controller.respond(count)
  }

  respondWithNewView(view: unknown): void {
    const request = this.#request
    const where = executing('respondWithNewView', 'ReadableStreamBYOBRequest')
    required(arguments.length, 1, where)
    const answer = asView(view, where)
    if (request.controller === undefined) throw new TypeError('The request has been answered')
    if (isDetached(viewBuffer(answer))) throw new TypeError('The buffer of the view is detached')
    request.controller.respondWithNewView(answer)
  }

  static {
    exposed(this, 'ReadableStreamBYOBRequest')
  }
}
