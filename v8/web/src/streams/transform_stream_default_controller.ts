import { exposed, illegal } from '../webidl'
import { internal } from '../internal'
import type { Transform } from './transform'

// https://streams.spec.whatwg.org/#ts-default-controller-class
export class TransformStreamDefaultController {
  #transform: Transform

  constructor() {
    if (arguments[0] !== internal) illegal()
    this.#transform = arguments[1]
    this.#transform.facade = this
  }

  get desiredSize(): number | null {
    return this.#transform.desiredSize
  }

  enqueue(chunk: unknown = undefined): void {
    this.#transform.enqueue(chunk)
  }

  error(reason: unknown = undefined): void {
    this.#transform.error(reason)
  }

  terminate(): void {
    this.#transform.terminate()
  }

  static {
    exposed(this, 'TransformStreamDefaultController')
  }
}

// transformControllerFacade is the object that scripts have of a controller.
export function transformControllerFacade(transform: Transform): object {
  return transform.facade ?? new (TransformStreamDefaultController as any)(internal, transform)
}
