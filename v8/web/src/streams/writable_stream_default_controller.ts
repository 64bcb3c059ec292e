import type { Signal } from '../signal'
import { exposed, illegal } from '../webidl'
import { internal } from '../internal'
import type { WritableController } from './writable_controller'

// https://streams.spec.whatwg.org/#ws-default-controller-class
export class WritableStreamDefaultController {
  #controller: WritableController

  constructor() {
    if (arguments[0] !== internal) illegal()
    this.#controller = arguments[1]
    this.#controller.facade = this
  }

  get signal(): Signal {
    return this.#controller.signal
  }

  error(reason: unknown = undefined): void {
    this.#controller.errorIfNeeded(reason)
  }

  static {
    exposed(this, 'WritableStreamDefaultController')
  }
}

// writableControllerFacade is the object that scripts have of a controller.
export function writableControllerFacade(controller: WritableController): object {
  return controller.facade ?? new (WritableStreamDefaultController as any)(internal, controller)
}
