// The kinds of keys: which algorithm has which, and what they may be used for.

import { indexOf, push } from '../primordials'
import { domException } from '../dom_exception'
import type { Algorithm } from './algorithm'
import { allUsages, type KeyType, type Usage } from './key'

export const syntaxError = (what: string) => domException(what, 'SyntaxError')
export const invalidAccess = (what: string) => domException(what, 'InvalidAccessError')
export const dataError = (what: string) => domException(what, 'DataError')

const usages: Record<string, Partial<Record<KeyType, Usage[]>>> = {
  __proto__: null as never,
  'RSASSA-PKCS1-v1_5': { private: ['sign'], public: ['verify'] },
  'RSA-PSS': { private: ['sign'], public: ['verify'] },
  'RSA-OAEP': { private: ['decrypt', 'unwrapKey'], public: ['encrypt', 'wrapKey'] },
  'ECDSA': { private: ['sign'], public: ['verify'] },
  'ECDH': { private: ['deriveKey', 'deriveBits'], public: [] },
  'Ed25519': { private: ['sign'], public: ['verify'] },
  'X25519': { private: ['deriveKey', 'deriveBits'], public: [] },
  'AES-CTR': { secret: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'] },
  'AES-CBC': { secret: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'] },
  'AES-GCM': { secret: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'] },
  'AES-KW': { secret: ['wrapKey', 'unwrapKey'] },
  'HMAC': { secret: ['sign', 'verify'] },
  'HKDF': { secret: ['deriveKey', 'deriveBits'] },
  'PBKDF2': { secret: ['deriveKey', 'deriveBits'] },
}

// usagesOf are those of given that a key of the type may have.
export const usagesOf = (name: string, type: KeyType, given: Usage[]): Usage[] => {
  const may = usages[name][type] ?? [], list: Usage[] = []
  for (let n = 0; n < given.length; n++) if (indexOf(may, given[n]) >= 0) push(list, given[n])
  return list
}

// checkUsages throws where a key of one of the types can't have a usage.
export const checkUsages = (name: string, types: KeyType[], given: Usage[]) => {
  for (let n = 0; n < given.length; n++) {
    let may = false
    for (let k = 0; k < types.length; k++) may ||= indexOf(usages[name][types[k]] ?? [], given[n]) >= 0
    if (!may) throw syntaxError(`A key of ${name} can't be used for ${given[n]}.`)
  }
}

export const isRSA = (name: string): boolean => name === 'RSASSA-PKCS1-v1_5' || name === 'RSA-PSS' || name === 'RSA-OAEP'
export const isEC = (name: string): boolean => name === 'ECDSA' || name === 'ECDH'
export const isOKP = (name: string): boolean => name === 'Ed25519' || name === 'X25519'
export const isAES = (name: string): boolean => name === 'AES-CTR' || name === 'AES-CBC' || name === 'AES-GCM' || name === 'AES-KW'
export const isAsymmetric = (name: string): boolean => isRSA(name) || isEC(name) || isOKP(name)
export const isCurve = (name: string): boolean => name === 'P-256' || name === 'P-384' || name === 'P-521'

// kindOf is what Go calls the key's kind.
export const kindOf = ({ name, namedCurve }: Algorithm): string => isRSA(name) ? 'RSA' : isEC(name) ? namedCurve : name

export const hashBits = (hash: string): number => hash === 'SHA-1' ? 160 : hash === 'SHA-256' ? 256 : hash === 'SHA-384' ? 384 : 512
export const blockBits = (hash: string): number => hash === 'SHA-1' || hash === 'SHA-256' ? 512 : 1024

// hashSuffix is how JSON Web Algorithms name a hash.
export const hashSuffix = (hash: string): string => hash === 'SHA-1' ? '1' : hash === 'SHA-256' ? '256' : hash === 'SHA-384' ? '384' : '512'

// jwkAlgorithm is the member alg of a key, or undefined where it has none.
export const jwkAlgorithm = ({ name, hash }: Algorithm, bits: number): string | undefined => {
  switch (name) {
    case 'RSASSA-PKCS1-v1_5': return 'RS' + hashSuffix(hash)
    case 'RSA-PSS': return 'PS' + hashSuffix(hash)
    case 'RSA-OAEP': return hash === 'SHA-1' ? 'RSA-OAEP' : 'RSA-OAEP-' + hashSuffix(hash)
    case 'HMAC': return 'HS' + hashSuffix(hash)
    case 'AES-CTR': case 'AES-CBC': case 'AES-GCM': case 'AES-KW': return `A${bits}${name === 'AES-CTR' ? 'CTR' : name === 'AES-CBC' ? 'CBC' : name === 'AES-GCM' ? 'GCM' : 'KW'}`
  }
  return undefined
}

export const isUsage = (text: string): text is Usage => indexOf(allUsages, text as Usage) >= 0
