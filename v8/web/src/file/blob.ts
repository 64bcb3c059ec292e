import { internal } from '../internal'
import { ByteList } from '../byte_list'
import {
  charCodeAt,
  isView,
  min,
  max,
  stringSlice,
  toLowerCase,
  typedArrayBuffer,
  typedArrayByteLength,
  typedArrayByteOffset,
  Uint8Array,
} from '../primordials'
import { promiseCall, promiseResolvedWith } from '../promises'
import { facadeOf, type ReadableStream } from '../streams/readable_stream'
import { readableOfBytes } from '../streams/readable_of_bytes'
import { decodeUTF8, encodeUTF8 } from '../utf8'
import {
  asBytes,
  asDictionary,
  asDOMString,
  asEnum,
  asInteger,
  asSequence,
  asUSVString,
  constructing,
  executing,
  exposed,
  isArrayBuffer,
  isObject,
} from '../webidl'
import type { Where } from '../webidl'

// What is in a Blob, for good.
export interface BlobData {
  readonly bytes: Uint8Array
  readonly type: string
}

// blobOf is what is in a Blob, and undefined for any other value.
export let blobOf: (value: unknown) => BlobData | undefined

// newBlob is a Blob of bytes, which nobody may change.
export function newBlob(bytes: Uint8Array, type: string): Blob {
  return new Blob(internal, { bytes, type })
}

// https://w3c.github.io/FileAPI/#blob-section
export class Blob {
  #data: BlobData

  constructor(blobParts: unknown = undefined, options: unknown = undefined) {
    if (blobParts === internal) {
      this.#data = options as BlobData
      return
    }
    const where = constructing(new.target.name)
    const parts = blobParts === undefined ? [] : asSequence(blobParts, asPart, where)
    const bag = asDictionary(options, where)
    const { endings } = bag
    const native = endings !== undefined && asEnum(endings, ['transparent', 'native'], where) === 'native'
    const { type } = bag
    this.#data = { type: type === undefined ? '' : asType(asDOMString(type)), bytes: join(parts, native, where) }
  }

  get size(): number {
    return typedArrayByteLength(this.#data.bytes)
  }

  get type(): string {
    return this.#data.type
  }

  slice(start: unknown = undefined, end: unknown = undefined, contentType: unknown = undefined): Blob {
    const { bytes } = this.#data
    const where = executing('slice', 'Blob')
    const size = typedArrayByteLength(bytes)
    const from = start === undefined ? 0 : relative(asInteger(start, 64, true, where, 'Clamp'), size)
    const to = end === undefined ? size : relative(asInteger(end, 64, true, where, 'Clamp'), size)
    const type = contentType === undefined ? '' : asType(asDOMString(contentType))
    return newBlob(part(bytes, from, max(to - from, 0)), type)
  }

  stream(): ReadableStream {
    return facadeOf(readableOfBytes(this.#data.bytes))
  }

  text(): Promise<string> {
    return promiseCall(() => promiseResolvedWith(decodeUTF8(this.#data.bytes)))
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return promiseCall(() => promiseResolvedWith(typedArrayBuffer(copy(this.#data.bytes)) as ArrayBuffer))
  }

  bytes(): Promise<Uint8Array> {
    return promiseCall(() => promiseResolvedWith(copy(this.#data.bytes)))
  }

  static {
    blobOf = (value) => (isObject(value) && #data in value ? value.#data : undefined)
    exposed(this, 'Blob')
  }
}

// part is count bytes of others, with which it shares them.
function part(bytes: Uint8Array, start: number, count: number): Uint8Array {
  return new Uint8Array(typedArrayBuffer(bytes), typedArrayByteOffset(bytes) + start, count)
}

export function copy(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes)
}

function relative(position: number, size: number): number {
  return position < 0 ? max(size + position, 0) : min(position, size)
}

class Source {
  constructor(readonly buffer: ArrayBuffer | ArrayBufferView) {}
}

type Part = Source | BlobData | string

function asPart(value: unknown): Part {
  if (isObject(value)) {
    if (isView(value) || isArrayBuffer(value)) return new Source(value)
    const blob = blobOf(value)
    if (blob !== undefined) return blob
  }
  return asUSVString(value)
}

function join(parts: Part[], native: boolean, where: Where): Uint8Array {
  const list = new ByteList()
  for (let n = 0; n < parts.length; n++) {
    const part = parts[n]
    if (typeof part === 'string') list.push(encodeUTF8(native ? withNativeEndings(part) : part))
    else if (part instanceof Source) list.push(copy(asBytes(part.buffer, where)))
    else list.push(part.bytes)
  }
  return list.toBytes()
}

function withNativeEndings(text: string): string {
  let result = ''
  let from = 0
  for (let n = 0; n < text.length; n++) {
    if (charCodeAt(text, n) !== 13) continue
    result += stringSlice(text, from, n) + '\n'
    if (charCodeAt(text, n + 1) === 10) n++
    from = n + 1
  }
  return result + stringSlice(text, from)
}

// asType is a type, or nothing if it has what no type has.
export function asType(type: string): string {
  for (let n = 0; n < type.length; n++) {
    const code = charCodeAt(type, n)
    if (code < 0x20 || code > 0x7e) return ''
  }
  return toLowerCase(type)
}
