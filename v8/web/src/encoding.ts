// TextEncoder and TextDecoder.
//
// Encoding: https://encoding.spec.whatwg.org/#api

import { type Decoder, decodePiece, newDecoder, ownBytes } from './decoder'
import { part } from './part'
import { typedArrayLength, typedArrayName, Uint8Array } from './primordials'
import { encodeInto, encodeUTF8, progress } from './utf8'
import { asBytes, asDictionary, asDOMString, constructing, executing, exposed, fail, required } from './webidl'

export const encodings = part(() => {
  class TextEncoder {
    #brand = 'utf-8'

    get encoding() { return this.#brand }

    encode(input: unknown = '') {
      this.#brand
      return encodeUTF8(asDOMString(input))
    }

    encodeInto(source: unknown, destination: unknown) {
      this.#brand
      const where = executing('encodeInto', 'TextEncoder')
      required(arguments.length, 2, where)
      const text = asDOMString(source)
      if (typedArrayName(destination) !== 'Uint8Array') fail(where, 'parameter 2 is not of type \'Uint8Array\'.')
      const bytes = asBytes(destination, where, { shared: true })
      encodeInto(text, bytes, typedArrayLength(bytes))
      return { read: progress.read, written: progress.written }
    }
  }
  exposed(TextEncoder, 'TextEncoder')

  class TextDecoder {
    #decoder: Decoder

    constructor(label: unknown = 'utf-8', options: unknown = undefined) {
      this.#decoder = newDecoder(label, options, constructing('TextDecoder'))
    }

    get encoding() { return this.#decoder.name }
    get fatal() { return this.#decoder.fatal }
    get ignoreBOM() { return this.#decoder.ignoreBOM }

    decode(input: unknown = undefined, options: unknown = undefined) {
      const decoder = this.#decoder
      const where = executing('decode', 'TextDecoder')
      const bytes = input === undefined ? new Uint8Array(0) : asBytes(input, where, { shared: true, resizable: true })
      const more = !!asDictionary(options, where).stream
      return decodePiece(decoder, ownBytes(bytes), more)
    }
  }
  exposed(TextDecoder, 'TextDecoder')

  return { TextEncoder, TextDecoder }
})
