import { asDictionary, constructing, exposed, fail, required } from '../webidl'

// One function for all objects, as the standard has it.
const size = { size: (chunk: any) => chunk.byteLength }.size

// https://streams.spec.whatwg.org/#blqs-class
export class ByteLengthQueuingStrategy {
  #highWaterMark: number

  constructor(init: unknown) {
    const where = constructing('ByteLengthQueuingStrategy')
    required(arguments.length, 1, where)
    const { highWaterMark } = asDictionary(init, where)
    if (highWaterMark === undefined) fail(where, "The member 'highWaterMark' is required.")
    this.#highWaterMark = +highWaterMark
  }

  get highWaterMark(): number {
    return this.#highWaterMark
  }

  get size(): (chunk: any) => number {
    this.#highWaterMark // throws for what is no such object
    return size
  }

  static {
    exposed(this, 'ByteLengthQueuingStrategy')
  }
}
