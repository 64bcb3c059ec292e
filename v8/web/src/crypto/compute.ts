// What an algorithm does with a key.

import { domException } from '../dom_exception'
import { copyBytesFrom, Promise, resolved, then, typedArrayBuffer, typedArrayLength, TypeError, Uint8Array } from '../primordials'
import { type Algorithm, notSupported } from './algorithm'
import { cryptoKeys, type KeyData, type KeyType, type Usage } from './key'
import { blockBits, checkUsages, invalidAccess, isAES, isCurve, isEC, isRSA, kindOf, syntaxError, usagesOf } from './kind'
import * as go from './operations'

type Bytes = Uint8Array

const operationError = (what: string) => domException(what, 'OperationError')

// computed is a promise of what becomes of Go's result, whose errors are what the
// standard calls OperationError. No script sees the result on its way, whatever it has made
// of promises: what then itself makes is a promise of nothing.
export const computed = <T, R>(promise: Promise<T>, fulfilled: (value: T) => R): Promise<R> => new Promise((resolve, reject) => {
  then(promise, (value: T) => {
    try {
      resolve(fulfilled(value))
    } catch (error) {
      reject(error)
    }
  }, (error: Error) => { reject(operationError(error.message)) })
})

const buffer = (bytes: Bytes): ArrayBufferLike => typedArrayBuffer(bytes)
const bufferOf = (promise: Promise<Bytes>): Promise<ArrayBufferLike> => computed(promise, buffer)
const answer = (promise: Promise<boolean>): Promise<boolean> => computed(promise, is => is)

// permit throws unless the key is of the algorithm and may be used so.
export const permit = (algorithm: Algorithm, key: KeyData, usage: Usage) => {
  if (key.algorithm.name !== algorithm.name) throw invalidAccess(`The key is of ${key.algorithm.name}.`)
  for (let n = 0; n < key.usages.length; n++) if (key.usages[n] === usage) return
  throw invalidAccess(`The key can't be used for ${usage}.`)
}

export const sign = (algorithm: Algorithm, { algorithm: of, bytes }: KeyData, data: Bytes): Promise<ArrayBufferLike> => {
  switch (algorithm.name) {
    case 'HMAC': return bufferOf(go.hmacSign(of.hash, bytes, data))
    case 'ECDSA': return bufferOf(go.ecdsaSign(algorithm.hash, bytes, data))
    case 'Ed25519': return bufferOf(go.ed25519Sign(bytes, data))
    case 'RSA-PSS': return bufferOf(go.rsaSign(of.hash, bytes, algorithm.saltLength, data))
  }
  return bufferOf(go.rsaSign(of.hash, bytes, -1, data))
}

export const verify = (algorithm: Algorithm, { algorithm: of, bytes }: KeyData, signature: Bytes, data: Bytes): Promise<boolean> => {
  switch (algorithm.name) {
    case 'HMAC': return answer(go.hmacVerify(of.hash, bytes, signature, data))
    case 'ECDSA': return answer(go.ecdsaVerify(algorithm.hash, bytes, signature, data))
    case 'Ed25519': return answer(go.ed25519Verify(bytes, signature, data))
    case 'RSA-PSS': return answer(go.rsaVerify(of.hash, bytes, algorithm.saltLength, signature, data))
  }
  return answer(go.rsaVerify(of.hash, bytes, -1, signature, data))
}

export const crypt = <R>(encrypt: boolean, algorithm: Algorithm, { algorithm: of, bytes }: KeyData, data: Bytes, fulfilled: (bytes: Bytes) => R): Promise<R> => {
  switch (algorithm.name) {
    case 'AES-CBC':
      if (typedArrayLength(algorithm.iv) !== 16) throw operationError('The iv must have 16 bytes.')
      return computed(go.aesCBC(encrypt, bytes, algorithm.iv, data), fulfilled)
    case 'AES-CTR':
      if (typedArrayLength(algorithm.counter) !== 16) throw operationError('The counter must have 16 bytes.')
      if (algorithm.length < 1 || algorithm.length > 128) throw operationError('The counter\'s length must be from 1 to 128 bits.')
      return computed(go.aesCTR(bytes, algorithm.counter, algorithm.length, data), fulfilled)
    case 'AES-GCM':
      switch (algorithm.tagLength) {
        case 32: case 64: case 96: case 104: case 112: case 120: case 128:
          return computed(go.aesGCM(encrypt, bytes, algorithm.iv, algorithm.additionalData, algorithm.tagLength / 8, data), fulfilled)
      }
      throw operationError('The tag can\'t have that length.')
    case 'AES-KW':
      return computed(go.aesWrap(encrypt, bytes, data), fulfilled)
  }
  return computed(encrypt ? go.rsaEncrypt(of.hash, bytes, algorithm.label, data) : go.rsaDecrypt(of.hash, bytes, algorithm.label, data), fulfilled)
}

// deriveBits makes something of so many bits, or for null of as many as there are.
export const deriveBits = <R>(
  algorithm: Algorithm, { algorithm: of, type, bytes }: KeyData, bits: number | null, fulfilled: (bytes: Bytes) => R,
): Promise<R> => {
  if (algorithm.name === 'ECDH' || algorithm.name === 'X25519') {
    const other = cryptoKeys().keyOf(algorithm.public)
    if (type !== 'private') throw invalidAccess('The base key must be private.')
    if (other.type !== 'public') throw invalidAccess('The other key must be public.')
    if (other.algorithm.name !== of.name || other.algorithm.namedCurve !== of.namedCurve) throw invalidAccess('The keys are of different kinds.')
    return computed(go.ecdhDerive(bytes, other.bytes), text => {
      const secret = go.fromBase64URL(text)!
      if (bits === null) return fulfilled(secret)
      if (bits > typedArrayLength(secret) * 8) throw operationError('There are fewer bits.')
      const some = copyBytesFrom(secret, 0, (bits + 7) >> 3)
      if (bits % 8 !== 0) some[bits >> 3] &= 0xff << 8 - bits % 8
      return fulfilled(some)
    })
  }
  if (bits === null || bits % 8 !== 0) throw operationError('The length must be a multiple of 8.')
  const derived = (text: go.Secret) => fulfilled(go.fromBase64URL(text)!)
  if (algorithm.name === 'HKDF') return computed(go.hkdf(algorithm.hash, bytes, algorithm.salt, algorithm.info, bits / 8), derived)
  if (algorithm.iterations === 0 || bits === 0) throw operationError('There must be an iteration and a bit at least.')
  return computed(go.pbkdf2(algorithm.hash, bytes, algorithm.salt, algorithm.iterations, bits / 8), derived)
}

const isAESLength = (length: number): boolean => length === 128 || length === 192 || length === 256

// keyLength is how many bits a key of the algorithm takes from another, or null for any.
export const keyLength = ({ name, length, hash }: Algorithm): number | null => {
  if (isAES(name)) {
    if (!isAESLength(length)) throw operationError('A key of AES has 128, 192 or 256 bits.')
    return length
  }
  if (name !== 'HMAC') return null
  if (length === 0) throw new TypeError('A key of HMAC has a bit at least.')
  return length ?? blockBits(hash)
}

export const generateKey = (algorithm: Algorithm, extractable: boolean, usages: Usage[]): Promise<object> => {
  const { name } = algorithm
  const key = (type: KeyType, of: Algorithm, canExport: boolean, bytes: Bytes) => cryptoKeys().newKey(
    { __proto__: null as never, type, extractable: canExport, algorithm: of, usages: usagesOf(name, type, usages), bytes } as KeyData)
  if (isAES(name) || name === 'HMAC') {
    checkUsages(name, ['secret'], usages)
    if (isAES(name) && !isAESLength(algorithm.length)) throw operationError('A key of AES has 128, 192 or 256 bits.')
    const length = algorithm.length ?? blockBits(algorithm.hash)
    if (length === 0 || length > 8 * mostSecret) throw operationError('A key can\'t have that length.')
    if (usages.length === 0) throw syntaxError('A secret key needs a usage.')
    const bytes = new Uint8Array(length + 7 >> 3)
    go.randomBytes(bytes)
    return resolved(key('secret', { __proto__: null as never, name, hash: algorithm.hash, length }, extractable, bytes))
  }
  checkUsages(name, ['private', 'public'], usages)
  if (isEC(name) && !isCurve(algorithm.namedCurve)) throw notSupported('Unrecognized namedCurve')
  if (isRSA(name) && !isF4(algorithm.publicExponent)) throw operationError('The public exponent must be 65537.')
  if (usagesOf(name, 'private', usages).length === 0) throw syntaxError('A private key needs a usage.')
  const made = isRSA(name) ? go.rsaGenerate(algorithm.modulusLength, algorithm.publicExponent) : go.ecGenerate(kindOf(algorithm))
  return computed(made, text => {
    const bytes = go.fromBase64URL(text)!
    return {
      publicKey: key('public', algorithm, true, go.publicOf(bytes)),
      privateKey: key('private', algorithm, extractable, bytes),
    }
  })
}

// isF4 reports whether a big-endian number is 65537, the one exponent that Go makes keys
// with.
const isF4 = (exponent: Uint8Array): boolean => {
  let value = 0
  for (let n = 0; n < typedArrayLength(exponent); n++) value = value * 256 + exponent[n]
  return value === 65537
}

// mostSecret is how many bytes a secret key has at most that is generated.
const mostSecret = 65536

