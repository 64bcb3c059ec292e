import { exposed, illegal } from '../webidl'
import { internal } from '../internal'
import type { ReadableDefaultController } from './readable_default_controller'

// https://streams.spec.whatwg.org/#rs-default-controller-class
export class ReadableStreamDefaultController {
  #controller: ReadableDefaultController

  constructor() {
    if (arguments[0] !== internal) illegal()
    this.#controller = arguments[1]
    this.#controller.facade = this
  }

  get desiredSize(): number | null {
    return this.#controller.desiredSize
  }

  close(): void {
    const controller = this.#controller
    controller.checkCanClose()
    controller.close()
  }

  enqueue(chunk: unknown = undefined): void {
    const controller = this.#controller
    controller.checkCanClose()
    controller.enqueue(chunk)
  }

  error(reason: unknown = undefined): void {
    this.#controller.error(reason)
  }

  static {
    exposed(this, 'ReadableStreamDefaultController')
  }
}

// defaultControllerFacade is the object that scripts have of a controller.
export function defaultControllerFacade(controller: ReadableDefaultController): object {
  return controller.facade ?? new (ReadableStreamDefaultController as any)(internal, controller)
}
