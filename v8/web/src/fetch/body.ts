import { copyOf, viewBuffer, viewByteLength, viewByteOffset, viewType } from '../buffers'
import { ByteList } from '../byte_list'
import { type Blob, blobOf, copy, newBlob } from '../file/blob'
import {
  bufferByteLength,
  charCodeAt,
  defineProperty,
  getOwnPropertyDescriptor,
  isView,
  ownKeys,
  parseJSON,
  push,
  setPrototypeOf,
  stringSlice,
  typedArrayByteLength,
  typedArrayName,
  TypeError,
  Uint8Array,
} from '../primordials'
import {
  deferred,
  promiseCall,
  promiseOf,
  promiseRejectedWith,
  promiseResolvedWith,
  setHandled,
  soon,
  transformPromise,
} from '../promises'
import type { Readable } from '../streams/readable'
import { readableOfReader } from '../streams/readable_of_reader'
import { readableOfBytes } from '../streams/readable_of_bytes'
import { facadeOf, readableOf, type ReadableStream } from '../streams/readable_stream'
import { tee } from '../streams/tee'
import { urls } from '../url'
import { parseForm, serializeForm } from '../url_encoded'
import { decodeUTF8, encodeUTF8 } from '../utf8'
import { asBytes, asUSVString, fail, isArrayBuffer, isObject, type Where } from '../webidl'
import { type FormData, type FormEntry, formOf, newForm } from './form_data'
import type { HeaderList } from './headers'
import { extractMIMEType, mimeTypeText } from './mime_type'
import { encodeMultipart, parseMultipart } from './multipart'

// A body of text or bytes has no stream until a script asks for one: most never do.
type Source = string | Uint8Array

const nothing = new Uint8Array(0)

// A Body is that of a request or a response.
export class Body {
  #source: Source | undefined
  #readable: Readable | undefined
  #used = false // without a stream

  constructor(of: Source | Readable) {
    if (typeof of === 'string' || isView(of)) this.#source = of as Source
    else this.#readable = of
  }

  get isUsed(): boolean {
    return this.#readable === undefined ? this.#used : this.#readable.disturbed
  }

  get isUnusable(): boolean {
    return this.isUsed || this.#readable?.locked === true
  }

  get isStream(): boolean {
    return this.#readable !== undefined
  }

  // take is the body for another owner. This one is used then.
  take(): Body {
    const source = this.takeSource()
    if (source !== undefined) return new Body(source)
    const reader = this.#readable!.acquireDefaultReader()
    this.#readable!.disturbed = true
    return new Body(readableOfReader(reader))
  }

  // stream is the body as a stream. It is made when it is first asked for.
  get stream(): Readable {
    if (this.#readable !== undefined) return this.#readable
    const readable = readableOfBytes(this.#used ? nothing : this.#bytes)
    if (this.#used) {
      readable.disturbed = true
      readable.close()
      readable.acquireDefaultReader() // whoever used it has one
    }
    this.#source = undefined
    return (this.#readable = readable)
  }

  get #bytes(): Uint8Array {
    const source = this.#source!
    return typeof source === 'string' ? encodeUTF8(source) : source
  }

  // takeSource is the whole body where there is no stream, and marks it as used.
  takeSource(): Source | undefined {
    const source = this.#source
    if (source === undefined) return undefined
    this.#source = undefined
    this.#used = true
    return source
  }

  clone(): Body {
    if (this.#source !== undefined) return new Body(this.#source)
    const [mine, other] = tee(this.stream, copyOfChunk)
    this.#readable = mine
    return new Body(other)
  }

  // consume is a promise of what convert makes of the whole body. The bytes are nobody
  // else's. No promise is resolved with them: scripts can give all objects a method then.
  consume<T>(convert: (bytes: Uint8Array) => T): Promise<T> {
    if (this.isUnusable) return promiseRejectedWith(unusable())
    const source = this.takeSource()
    if (source !== undefined) return promiseOf(() => convert(typeof source === 'string' ? encodeUTF8(source) : copy(source)))
    return readAll(this.#readable!, convert)
  }

  text(): Promise<string> {
    if (this.isUnusable || typeof this.#source !== 'string') return this.consume(decodeUTF8)
    return promiseOf(() => withoutMark(this.takeSource() as string))
  }
}

const unusable = () => new TypeError('The body has been used, or is locked')

const withoutMark = (text: string) => (charCodeAt(text, 0) === 0xfeff ? stringSlice(text, 1) : text)

function copyOfChunk(chunk: unknown): unknown {
  if (!isObject(chunk)) return chunk
  if (isArrayBuffer(chunk)) return copyOf(chunk, 0, bufferByteLength(chunk))
  if (!isView(chunk)) throw new TypeError('A chunk of the body is not a Uint8Array')
  const { elementSize, View } = viewType(chunk)
  const length = viewByteLength(chunk)
  return new View(copyOf(viewBuffer(chunk), viewByteOffset(chunk), length), 0, length / elementSize)
}

// readAll is a promise of what convert makes of all bytes.
function readAll<T>(readable: Readable, convert: (bytes: Uint8Array) => T): Promise<T> {
  const reader = readable.acquireDefaultReader()
  const list = new ByteList()
  const { promise, resolve, reject } = deferred<T>()
  const read = () =>
    reader.read({
      chunk: (chunk) => {
        if (typedArrayName(chunk) !== 'Uint8Array') {
          const error = new TypeError('A chunk of the body is not a Uint8Array')
          setHandled(reader.cancel(error))
          reject(error)
          return
        }
        try {
          list.push(chunk as Uint8Array)
        } catch (error) {
          setHandled(reader.cancel(error))
          reject(error)
          return
        }
        soon(read) // a stream that has all of it would nest the calls
      },
      close: () => {
        try {
          resolve(convert(list.toBytes()))
        } catch (error) {
          reject(error)
        }
      },
      error: reject,
    })
  read()
  return promise
}

// An Extracted is a body and its Content-Type, or null.
export interface Extracted {
  body: Body
  type: string | null
}

// extractBody makes a body of a BodyInit: https://fetch.spec.whatwg.org/#concept-bodyinit-extract
export function extractBody(value: unknown, where: Where): Extracted {
  if (isObject(value)) {
    const blob = blobOf(value)
    if (blob !== undefined) return { body: new Body(blob.bytes), type: blob.type === '' ? null : blob.type }
    if (isView(value) || isArrayBuffer(value)) return { body: new Body(copy(asBytes(value, where))), type: null }
    const form = formOf(value)
    if (form !== undefined) {
      const { bytes, boundary } = encodeMultipart(form)
      return { body: new Body(bytes), type: `multipart/form-data; boundary=${boundary}` }
    }
    const { isParams, listOf } = urls()
    if (isParams(value)) {
      const text = serializeForm(listOf(value as InstanceType<ReturnType<typeof urls>['URLSearchParams']>))
      return { body: new Body(text), type: 'application/x-www-form-urlencoded;charset=UTF-8' }
    }
    const readable = readableOf(value)
    if (readable !== undefined) {
      if (readable.disturbed || readable.locked) fail(where, 'The stream has been used, or is locked.')
      return { body: new Body(readable), type: null }
    }
  }
  return { body: new Body(asUSVString(value)), type: 'text/plain;charset=UTF-8' }
}

// What a Request or Response has of the mixin.
export interface Message {
  body: Body | null
  headers: HeaderList
}

// withBody gives a class the members of the mixin Body. message throws for what is no
// object of the class.
export function withBody(of: { prototype: object }, message: (object: any) => Message): void {
  const consume = <T>(object: unknown, convert: (bytes: Uint8Array) => T): Promise<T> => {
    const { body } = message(object)
    return body === null ? promiseOf(() => convert(new Uint8Array(0))) : body.consume(convert)
  }
  const members = {
    get body(): ReadableStream | null {
      const { body } = message(this)
      return body === null ? null : facadeOf(body.stream)
    },
    get bodyUsed(): boolean {
      return message(this).body?.isUsed ?? false
    },
    arrayBuffer(): Promise<ArrayBuffer> {
      return promiseCall(() => consume(this, bufferOf))
    },
    blob(): Promise<Blob> {
      return promiseCall(() => {
        const { headers } = message(this)
        return consume(this, (bytes) => {
          const type = extractMIMEType(headers.get('content-type'))
          return newBlob(bytes, type === undefined ? '' : mimeTypeText(type))
        })
      })
    },
    bytes(): Promise<Uint8Array> {
      return promiseCall(() => consume(this, (bytes) => new Uint8Array(bufferOf(bytes))))
    },
    formData(): Promise<FormData> {
      return promiseCall(() => {
        const { headers } = message(this)
        return consume(this, (bytes) => formDataOf(bytes, headers))
      })
    },
    json(): Promise<any> {
      return promiseCall(() => {
        const { body } = message(this)
        if (body === null) return consume(this, (bytes) => parseJSON(decodeUTF8(bytes)))
        return transformPromise(body.text(), (text) => parseJSON(text))
      })
    },
    text(): Promise<string> {
      return promiseCall(() => message(this).body?.text() ?? promiseResolvedWith(''))
    },
  }
  const names = ownKeys(members)
  for (let n = 0; n < names.length; n++) {
    const descriptor = getOwnPropertyDescriptor(members, names[n])!
    setPrototypeOf(descriptor, null)
    defineProperty(of.prototype, names[n], descriptor)
  }
}

// bufferOf is a buffer of these bytes alone.
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const buffer = viewBuffer(bytes)
  const length = typedArrayByteLength(bytes)
  return bufferByteLength(buffer) === length ? buffer : copyOf(buffer, viewByteOffset(bytes), length)
}

function formDataOf(bytes: Uint8Array, headers: HeaderList): FormData {
  const type = extractMIMEType(headers.get('content-type'))
  if (type?.essence === 'multipart/form-data') {
    const { boundary } = type.parameters
    if (boundary === undefined) throw new TypeError('The Content-Type has no boundary')
    return newForm(parseMultipart(bytes, boundary))
  }
  if (type?.essence === 'application/x-www-form-urlencoded') return newForm(pairs(parseForm(decodeUTF8(bytes))))
  throw new TypeError('The Content-Type is not that of a form')
}

function pairs(list: string[]): FormEntry[] {
  const entries: FormEntry[] = []
  for (let n = 0; n < list.length; n += 2) push(entries, [list[n], list[n + 1]])
  return entries
}
