// The built-in objects as they are before the first script, which can replace them
// for itself alone. What the other modules use of JavaScript's own objects they take
// from here, and nothing from the global scope.
//
// A function that is made of a method takes its receiver as the first argument.

const { bind, call } = Function.prototype

const uncurryThis = bind.bind(call) as <T, A extends unknown[], R>(
  method: (this: T, ...args: A) => R,
) => (self: any, ...args: A) => R

export { uncurryThis }
export const global = globalThis
export const { apply, construct, defineProperty, deleteProperty, get, getOwnPropertyDescriptor, getPrototypeOf, has, ownKeys, setPrototypeOf } = Reflect
export const {
  Array, ArrayBuffer, BigInt, DataView, Error, Map, Number, Object, Promise, Proxy, RangeError, RegExp, Set, String, Symbol, TypeError, Uint8Array,
  isFinite, isNaN, parseInt,
} = globalThis
export const { create, freeze, is, hasOwn, keys } = Object
export const { isArray } = Array
export const { isInteger } = Number
export const { abs, floor, min, max, pow, trunc, fround } = Math
export const { fromCharCode, fromCodePoint } = String
export const { parse: parseJSON, stringify: stringifyJSON } = JSON
export const { asyncIterator, iterator, hasInstance, species, toStringTag } = Symbol
export const { captureStackTrace } = Error as unknown as { captureStackTrace(error: object, above?: Function): void }

export const push = uncurryThis([].push as (this: any[], ...items: any[]) => number)
export const join = uncurryThis([].join as (this: any[], separator?: string) => string)
// Array's slice, and those of typed arrays and buffers, make what a script says: see
// SpeciesConstructor. These don't.
export const slice = <T>(list: T[], begin = 0, end = list.length): T[] => {
  const some: T[] = []
  for (let n = begin; n < end; n++) push(some, list[n])
  return some
}
export const shift = uncurryThis([].shift as (this: any[]) => any)
export const sort = uncurryThis([].sort as (this: any[], compare?: (a: any, b: any) => number) => any[])
export const indexOf = uncurryThis([].indexOf as (this: any[], item: any) => number)

const string = ''
export const charCodeAt = uncurryThis(string.charCodeAt)
export const codePointAt = uncurryThis(string.codePointAt)
export const stringIndexOf = uncurryThis(string.indexOf)
export const stringLastIndexOf = uncurryThis(string.lastIndexOf)
export const stringSlice = uncurryThis(string.slice)
export const startsWith = uncurryThis(string.startsWith)
export const endsWith = uncurryThis(string.endsWith)
export const toLowerCase = uncurryThis(string.toLowerCase)
export const toUpperCase = uncurryThis(string.toUpperCase)
export const toWellFormed = uncurryThis((string as unknown as { toWellFormed(): string }).toWellFormed)
export const padStart = uncurryThis(string.padStart)
export const repeat = uncurryThis(string.repeat)

export const numberToString = uncurryThis((0).toString)
export const symbolToString = uncurryThis(Symbol.prototype.toString)
export const exec = uncurryThis(/ /.exec)
export const then = uncurryThis(Promise.prototype.then as (this: Promise<any>, fulfilled?: any, rejected?: any) => Promise<any>)
const { resolve, reject } = Promise
export const resolved = (value: unknown): Promise<any> => apply(resolve, Promise, [value])
export const rejected = (reason: unknown): Promise<never> => apply(reject, Promise, [reason])

const getter = (object: object, key: PropertyKey) => uncurryThis(getOwnPropertyDescriptor(object, key)!.get!)
const typedArray = getPrototypeOf(Uint8Array.prototype)!
// Undefined for what is no typed array; else its class's name.
export const typedArrayName = getter(typedArray, toStringTag) as (value: unknown) => string | undefined
export const typedArrayBuffer = getter(typedArray, 'buffer') as (value: unknown) => ArrayBufferLike
export const typedArrayByteOffset = getter(typedArray, 'byteOffset') as (value: unknown) => number
export const typedArrayByteLength = getter(typedArray, 'byteLength') as (value: unknown) => number
export const typedArrayLength = getter(typedArray, 'length') as (value: unknown) => number
export const typedArraySet = uncurryThis(Uint8Array.prototype.set)
// bytesFrom is a view of bytes, and copyBytesFrom a copy.
export const bytesFrom = (bytes: Uint8Array, begin: number, end: number = typedArrayLength(bytes)): Uint8Array =>
  new Uint8Array(typedArrayBuffer(bytes), typedArrayByteOffset(bytes) + begin, end - begin)
export const copyBytesFrom = (bytes: Uint8Array, begin: number, end: number = typedArrayLength(bytes)): Uint8Array =>
  new Uint8Array(bytesFrom(bytes, begin, end))
export const dataViewBuffer = getter(DataView.prototype, 'buffer') as (value: unknown) => ArrayBufferLike
export const dataViewByteOffset = getter(DataView.prototype, 'byteOffset') as (value: unknown) => number
export const dataViewByteLength = getter(DataView.prototype, 'byteLength') as (value: unknown) => number
export const bufferByteLength = getter(ArrayBuffer.prototype, 'byteLength') as (value: unknown) => number
export const bufferResizable = getter(ArrayBuffer.prototype, 'resizable') as (value: unknown) => boolean
export const bufferDetached = getter(ArrayBuffer.prototype, 'detached') as (value: unknown) => boolean
export const bufferTransfer = uncurryThis((ArrayBuffer.prototype as any).transfer) as (buffer: ArrayBuffer) => ArrayBuffer
// Undefined where the host allows no shared memory, and where a snapshot is made.
export let sharedBufferByteLength: (value: unknown) => number
export let sharedBufferGrowable: (value: unknown) => boolean
export const readShared = () => {
  const { SharedArrayBuffer } = globalThis
  if (SharedArrayBuffer === undefined) return
  sharedBufferByteLength = getter(SharedArrayBuffer.prototype, 'byteLength')
  sharedBufferGrowable = getter(SharedArrayBuffer.prototype, 'growable')
}
export const { isView } = ArrayBuffer

export const mapGet = uncurryThis(Map.prototype.get as (this: Map<any, any>, key: any) => any)
export const mapSet = uncurryThis(Map.prototype.set as (this: Map<any, any>, key: any, value: any) => any)
export const mapHas = uncurryThis(Map.prototype.has as (this: Map<any, any>, key: any) => boolean)
export const mapDelete = uncurryThis(Map.prototype.delete as (this: Map<any, any>, key: any) => boolean)
export const mapForEach = uncurryThis(Map.prototype.forEach as (this: Map<any, any>, each: (value: any, key: any) => void) => void)
export const mapSize = getter(Map.prototype, 'size') as (map: Map<any, any>) => number
export const setAdd = uncurryThis(Set.prototype.add as (this: Set<any>, value: any) => any)
export const setHas = uncurryThis(Set.prototype.has as (this: Set<any>, value: any) => boolean)
export const setDelete = uncurryThis(Set.prototype.delete as (this: Set<any>, value: any) => boolean)
export const setForEach = uncurryThis(Set.prototype.forEach as (this: Set<any>, each: (value: any) => void) => void)
export const setSize = getter(Set.prototype, 'size') as (set: Set<any>) => number

export const iteratorPrototype = getPrototypeOf(getPrototypeOf(([] as any)[iterator]())!)!
export const asyncIteratorPrototype = getPrototypeOf(getPrototypeOf((async function * () {}).prototype)!)!

export const WeakRef = globalThis.WeakRef
export const deref = uncurryThis(WeakRef.prototype.deref as (this: WeakRef<any>) => any)

export const { now: dateNow } = Date
