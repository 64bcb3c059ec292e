// What scripts name an algorithm with, and what becomes of it.
//
// Web Crypto: https://w3c.github.io/webcrypto/#algorithm-normalization

import { domException } from '../dom_exception'
import { toLowerCase, typedArrayName, Uint8Array } from '../primordials'
import { asBytes, asDictionary, asDOMString, asInteger, fail, isObject } from '../webidl'
import { cryptoKeys } from './key'

export type Operation =
  'digest' | 'generateKey' | 'importKey' | 'sign' | 'encrypt' | 'deriveBits' | 'getKeyLength' | 'wrapKey'

// An Algorithm has what the operation needs.
export type Algorithm = { name: string, [member: string]: any }

type Read = (from: any, where: string) => Record<string, unknown>

const nothing: Read = () => ({ __proto__: null as never })

const needed = (value: unknown, member: string, where: string): unknown =>
  value === undefined ? fail(where, `member ${member} is required.`) : value

// copy is what a script can't change any more.
const copy = (value: unknown, where: string): Uint8Array => new Uint8Array(asBytes(value, where))

const hashName = (value: unknown, where: string): string => normalize(needed(value, 'hash', where), 'digest', where).name

const hashOnly: Read = ({ hash }, where) => ({ __proto__: null as never, hash: hashName(hash, where) })
const curve: Read = ({ namedCurve }, where) => ({ __proto__: null as never, namedCurve: asDOMString(needed(namedCurve, 'namedCurve', where)) })
const aesLength: Read = ({ length }, where) => ({ __proto__: null as never, length: asInteger(needed(length, 'length', where), 16, false, where, 'EnforceRange') })
const hmac: Read = ({ hash, length }, where) => ({
  __proto__: null as never,
  hash: hashName(hash, where),
  length: length === undefined ? undefined : asInteger(length, 32, false, where, 'EnforceRange'),
})
const rsaGenerate: Read = ({ hash, modulusLength, publicExponent }, where) => {
  const name = hashName(hash, where)
  const bits = asInteger(needed(modulusLength, 'modulusLength', where), 32, false, where, 'EnforceRange')
  if (typedArrayName(needed(publicExponent, 'publicExponent', where)) !== 'Uint8Array') fail(where, 'member publicExponent is not of type \'Uint8Array\'.')
  return { __proto__: null as never, hash: name, modulusLength: bits, publicExponent: copy(publicExponent, where) }
}
const publicKey: Read = (from, where) => {
  const key = needed(from.public, 'public', where)
  if (!isObject(key) || !cryptoKeys().isCryptoKey(key)) fail(where, 'member public is not of type \'CryptoKey\'.')
  return { __proto__: null as never, public: key }
}
const iv: Read = (from, where) => ({ __proto__: null as never, iv: copy(needed(from.iv, 'iv', where), where) })

const readers: Record<string, Partial<Record<Operation, Read>>> = {
  __proto__: null as never,
  'SHA-1': { digest: nothing },
  'SHA-256': { digest: nothing },
  'SHA-384': { digest: nothing },
  'SHA-512': { digest: nothing },
  'RSASSA-PKCS1-v1_5': { generateKey: rsaGenerate, importKey: hashOnly, sign: nothing },
  'RSA-PSS': {
    generateKey: rsaGenerate,
    importKey: hashOnly,
    sign: ({ saltLength }, where) => ({ __proto__: null as never, saltLength: asInteger(needed(saltLength, 'saltLength', where), 32, false, where, 'EnforceRange') }),
  },
  'RSA-OAEP': {
    generateKey: rsaGenerate,
    importKey: hashOnly,
    encrypt: ({ label }, where) => ({ __proto__: null as never, label: label === undefined ? new Uint8Array(0) : copy(label, where) }),
  },
  'ECDSA': { generateKey: curve, importKey: curve, sign: hashOnly },
  'ECDH': { generateKey: curve, importKey: curve, deriveBits: publicKey },
  'Ed25519': { generateKey: nothing, importKey: nothing, sign: nothing },
  'X25519': { generateKey: nothing, importKey: nothing, deriveBits: publicKey },
  'AES-CTR': {
    generateKey: aesLength,
    importKey: nothing,
    getKeyLength: aesLength,
    encrypt: ({ counter, length }, where) => ({
      __proto__: null as never,
      counter: copy(needed(counter, 'counter', where), where),
      length: asInteger(needed(length, 'length', where), 8, false, where, 'EnforceRange'),
    }),
  },
  'AES-CBC': { generateKey: aesLength, importKey: nothing, getKeyLength: aesLength, encrypt: iv },
  'AES-GCM': {
    generateKey: aesLength,
    importKey: nothing,
    getKeyLength: aesLength,
    encrypt: (from, where) => {
      const { additionalData } = from
      return {
        ...iv(from, where),
        additionalData: additionalData === undefined ? new Uint8Array(0) : copy(additionalData, where),
        tagLength: from.tagLength === undefined ? 128 : asInteger(from.tagLength, 8, false, where, 'EnforceRange'),
      }
    },
  },
  'AES-KW': { generateKey: aesLength, importKey: nothing, getKeyLength: aesLength, wrapKey: nothing },
  'HMAC': { generateKey: hmac, importKey: hmac, getKeyLength: hmac, sign: nothing },
  'HKDF': {
    importKey: nothing,
    getKeyLength: nothing,
    deriveBits: ({ hash, info, salt }, where) => ({
      __proto__: null as never,
      hash: hashName(hash, where),
      info: copy(needed(info, 'info', where), where),
      salt: copy(needed(salt, 'salt', where), where),
    }),
  },
  'PBKDF2': {
    importKey: nothing,
    getKeyLength: nothing,
    deriveBits: ({ hash, iterations, salt }, where) => ({
      __proto__: null as never,
      hash: hashName(hash, where),
      iterations: asInteger(needed(iterations, 'iterations', where), 32, false, where, 'EnforceRange'),
      salt: copy(needed(salt, 'salt', where), where),
    }),
  },
}
const names = [
  'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512', 'RSASSA-PKCS1-v1_5', 'RSA-PSS', 'RSA-OAEP', 'ECDSA', 'ECDH', 'Ed25519', 'X25519',
  'AES-CTR', 'AES-CBC', 'AES-GCM', 'AES-KW', 'HMAC', 'HKDF', 'PBKDF2',
]

export const notSupported = (what: string) => domException(what, 'NotSupportedError')

// normalize reads an AlgorithmIdentifier.
export const normalize = (value: unknown, operation: Operation, where: string): Algorithm => {
  const from = isObject(value) ? asDictionary(value, where) : { __proto__: null, name: asDOMString(value) }
  const given = asDOMString(needed(from.name, 'name', where))
  const lower = toLowerCase(given)
  for (let n = 0; n < names.length; n++) {
    const name = names[n]
    if (toLowerCase(name) !== lower) continue
    const read = readers[name][operation]
    if (read === undefined) break
    return { __proto__: null as never, ...read(from, where), name } as Algorithm
  }
  throw notSupported(`${where}: Unrecognized algorithm name: ${given}`)
}
