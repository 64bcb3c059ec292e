// Web IDL's conversions, as far as the parts need them.
//
// Web IDL: https://webidl.spec.whatwg.org/#js-type-mapping

import {
  apply, bufferByteLength, bufferResizable, charCodeAt, dataViewBuffer, dataViewByteLength, dataViewByteOffset,
  defineProperty, floor, indexOf, isFinite, isNaN, isView, iterator, max, min, ownKeys, pow, push,
  sharedBufferByteLength, sharedBufferGrowable, toStringTag, toWellFormed, trunc, typedArrayBuffer,
  typedArrayByteLength, typedArrayByteOffset, typedArrayName, TypeError, Uint8Array,
} from './primordials'

// Where says what is converted, for the text of an error: "Failed to execute 'atob'".
export type Where = string

export const fail = (where: Where, what: string): never => {
  throw new TypeError(`${where}: ${what}`)
}

export const executing = (name: string, of?: string): Where =>
  of === undefined ? `Failed to execute '${name}'` : `Failed to execute '${name}' on '${of}'`

export const constructing = (name: string): Where => `Failed to construct '${name}'`

// required throws unless a call has as many arguments.
export const required = (given: number, least: number, where: Where) => {
  if (given < least) fail(where, `${least} argument${least === 1 ? '' : 's'} required, but only ${given} present.`)
}

// illegal is what a constructor throws that scripts can't call.
export const illegal = (): never => {
  throw new TypeError('Illegal constructor')
}

export const asDOMString = (value: unknown): string => `${value}`

export const asUSVString = (value: unknown): string => toWellFormed(`${value}`)

export const asByteString = (value: unknown, where: Where): string => {
  const text = `${value}`
  for (let n = 0; n < text.length; n++) {
    if (charCodeAt(text, n) > 255) fail(where, `The string has a character at index ${n} that is greater than 255.`)
  }
  return text
}

export const asDouble = (value: unknown, where: Where): number => {
  const number = +(value as number)
  if (!isFinite(number)) fail(where, 'The provided double value is non-finite.')
  return number
}

const mostSafe = 2 ** 53 - 1

// asInteger is for all integer types: of that many bits, signed or not.
export const asInteger = (
  value: unknown, bits: 8 | 16 | 32 | 64, signed: boolean, where: Where, extended?: 'EnforceRange' | 'Clamp',
): number => {
  let number = +(value as number)
  const most = bits === 64 ? mostSafe : signed ? pow(2, bits - 1) - 1 : pow(2, bits) - 1
  const least = !signed ? 0 : bits === 64 ? -mostSafe : -pow(2, bits - 1)
  if (extended === 'EnforceRange') {
    if (!isFinite(number)) fail(where, 'The value is not a finite number.')
    number = trunc(number) + 0
    if (number < least || number > most) fail(where, `The value is outside the range from ${least} to ${most}.`)
    return number
  }
  if (isNaN(number)) return 0
  if (extended === 'Clamp') {
    number = min(max(number, least), most)
    const down = floor(number)
    const rest = number - down
    if (rest < 0.5 || rest === 0.5 && down % 2 === 0) return down + 0
    return down + 1
  }
  if (!isFinite(number)) return 0
  const all = pow(2, bits)
  number = trunc(number) % all
  if (signed && number >= all / 2) number -= all
  else if (signed && number < -all / 2) number += all
  else if (!signed && number < 0) number += all
  return number + 0
}

export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null || typeof value === 'function'

// asDictionary is the object whose members a dictionary is read from; they are read in
// the order of their names, each once.
export const asDictionary = (value: unknown, where: Where): any => {
  if (value === undefined || value === null) return empty
  if (!isObject(value)) fail(where, 'The provided value is not of type \'object\'.')
  return value
}
const empty = { __proto__: null } as any

// asSequence is the items of an iterable, each converted.
export const asSequence = <T>(value: unknown, item: (value: unknown) => T, where: Where): T[] => {
  const method = isObject(value) ? (value as any)[iterator] : undefined
  if (typeof method !== 'function') fail(where, 'The provided value cannot be converted to a sequence.')
  return iterate(value, method, item, where)
}

export const iterate = <T>(value: unknown, method: Function, item: (value: unknown) => T, where: Where): T[] => {
  const list: T[] = []
  const items = apply(method, value, [])
  if (!isObject(items)) fail(where, 'The iterator is not an object.')
  const { next } = items as any
  for (;;) {
    const result = apply(next, items, [])
    if (!isObject(result)) fail(where, 'The result of the iterator is not an object.')
    if ((result as any).done) return list
    push(list, item((result as any).value))
  }
}

export const isFunction = (value: unknown): value is Function => typeof value === 'function'

export const asEnum = <T extends string>(value: unknown, of: readonly T[], where: Where): T => {
  const text = `${value}`
  for (let n = 0; n < of.length; n++) if (of[n] === text) return of[n]
  return fail(where, `The provided value '${text}' is not a valid enum value.`)
}

export const isArrayBuffer = (value: unknown): value is ArrayBuffer => {
  try {
    bufferByteLength(value)
    return true
  } catch {
    return false
  }
}

export const isSharedArrayBuffer = (value: unknown): boolean => {
  if (sharedBufferByteLength === undefined) return false
  try {
    sharedBufferByteLength(value)
    return true
  } catch {
    return false
  }
}

// asBytes is a view of the bytes of a BufferSource.
export const asBytes = (
  value: unknown, where: Where, allow?: { shared?: boolean, resizable?: boolean },
): Uint8Array => {
  let buffer: any = value, offset = 0, length: number | undefined
  if (isView(value)) {
    if (typedArrayName(value) === undefined) {
      buffer = dataViewBuffer(value)
      offset = dataViewByteOffset(value)
      length = dataViewByteLength(value)
    } else {
      buffer = typedArrayBuffer(value)
      offset = typedArrayByteOffset(value)
      length = typedArrayByteLength(value)
    }
  }
  if (isObject(buffer) && isArrayBuffer(buffer)) {
    if (bufferResizable(buffer) && !allow?.resizable) fail(where, 'The buffer must not be resizable.')
    length ??= bufferByteLength(buffer)
  } else if (isObject(buffer) && isSharedArrayBuffer(buffer)) {
    if (!allow?.shared) fail(where, 'The buffer must not be shared.')
    if (sharedBufferGrowable(buffer) && !allow?.resizable) fail(where, 'The buffer must not be growable.')
    length ??= sharedBufferByteLength(buffer)
  } else {
    fail(where, 'The provided value is not of type \'(ArrayBuffer or ArrayBufferView)\'.')
  }
  return length === 0 ? new Uint8Array(0) : new Uint8Array(buffer, offset, length)
}

type Class = { new (...args: any[]): any, prototype: object, name: string }

// define is defineProperty of a data property.
export const define = (
  object: object, key: PropertyKey, value: unknown, { enumerable = false, writable = true, configurable = true } = {},
) => defineProperty(object, key, { __proto__: null, value, enumerable, writable, configurable } as PropertyDescriptor)

// newInterfaces are prototypes that Go has not been told of: a clone of an object that has
// one of them is the class's to make.
export const newInterfaces: object[] = []

// exposed makes of a class what Web IDL says of an interface: its operations and
// attributes are enumerable, and its objects have its name. constants are of both the
// class and its prototype.
export const exposed = <T extends Class>(of: T, name: string, constants?: Record<string, number>): T => {
  define(of, 'name', name, { writable: false })
  enumerate(of, notStatic)
  enumerate(of.prototype, notMember)
  define(of.prototype, toStringTag, name, { writable: false })
  push(newInterfaces, of.prototype)
  if (constants !== undefined) {
    const names = ownKeys(constants)
    for (let n = 0; n < names.length; n++) {
      const value = constants[names[n] as string]
      define(of, names[n], value, { enumerable: true, writable: false, configurable: false })
      define(of.prototype, names[n], value, { enumerable: true, writable: false, configurable: false })
    }
  }
  return of
}

const enumerate = (object: object, except: string[]) => {
  const all = ownKeys(object)
  for (let n = 0; n < all.length; n++) {
    const key = all[n]
    if (typeof key === 'string' && indexOf(except, key) < 0) defineProperty(object, key, enumerable)
  }
}
const notStatic = ['prototype', 'name', 'length'], notMember = ['constructor']
const enumerable = { __proto__: null, enumerable: true } as PropertyDescriptor
