// What Go computes for crypto.subtle. Keys are bytes: secret ones as they are, private
// ones in PKCS #8 and public ones in SPKI.

import { op } from '../host'

type Bytes = Uint8Array

// A Secret is bytes that may become a key, as text: no promise looks for a property of it.
export type Secret = string

export const randomBytes = op<(to: Bytes) => void>('randomBytes')
export const digest = op<(hash: string, data: Bytes) => Promise<Bytes>>('digest')
export const hmacSign = op<(hash: string, key: Bytes, data: Bytes) => Promise<Bytes>>('hmacSign')
export const hmacVerify = op<(hash: string, key: Bytes, signature: Bytes, data: Bytes) => Promise<boolean>>('hmacVerify')
export const pbkdf2 = op<(hash: string, password: Bytes, salt: Bytes, iterations: number, length: number) => Promise<Secret>>('pbkdf2')
export const hkdf = op<(hash: string, key: Bytes, salt: Bytes, info: Bytes, length: number) => Promise<Secret>>('hkdf')
export const aesCBC = op<(encrypt: boolean, key: Bytes, iv: Bytes, data: Bytes) => Promise<Bytes>>('aesCBC')
export const aesCTR = op<(key: Bytes, counter: Bytes, length: number, data: Bytes) => Promise<Bytes>>('aesCTR')
export const aesGCM = op<(encrypt: boolean, key: Bytes, iv: Bytes, additional: Bytes, tagLength: number, data: Bytes) => Promise<Bytes>>('aesGCM')
export const aesWrap = op<(wrap: boolean, key: Bytes, data: Bytes) => Promise<Bytes>>('aesWrap')
export const rsaGenerate = op<(bits: number, exponent: Bytes) => Promise<Secret>>('rsaGenerate')
// A salt length of -1 is PKCS #1 v1.5.
export const rsaSign = op<(hash: string, key: Bytes, saltLength: number, data: Bytes) => Promise<Bytes>>('rsaSign')
export const rsaVerify = op<(hash: string, key: Bytes, saltLength: number, signature: Bytes, data: Bytes) => Promise<boolean>>('rsaVerify')
export const rsaEncrypt = op<(hash: string, key: Bytes, label: Bytes, data: Bytes) => Promise<Bytes>>('rsaEncrypt')
export const rsaDecrypt = op<(hash: string, key: Bytes, label: Bytes, data: Bytes) => Promise<Bytes>>('rsaDecrypt')
export const ecGenerate = op<(kind: string) => Promise<Secret>>('ecGenerate')
export const ecdsaSign = op<(hash: string, key: Bytes, data: Bytes) => Promise<Bytes>>('ecdsaSign')
export const ecdsaVerify = op<(hash: string, key: Bytes, signature: Bytes, data: Bytes) => Promise<boolean>>('ecdsaVerify')
export const ecdhDerive = op<(key: Bytes, other: Bytes) => Promise<Secret>>('ecdhDerive')
export const ed25519Sign = op<(key: Bytes, data: Bytes) => Promise<Bytes>>('ed25519Sign')
export const ed25519Verify = op<(key: Bytes, signature: Bytes, data: Bytes) => Promise<boolean>>('ed25519Verify')

// An Imported is an asymmetric key; undefined is one that is not of the kind: "RSA", a
// curve, "Ed25519" or "X25519".
export type Imported = { data: Bytes, isPrivate: boolean, bits: number, exponent: Bytes } | undefined
export const importDER = op<(isPrivate: boolean, kind: string, data: Bytes) => Imported>('importDER')
export const importRaw = op<(kind: string, data: Bytes) => Imported>('importRaw')
export const importJWK = op<(kind: string, members: Record<string, string>) => Imported>('importJWK')
export const exportRaw = op<(key: Bytes) => Bytes>('exportRaw')
export const exportJWK = op<(isPrivate: boolean, key: Bytes) => Record<string, string>>('exportJWK')
export const publicOf = op<(key: Bytes) => Bytes>('publicOf')

// base64 without padding, with - and _. Undefined for what is none.
export const fromBase64URL = op<(text: string) => Bytes | undefined>('base64URLDecode')
export const toBase64URL = op<(bytes: Bytes) => string>('base64URLEncode')
