// CryptoKey.
//
// Web Crypto: https://w3c.github.io/webcrypto/#cryptokey-interface

import { internal } from '../internal'
import { part } from '../part'
import { indexOf, push, Uint8Array } from '../primordials'
import { exposed, illegal } from '../webidl'
import type { Algorithm } from './algorithm'

export type KeyType = 'secret' | 'private' | 'public'
export type Usage = 'encrypt' | 'decrypt' | 'sign' | 'verify' | 'deriveKey' | 'deriveBits' | 'wrapKey' | 'unwrapKey'

// In the order in which a key lists its own.
export const allUsages: Usage[] = ['encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey']

// A KeyData is what a key is, for good. bytes is no script's.
export type KeyData = { type: KeyType, extractable: boolean, algorithm: Algorithm, usages: Usage[], bytes: Uint8Array }

// visible is the algorithm as scripts see it: objects of their own.
const visible = ({ name, hash, length, modulusLength, publicExponent, namedCurve }: Algorithm): object => {
  const seen: any = { name }
  if (modulusLength !== undefined) seen.modulusLength = modulusLength
  if (publicExponent !== undefined) seen.publicExponent = new Uint8Array(publicExponent)
  if (hash !== undefined) seen.hash = { name: hash }
  if (length !== undefined) seen.length = length
  if (namedCurve !== undefined) seen.namedCurve = namedCurve
  return seen
}

// ordered is usages in their order, each once.
export const ordered = (usages: Usage[]): Usage[] => {
  const list: Usage[] = []
  for (let n = 0; n < allUsages.length; n++) if (indexOf(usages, allUsages[n]) >= 0) push(list, allUsages[n])
  return list
}

export const cryptoKeys = part(() => {
  let keyOf: (key: object) => KeyData
  let isCryptoKey: (value: object) => boolean

  class CryptoKey {
    #data: KeyData
    #algorithm: object | undefined
    #usages: Usage[] | undefined

    constructor(key: unknown, data: unknown) {
      if (key !== internal) illegal()
      this.#data = data as KeyData
    }
    get type() { return this.#data.type }
    get extractable() { return this.#data.extractable }
    get algorithm() { return this.#algorithm ??= visible(this.#data.algorithm) }
    get usages() { return this.#usages ??= ordered(this.#data.usages) }

    static {
      keyOf = key => (key as CryptoKey).#data
      isCryptoKey = value => #data in value
    }
  }
  exposed(CryptoKey, 'CryptoKey')
  const newKey = (data: KeyData): CryptoKey => new CryptoKey(internal, data)
  return { CryptoKey, keyOf: keyOf!, isCryptoKey: isCryptoKey!, newKey }
})
