// crypto.
//
// Web Crypto: https://w3c.github.io/webcrypto/#crypto-interface

import { domException } from '../dom_exception'
import { part } from '../part'
import { isView, numberToString, padStart, typedArrayByteLength, typedArrayName, Uint8Array } from '../primordials'
import { executing, exposed, fail, illegal, required } from '../webidl'
import { cryptoKeys } from './key'
import { randomBytes } from './operations'
import { subtles } from './subtle'

// mostRandom is how many bytes getRandomValues gives at a time.
const mostRandom = 65536

export const cryptos = part(() => {
  const internal = {}
  class Crypto {
    #brand = true

    constructor(key: unknown) {
      if (key !== internal) illegal()
    }

    get subtle() {
      this.#brand
      return subtles().subtle
    }

    getRandomValues(array: unknown) {
      this.#brand
      const where = executing('getRandomValues', 'Crypto')
      required(arguments.length, 1, where)
      if (!isView(array)) return fail(where, 'parameter 1 is not of type \'ArrayBufferView\'.')
      switch (typedArrayName(array)) {
        case undefined: case 'Float16Array': case 'Float32Array': case 'Float64Array':
          throw domException('The array is not of an integer type.', 'TypeMismatchError')
      }
      if (typedArrayByteLength(array) > mostRandom) {
        throw domException(`The array has more than ${mostRandom} bytes.`, 'QuotaExceededError')
      }
      randomBytes(array as Uint8Array)
      return array
    }

    randomUUID() {
      this.#brand
      const bytes = new Uint8Array(16)
      randomBytes(bytes)
      bytes[6] = bytes[6] & 0x0f | 0x40
      bytes[8] = bytes[8] & 0x3f | 0x80
      let text = ''
      for (let n = 0; n < 16; n++) {
        if (n === 4 || n === 6 || n === 8 || n === 10) text += '-'
        text += padStart(numberToString(bytes[n], 16), 2, '0')
      }
      return text
    }
  }
  exposed(Crypto, 'Crypto')
  return {
    Crypto,
    crypto: new Crypto(internal),
    get SubtleCrypto() { return subtles().SubtleCrypto },
    get CryptoKey() { return cryptoKeys().CryptoKey },
  }
})
