// Buffers and views of them, as the algorithms on bytes use them.

import {
  bufferByteLength, bufferDetached, bufferResizable, bufferTransfer, DataView, dataViewBuffer, dataViewByteLength,
  dataViewByteOffset, global, isView, typedArrayBuffer, typedArrayByteLength, typedArrayByteOffset, typedArrayName,
  typedArraySet, Uint8Array,
} from './primordials'
import { fail, isArrayBuffer, type Where } from './webidl'

type ViewConstructor = new (buffer: ArrayBuffer, byteOffset: number, length: number) => ArrayBufferView

// A ViewType is one of the typed arrays, or DataView.
export type ViewType = { readonly elementSize: number, readonly View: ViewConstructor }

const typedArrays = { __proto__: null } as unknown as Record<string, ViewType>
const names = [
  'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array',
  'Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array',
]
for (let n = 0; n < names.length; n++) {
  const View = (global as any)[names[n]]
  if (View !== undefined) typedArrays[names[n]] = { elementSize: View.BYTES_PER_ELEMENT, View } // Float16Array is new
}
const dataView: ViewType = { elementSize: 1, View: DataView }
export const bytesType = typedArrays.Uint8Array

export const viewType = (view: ArrayBufferView): ViewType => {
  const name = typedArrayName(view)
  return name === undefined ? dataView : typedArrays[name]
}

export const viewBuffer = (view: ArrayBufferView): ArrayBuffer =>
  (typedArrayName(view) === undefined ? dataViewBuffer(view) : typedArrayBuffer(view)) as ArrayBuffer

// The offset and the length are 0 where the buffer is detached.
export const viewByteOffset = (view: ArrayBufferView): number => {
  if (typedArrayName(view) !== undefined) return typedArrayByteOffset(view)
  return bufferDetached(dataViewBuffer(view)) ? 0 : dataViewByteOffset(view)
}

export const viewByteLength = (view: ArrayBufferView): number => {
  if (typedArrayName(view) !== undefined) return typedArrayByteLength(view)
  return bufferDetached(dataViewBuffer(view)) ? 0 : dataViewByteLength(view)
}

// asView is a view of a buffer that is neither shared nor resizable.
export const asView = (value: unknown, where: Where): ArrayBufferView => {
  if (!isView(value)) fail(where, 'The provided value is not of type \'ArrayBufferView\'.')
  const buffer = viewBuffer(value as ArrayBufferView)
  if (!isArrayBuffer(buffer)) fail(where, 'The provided ArrayBufferView must not be shared.')
  if (bufferResizable(buffer)) fail(where, 'The provided ArrayBufferView must not be resizable.')
  return value as ArrayBufferView
}

// transferBuffer is a buffer with the same bytes. The one before is detached.
export const transferBuffer = (buffer: ArrayBuffer): ArrayBuffer => bufferTransfer(buffer)

export const isDetached = (buffer: ArrayBuffer): boolean => bufferDetached(buffer)

export const byteLength = (buffer: ArrayBuffer): number => bufferByteLength(buffer)

// copyOf is a buffer of count bytes of another, without asking that for a species.
export const copyOf = (buffer: ArrayBuffer, start: number, count: number): ArrayBuffer => {
  const copy = new Uint8Array(count)
  typedArraySet(copy, new Uint8Array(buffer, start, count))
  return typedArrayBuffer(copy) as ArrayBuffer
}

export const copyBytes = (to: ArrayBuffer, at: number, from: ArrayBuffer, start: number, count: number): void => {
  typedArraySet(new Uint8Array(to, at, count), new Uint8Array(from, start, count))
}
