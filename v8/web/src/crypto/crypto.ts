// crypto.
//
// Web Crypto: https://w3c.github.io/webcrypto/#crypto-interface

import { domException } from '../dom_exception'
import { part } from '../part'
import { isView, typedArrayByteLength, typedArrayName } from '../primordials'
import { newUUID } from '../uuid'
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
      return newUUID()
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
