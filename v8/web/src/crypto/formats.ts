// importKey and exportKey: raw, jwk, pkcs8 and spki.
//
// Web Crypto: https://w3c.github.io/webcrypto/#subtlecrypto-interface-methods

import { indexOf, typedArrayLength, TypeError, Uint8Array } from '../primordials'
import { asDOMString, asSequence } from '../webidl'
import { type Algorithm, notSupported } from './algorithm'
import { type KeyData, type KeyType, ordered, type Usage } from './key'
import {
  checkUsages, dataError, invalidAccess, isAES, isAsymmetric, isCurve, isEC, isRSA, isUsage, jwkAlgorithm, kindOf, syntaxError, usagesOf,
} from './kind'
import { exportJWK, exportRaw, fromBase64URL, type Imported, importDER, importJWK, importRaw, toBase64URL } from './operations'

export type Format = 'raw' | 'jwk' | 'pkcs8' | 'spki'
export const formats: Format[] = ['raw', 'jwk', 'pkcs8', 'spki']

// A JSONWebKey is one whose members were read.
export type JSONWebKey = Record<string, any>

const numbers = ['d', 'dp', 'dq', 'e', 'n', 'p', 'q', 'qi', 'x', 'y']

// asJWK reads a dictionary JsonWebKey.
export const asJWK = (from: any, where: string): JSONWebKey => {
  const jwk: JSONWebKey = { __proto__: null as never }
  const text = (member: string) => {
    const value = from[member]
    if (value !== undefined) jwk[member] = asDOMString(value)
  }
  text('alg')
  text('crv')
  text('d')
  text('dp')
  text('dq')
  text('e')
  const { ext } = from
  if (ext !== undefined) jwk.ext = !!ext
  text('k')
  const { key_ops: operations } = from
  if (operations !== undefined) jwk.key_ops = asSequence(operations, asDOMString, where)
  text('kty')
  text('n')
  const { oth } = from
  if (oth !== undefined) jwk.oth = asSequence(oth, value => value, where)
  text('p')
  text('q')
  text('qi')
  text('use')
  text('x')
  text('y')
  return jwk
}

// newKeyData is a key with the usages that its type may have.
const newKeyData = (type: KeyType, algorithm: Algorithm, extractable: boolean, usages: Usage[], bytes: Uint8Array): KeyData => {
  checkUsages(algorithm.name, [type], usages)
  if (type !== 'public' && usages.length === 0) throw syntaxError('A secret or private key needs a usage.')
  return { __proto__: null as never, type, extractable, algorithm, usages: usagesOf(algorithm.name, type, usages), bytes } as KeyData
}

export const importKey = (format: Format, data: Uint8Array | JSONWebKey, algorithm: Algorithm, extractable: boolean, usages: Usage[]): KeyData => {
  const { name } = algorithm
  if (isEC(name) && !isCurve(algorithm.namedCurve)) throw notSupported('Unrecognized namedCurve')
  if (format === 'jwk') checkJWK(data as JSONWebKey, extractable, usages, name)
  return isAsymmetric(name) ? importAsymmetric(format, data, algorithm, extractable, usages) : importSecret(format, data, algorithm, extractable, usages)
}

const checkJWK = (jwk: JSONWebKey, extractable: boolean, usages: Usage[], name: string) => {
  if (jwk.ext === false && extractable) throw dataError('The JWK "ext" member is false.')
  if (jwk.use !== undefined && usages.length > 0) {
    const isSignature = name === 'RSASSA-PKCS1-v1_5' || name === 'RSA-PSS' || name === 'ECDSA' || name === 'Ed25519' || name === 'HMAC'
    if (jwk.use !== (isSignature ? 'sig' : 'enc')) throw dataError('The JWK "use" member does not fit.')
  }
  if (jwk.key_ops === undefined) return
  const operations: string[] = jwk.key_ops
  for (let n = 0; n < operations.length; n++) {
    if (indexOf(operations, operations[n]) !== n) throw dataError('The JWK "key_ops" member has something twice.')
  }
  for (let n = 0; n < usages.length; n++) if (indexOf(operations, usages[n]) < 0) throw dataError('The JWK "key_ops" member does not have all usages.')
}

const invalid = () => dataError('The key data is invalid.')

const importAsymmetric = (format: Format, data: any, algorithm: Algorithm, extractable: boolean, usages: Usage[]): KeyData => {
  const { name } = algorithm, kind = kindOf(algorithm)
  let key: Imported
  switch (format) {
    case 'spki':
    case 'pkcs8':
      checkUsages(name, [format === 'spki' ? 'public' : 'private'], usages)
      key = importDER(format === 'pkcs8', kind, data)
      break
    case 'raw':
      if (isRSA(name)) throw notSupported('A key of RSA has no raw format.')
      checkUsages(name, ['public'], usages)
      key = importRaw(kind, data)
      break
    default: {
      checkUsages(name, [data.d === undefined ? 'public' : 'private'], usages)
      if (data.kty !== (isRSA(name) ? 'RSA' : isEC(name) ? 'EC' : 'OKP')) throw dataError('The JWK "kty" member does not fit.')
      if (!isRSA(name) && data.crv !== kind) throw dataError('The JWK "crv" member does not fit.')
      if (data.oth !== undefined) throw notSupported('Keys of more than two primes are not supported.')
      const alg = isRSA(name) ? jwkAlgorithm(algorithm, 0) : undefined
      if (alg !== undefined && data.alg !== undefined && data.alg !== alg) throw dataError('The JWK "alg" member does not fit.')
      if (name === 'Ed25519' && data.alg !== undefined && data.alg !== 'Ed25519' && data.alg !== 'EdDSA') throw dataError('The JWK "alg" member does not fit.')
      const members: Record<string, string> = { __proto__: null as never }
      for (let n = 0; n < numbers.length; n++) if (data[numbers[n]] !== undefined) members[numbers[n]] = data[numbers[n]]
      key = importJWK(kind, members)
    }
  }
  if (key === undefined) throw invalid()
  const full: Algorithm = isRSA(name)
    ? { __proto__: null as never, name, hash: algorithm.hash, modulusLength: key.bits, publicExponent: key.exponent }
    : { __proto__: null as never, name, namedCurve: algorithm.namedCurve }
  return newKeyData(key.isPrivate ? 'private' : 'public', full, extractable, usages, key.data)
}

const importSecret = (format: Format, data: any, algorithm: Algorithm, extractable: boolean, usages: Usage[]): KeyData => {
  const { name } = algorithm
  checkUsages(name, ['secret'], usages)
  let bytes: Uint8Array
  if (format === 'raw') {
    bytes = data
  } else if (format === 'jwk' && (isAES(name) || name === 'HMAC')) {
    if (data.kty !== 'oct') throw dataError('The JWK "kty" member does not fit.')
    const decoded = data.k === undefined ? undefined : fromBase64URL(data.k)
    if (decoded === undefined) throw dataError('The JWK "k" member is invalid.')
    bytes = decoded
    const alg = jwkAlgorithm(algorithm, typedArrayLength(bytes) * 8)
    if (data.alg !== undefined && data.alg !== alg) throw dataError('The JWK "alg" member does not fit.')
  } else {
    throw notSupported(`A key of ${name} has no format ${format}.`)
  }
  let bits: number | undefined = typedArrayLength(bytes) * 8
  if (isAES(name)) {
    if (bits !== 128 && bits !== 192 && bits !== 256) throw dataError('A key of AES has 128, 192 or 256 bits.')
  } else if (name === 'HMAC') {
    if (bits === 0) throw dataError('A key of HMAC has a bit at least.')
    const { length } = algorithm
    if (length !== undefined) {
      if (length > bits || length <= bits - 8) throw dataError('The length does not fit.')
      bits = length
    }
  } else {
    bits = undefined
    if (extractable) throw syntaxError(`A key of ${name} is never extractable.`)
  }
  const full: Algorithm = { __proto__: null as never, name, hash: name === 'HMAC' ? algorithm.hash : undefined, length: bits }
  return newKeyData('secret', full, extractable, usages, bytes)
}

// exportKey gives bytes, or an object for jwk.
export const exportKey = (format: Format, key: KeyData): Uint8Array | object => {
  const { type, algorithm, bytes } = key, { name } = algorithm
  switch (format) {
    case 'raw':
      if (type === 'secret') return new Uint8Array(bytes)
      if (type === 'public' && !isRSA(name)) return exportRaw(bytes)
      break
    case 'pkcs8':
      if (type === 'private') return new Uint8Array(bytes)
      break
    case 'spki':
      if (type === 'public') return new Uint8Array(bytes)
      break
    default:
      return toJWK(key)
  }
  if (type === 'secret' && format !== 'raw' || isRSA(name) && format === 'raw') throw notSupported(`A key of ${name} has no format ${format}.`)
  throw invalidAccess(`A ${type} key has no format ${format}.`)
}

const toJWK = ({ type, algorithm, bytes, usages, extractable }: KeyData): object => {
  const { name } = algorithm
  const jwk: any = { key_ops: ordered(usages), ext: extractable }
  if (type === 'secret') {
    jwk.kty = 'oct'
    jwk.k = toBase64URL(bytes)
    jwk.alg = jwkAlgorithm(algorithm, typedArrayLength(bytes) * 8)
    return jwk
  }
  jwk.kty = isRSA(name) ? 'RSA' : isEC(name) ? 'EC' : 'OKP'
  if (isRSA(name)) jwk.alg = jwkAlgorithm(algorithm, 0)
  else jwk.crv = kindOf(algorithm)
  if (name === 'Ed25519') jwk.alg = 'Ed25519'
  const members = exportJWK(type === 'private', bytes)
  for (let n = 0; n < numbers.length; n++) if (members[numbers[n]] !== undefined) jwk[numbers[n]] = members[numbers[n]]
  return jwk
}

// asUsages reads a sequence of KeyUsage.
export const asUsages = (value: unknown, where: string): Usage[] => asSequence(value, item => {
  const text = asDOMString(item)
  if (!isUsage(text)) throw new TypeError(`${where}: The provided value '${text}' is not a valid enum value of type KeyUsage.`)
  return text
}, where)
