import { asEnum, constructing, exposed, required } from '../webidl'
import { Codec, formats } from './codec'
import { facadeOf, type ReadableStream } from './readable_stream'
import { writableFacade, type WritableStream } from './writable_stream'

// https://compression.spec.whatwg.org/#compression-stream
export class CompressionStream {
  #codec: Codec

  constructor(format: unknown) {
    const where = constructing('CompressionStream')
    required(arguments.length, 1, where)
    this.#codec = new Codec(asEnum(format, formats, where), false, where)
  }

  get readable(): ReadableStream {
    return facadeOf(this.#codec.readable)
  }

  get writable(): WritableStream {
    return writableFacade(this.#codec.writable)
  }

  static {
    exposed(this, 'CompressionStream')
  }
}
