// SubtleCrypto.
//
// Web Crypto: https://w3c.github.io/webcrypto/#subtlecrypto-interface

import { isView, parseJSON, resolved, stringifyJSON, typedArrayBuffer, TypeError, Uint8Array } from '../primordials'
import { part } from '../part'
import { promiseCall } from '../promises'
import { decodeUTF8, encodeUTF8 } from '../utf8'
import { asBytes, asDictionary, asEnum, asInteger, executing, exposed, fail, illegal, isArrayBuffer, isObject, required } from '../webidl'
import { type Algorithm, normalize, notSupported } from './algorithm'
import { computed, crypt, deriveBits, generateKey, keyLength, permit, sign, verify } from './compute'
import { asJWK, asUsages, exportKey, type Format, formats, importKey, type JSONWebKey } from './formats'
import { cryptoKeys, type KeyData } from './key'
import { dataError, invalidAccess, syntaxError } from './kind'
import { digest } from './operations'

const buffer = (bytes: Uint8Array): ArrayBufferLike => typedArrayBuffer(bytes)

// copy is bytes that a script can't change while they are used.
const copy = (value: unknown, where: string): Uint8Array => new Uint8Array(asBytes(value, where))

const asKey = (value: unknown, where: string): KeyData => {
  if (!isObject(value) || !cryptoKeys().isCryptoKey(value)) return fail(where, 'The key is not of type \'CryptoKey\'.')
  return cryptoKeys().keyOf(value)
}

const asFormat = (value: unknown, where: string): Format => asEnum(value, formats, where)

// checked throws for a key that is not public and has no usage.
const checked = (key: KeyData): KeyData => {
  if (key.type !== 'public' && key.usages.length === 0) throw syntaxError('A secret or private key needs a usage.')
  return key
}

// wrapping reads an algorithm that wraps keys, of itself or by encrypting.
const wrapping = (value: unknown, where: string): Algorithm => {
  try {
    return normalize(value, 'wrapKey', where)
  } catch {
    return normalize(value, 'encrypt', where)
  }
}

const internal = {}

export const subtles = part(() => {
  class SubtleCrypto {
    #brand = true

    constructor(key: unknown) {
      if (key !== internal) illegal()
    }

    digest(algorithm: unknown, data: unknown) {
      const count = arguments.length
      return promiseCall(() => {
        this.#brand
        const where = executing('digest', 'SubtleCrypto')
        required(count, 2, where)
        const bytes = copy(data, where)
        return computed(digest(normalize(algorithm, 'digest', where).name, bytes), buffer)
      })
    }

    generateKey(algorithm: unknown, extractable: unknown, keyUsages: unknown) {
      const count = arguments.length
      return promiseCall(() => {
        this.#brand
        const where = executing('generateKey', 'SubtleCrypto')
        required(count, 3, where)
        const canExport = !!extractable, usages = asUsages(keyUsages, where)
        return generateKey(normalize(algorithm, 'generateKey', where), canExport, usages)
      })
    }

    sign(algorithm: unknown, key: unknown, data: unknown) {
      const count = arguments.length
      return promiseCall(() => {
        this.#brand
        const where = executing('sign', 'SubtleCrypto')
        required(count, 3, where)
        const by = asKey(key, where), bytes = copy(data, where), how = normalize(algorithm, 'sign', where)
        permit(how, by, 'sign')
        return sign(how, by, bytes)
      })
    }

    verify(algorithm: unknown, key: unknown, signature: unknown, data: unknown) {
      const count = arguments.length
      return promiseCall(() => {
        this.#brand
        const where = executing('verify', 'SubtleCrypto')
        required(count, 4, where)
        const by = asKey(key, where), given = copy(signature, where), bytes = copy(data, where)
        const how = normalize(algorithm, 'sign', where)
        permit(how, by, 'verify')
        return verify(how, by, given, bytes)
      })
    }

    encrypt(algorithm: unknown, key: unknown, data: unknown) {
      const count = arguments.length
      return promiseCall(() => {
        this.#brand
        const where = executing('encrypt', 'SubtleCrypto')
        required(count, 3, where)
        const by = asKey(key, where), bytes = copy(data, where), how = normalize(algorithm, 'encrypt', where)
        permit(how, by, 'encrypt')
        return crypt(true, how, by, bytes, buffer)
      })
    }

    decrypt(algorithm: unknown, key: unknown, data: unknown) {
      const count = arguments.length
      return promiseCall(() => {
        this.#brand
        const where = executing('decrypt', 'SubtleCrypto')
        required(count, 3, where)
        const by = asKey(key, where), bytes = copy(data, where), how = normalize(algorithm, 'encrypt', where)
        permit(how, by, 'decrypt')
        return crypt(false, how, by, bytes, buffer)
      })
    }

    deriveBits(algorithm: unknown, baseKey: unknown, length: unknown = null) {
      const count = arguments.length
      return promiseCall(() => {
        this.#brand
        const where = executing('deriveBits', 'SubtleCrypto')
        required(count, 2, where)
        const from = asKey(baseKey, where)
        const bits = length === null || length === undefined ? null : asInteger(length, 32, false, where)
        const how = normalize(algorithm, 'deriveBits', where)
        permit(how, from, 'deriveBits')
        return deriveBits(how, from, bits, buffer)
      })
    }

    deriveKey(algorithm: unknown, baseKey: unknown, derivedKeyType: unknown, extractable: unknown, keyUsages: unknown) {
      const count = arguments.length
      return promiseCall(() => {
        this.#brand
        const where = executing('deriveKey', 'SubtleCrypto')
        required(count, 5, where)
        const from = asKey(baseKey, where), canExport = !!extractable, usages = asUsages(keyUsages, where)
        const how = normalize(algorithm, 'deriveBits', where)
        const of = normalize(derivedKeyType, 'importKey', where)
        const length = normalize(derivedKeyType, 'getKeyLength', where)
        permit(how, from, 'deriveKey')
        return deriveBits(how, from, keyLength(length), bytes =>
          cryptoKeys().newKey(checked(importKey('raw', bytes, of, canExport, usages))))
      })
    }

    importKey(format: unknown, keyData: unknown, algorithm: unknown, extractable: unknown, keyUsages: unknown) {
      const count = arguments.length
      return promiseCall(() => {
        this.#brand
        const where = executing('importKey', 'SubtleCrypto')
        required(count, 5, where)
        const as = asFormat(format, where)
        const isBytes = isView(keyData) || isObject(keyData) && isArrayBuffer(keyData)
        const data = isBytes ? copy(keyData, where) : asJWK(asDictionary(keyData, where), where)
        const canExport = !!extractable, usages = asUsages(keyUsages, where)
        if (isBytes === (as === 'jwk')) throw new TypeError(`${where}: The key data must be ${isBytes ? 'an object for the format jwk' : 'a BufferSource'}.`)
        const of = normalize(algorithm, 'importKey', where)
        return resolved(cryptoKeys().newKey(checked(importKey(as, data, of, canExport, usages))))
      })
    }

    exportKey(format: unknown, key: unknown) {
      const count = arguments.length
      return promiseCall(() => {
        this.#brand
        const where = executing('exportKey', 'SubtleCrypto')
        required(count, 2, where)
        const as = asFormat(format, where), data = asKey(key, where)
        return resolved(exported(as, data))
      })
    }

    wrapKey(format: unknown, key: unknown, wrappingKey: unknown, wrapAlgorithm: unknown) {
      const count = arguments.length
      return promiseCall(() => {
        this.#brand
        const where = executing('wrapKey', 'SubtleCrypto')
        required(count, 4, where)
        const as = asFormat(format, where), data = asKey(key, where), by = asKey(wrappingKey, where)
        const how = wrapping(wrapAlgorithm, where)
        permit(how, by, 'wrapKey')
        const plain = exported(as, data)
        const bytes = as === 'jwk' ? encodeUTF8(stringifyJSON(plain)) : new Uint8Array(plain as ArrayBuffer)
        return crypt(true, how, by, bytes, buffer)
      })
    }

    unwrapKey(
      format: unknown, wrappedKey: unknown, unwrappingKey: unknown, unwrapAlgorithm: unknown, unwrappedKeyAlgorithm: unknown,
      extractable: unknown, keyUsages: unknown,
    ) {
      const count = arguments.length
      return promiseCall(() => {
        this.#brand
        const where = executing('unwrapKey', 'SubtleCrypto')
        required(count, 7, where)
        const as = asFormat(format, where), wrapped = copy(wrappedKey, where), by = asKey(unwrappingKey, where)
        const canExport = !!extractable, usages = asUsages(keyUsages, where)
        const how = wrapping(unwrapAlgorithm, where), of = normalize(unwrappedKeyAlgorithm, 'importKey', where)
        permit(how, by, 'unwrapKey')
        return crypt(false, how, by, wrapped, bytes =>
          cryptoKeys().newKey(checked(importKey(as, as === 'jwk' ? parseJWK(bytes, where) : bytes, of, canExport, usages))))
      })
    }
  }
  exposed(SubtleCrypto, 'SubtleCrypto')
  return { SubtleCrypto, subtle: new SubtleCrypto(internal) }
})

const exported = (format: Format, key: KeyData): ArrayBufferLike | object => {
  const { name } = key.algorithm
  if (name === 'HKDF' || name === 'PBKDF2') throw notSupported(`A key of ${name} can't be exported.`)
  if (!key.extractable) throw invalidAccess('The key is not extractable.')
  const data = exportKey(format, key)
  return format === 'jwk' ? data : buffer(data as Uint8Array)
}

const parseJWK = (bytes: Uint8Array, where: string): JSONWebKey => {
  let value: unknown
  try {
    value = parseJSON(decodeUTF8(bytes))
  } catch {
    throw dataError('The wrapped key is no JSON.')
  }
  if (!isObject(value)) throw dataError('The wrapped key is no JSON Web Key.')
  return asJWK(value, where)
}

