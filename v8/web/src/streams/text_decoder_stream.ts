import { type Decoder, decodePiece, newDecoder, ownBytes } from '../decoder'
import { Uint8Array } from '../primordials'
import { promiseOf } from '../promises'
import { asBytes, constructing, exposed } from '../webidl'
import { facadeOf, type ReadableStream } from './readable_stream'
import { Transform } from './transform'
import { writableFacade, type WritableStream } from './writable_stream'

// https://encoding.spec.whatwg.org/#interface-textdecoderstream
export class TextDecoderStream {
  #decoder: Decoder
  #transform: Transform

  constructor(label: unknown = 'utf-8', options: unknown = undefined) {
    const where = constructing('TextDecoderStream')
    const decoder = newDecoder(label, options, where)
    this.#decoder = decoder
    const pass = (bytes: Uint8Array, more: boolean, transform: Transform) => {
      const text = decodePiece(decoder, bytes, more)
      if (text !== '') transform.enqueue(text)
    }
    this.#transform = new Transform({
      transform: (chunk, transform) =>
        promiseOf(() => pass(ownBytes(asBytes(chunk, where, { shared: true, resizable: true })), true, transform)),
      flush: (transform) => promiseOf(() => pass(new Uint8Array(0), false, transform)),
      cancel: undefined,
    })
    this.#transform.started(undefined)
  }

  get encoding(): string {
    return this.#decoder.name
  }

  get fatal(): boolean {
    return this.#decoder.fatal
  }

  get ignoreBOM(): boolean {
    return this.#decoder.ignoreBOM
  }

  get readable(): ReadableStream {
    return facadeOf(this.#transform.readable)
  }

  get writable(): WritableStream {
    return writableFacade(this.#transform.writable)
  }

  static {
    exposed(this, 'TextDecoderStream')
  }
}
