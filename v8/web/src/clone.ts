// Structured clones: V8's serializer copies what is JavaScript's own, and the classes of
// this package say what becomes of theirs.
//
// HTML: https://html.spec.whatwg.org/multipage/structured-data.html

import { cryptoKeys } from './crypto/key'
import { domException, exceptions } from './dom_exception'
import { blobOf, newBlob } from './file/blob'
import { fileOf, newFile } from './file/file'
import { op } from './host'
import { messaging } from './messaging'
import {
  bufferDetached, bufferTransfer, getOwnPropertyDescriptor, Map, mapGet, mapSet, push, Object,
} from './primordials'
import { asDictionary, asSequence, define, executing, fail, isArrayBuffer, isObject, isSharedArrayBuffer, newInterfaces, required } from './webidl'

// serialize asks for each object of a class of this package to put it down, as a number.
const serialize = op<(value: unknown, buffers: ArrayBuffer[], plain: object, write: (object: object) => number) => Uint8Array>('serialize')
const markInterfaces = op<(prototypes: object[]) => void>('markInterfaces')
const deserialize = op<(bytes: Uint8Array, buffers: ArrayBuffer[], hosts: object[]) => unknown>('deserialize')

// A Cloneable is a class whose objects have clones.
type Cloneable = {
  is: (object: object) => boolean
  // save gives what a clone is made of; nothing changes it.
  save: (object: any) => unknown
  load: (saved: any) => object
}

// A Transferable is a class whose objects move to where a message goes.
type Transferable = {
  is: (object: object) => boolean
  isDetached: (object: any) => boolean
  save: (object: any) => unknown
  load: (saved: any) => object
}

const plain = Object.prototype
const cloneables: Cloneable[] = [
  {
    is: object => fileOf(object) !== undefined,
    save: file => [blobOf(file), fileOf(file)],
    load: saved => newFile(saved[0].bytes, saved[0].type, saved[1].name, saved[1].lastModified),
  },
  {
    is: object => blobOf(object) !== undefined,
    save: blobOf,
    load: ({ bytes, type }) => newBlob(bytes, type),
  },
  {
    is: object => cryptoKeys().isCryptoKey(object),
    save: key => cryptoKeys().keyOf(key),
    load: data => cryptoKeys().newKey(data),
  },
]
const transferables: Transferable[] = [
  {
    is: object => messaging().isPort(object),
    isDetached: port => messaging().endOf(port) === null,
    save: port => messaging().detach(port),
    load: end => messaging().newPort(end),
  },
]

// A Message is a value on its way.
export type Message = {
  bytes: Uint8Array
  buffers: ArrayBuffer[]
  hosts: (() => object)[] // what makes the objects of our classes in it
  moved: { of: Transferable, saved: unknown }[]
  loaded: object[] // what has become of moved
}

const cloneError = (what: string) => domException(what, 'DataCloneError')

// pack makes a message of a value, and takes away what is to be transferred.
export const pack = (value: unknown, transfer: object[]): Message => {
  const buffers: ArrayBuffer[] = [], moving: { of: Transferable, object: object }[] = []
  const places = new Map<object, number>()
  for (let n = 0; n < transfer.length; n++) {
    const object = transfer[n]
    if (mapGet(places, object) !== undefined) throw cloneError('The transfer list has an object twice.')
    if (isArrayBuffer(object)) {
      mapSet(places, object, -1)
      push(buffers, object)
      continue
    }
    let of: Transferable | undefined
    for (let k = 0; k < transferables.length; k++) if (transferables[k].is(object)) of = transferables[k]
    if (of === undefined) throw cloneError(isSharedArrayBuffer(object) ? 'A SharedArrayBuffer can\'t be transferred.' : 'An object of the transfer list can\'t be transferred.')
    mapSet(places, object, moving.length)
    push(moving, { of, object })
  }
  for (let n = 0; n < buffers.length; n++) if (bufferDetached(buffers[n])) throw cloneError('An ArrayBuffer is detached and can\'t be transferred.')
  for (let n = 0; n < moving.length; n++) if (moving[n].of.isDetached(moving[n].object)) throw cloneError('An object of the transfer list was transferred before.')

  const hosts: (() => object)[] = [], moved: Message['moved'] = [], loaded: object[] = []
  const write = (object: object): number => {
    const place = mapGet(places, object)
    if (place !== undefined) return push(hosts, () => loaded[place]) - 1
    for (let n = 0; n < cloneables.length; n++) {
      const { is, save, load } = cloneables[n]
      if (!is(object)) continue
      const saved = save(object)
      return push(hosts, () => load(saved)) - 1
    }
    throw cloneError('An object can\'t be cloned.')
  }
  if (newInterfaces.length > 0) {
    markInterfaces(newInterfaces)
    newInterfaces.length = 0
  }
  let bytes: Uint8Array
  try {
    bytes = serialize(value, buffers, plain, write)
  } catch (error) {
    throw asCloneError(error)
  }
  for (let n = 0; n < buffers.length; n++) if (bufferDetached(buffers[n])) throw cloneError('An ArrayBuffer is detached and can\'t be transferred.')
  const taken: ArrayBuffer[] = []
  for (let n = 0; n < buffers.length; n++) push(taken, take(buffers[n]))
  for (let n = 0; n < moving.length; n++) push(moved, { of: moving[n].of, saved: moving[n].of.save(moving[n].object) })
  return { __proto__: null as never, bytes, buffers: taken, hosts, moved, loaded } as Message
}

// unpack makes the value of a message, once, and the objects that were moved with it.
export const unpack = (message: Message): { value: unknown, moved: object[] } => {
  const { bytes, buffers, hosts, moved, loaded } = message
  const list: object[] = []
  for (let n = 0; n < moved.length; n++) {
    const object = moved[n].of.load(moved[n].saved)
    push(loaded, object)
    push(list, object)
  }
  const objects: object[] = []
  for (let n = 0; n < hosts.length; n++) push(objects, hosts[n]())
  return { value: deserialize(bytes, buffers, objects), moved: list }
}

const take = (buffer: ArrayBuffer): ArrayBuffer => {
  try {
    return bufferTransfer(buffer)
  } catch {
    throw cloneError('An ArrayBuffer can\'t be detached.')
  }
}

// asCloneError is an error of V8's serializer as the standard has it.
const asCloneError = (error: unknown): unknown => {
  if (!isObject(error) || exceptions().isDOMException(error)) return error
  const name = getOwnPropertyDescriptor(error, 'name'), message = getOwnPropertyDescriptor(error, 'message')
  return name?.value === 'DataCloneError' ? cloneError(`${message?.value}`) : error
}

// transferOf is the transfer list of options.
export const transferOf = (options: unknown, where: string): object[] => {
  const { transfer } = asDictionary(options, where)
  return transfer === undefined ? [] : asTransfer(transfer, where)
}

export const asTransfer = (list: unknown, where: string): object[] => asSequence(list, object => {
  if (!isObject(object)) fail(where, 'The transfer list has what is no object.')
  return object as object
}, where)

const functions = {
  structuredClone(value: unknown, options: unknown = undefined) {
    const where = executing('structuredClone')
    required(arguments.length, 1, where)
    const transfer = transferOf(options, where)
    // V8 copies an error by its own properties, and these have none.
    if (isObject(value) && exceptions().isDOMException(value) && transfer.length === 0) {
      return copyException(value)
    }
    return unpack(pack(value, transfer)).value
  },
}

export const { structuredClone } = functions

const copyException = (value: any): object => {
  const copy = domException(value.message, value.name)
  const stack = getOwnPropertyDescriptor(value, 'stack')
  if (stack !== undefined && typeof stack.value === 'string') define(copy, 'stack', stack.value)
  return copy
}
