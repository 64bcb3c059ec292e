import { byteLength, transferBuffer, type ViewType } from '../buffers'

// A view that is to be filled: a pull-into descriptor.
export class PullInto {
  buffer: ArrayBuffer
  readonly bufferByteLength: number
  readonly byteOffset: number
  readonly byteLength: number
  readonly minimum: number // bytes that it needs
  readonly type: ViewType
  reader: 'default' | 'byob' | 'none' // that waits for it
  filled = 0 // bytes

  constructor(
    buffer: ArrayBuffer,
    byteOffset: number,
    length: number,
    minimum: number,
    type: ViewType,
    reader: 'default' | 'byob',
  ) {
    this.buffer = buffer
    this.bufferByteLength = byteLength(buffer)
    this.byteOffset = byteOffset
    this.byteLength = length
    this.minimum = minimum
    this.type = type
    this.reader = reader
  }

  get isAligned(): boolean {
    return this.filled % this.type.elementSize === 0
  }

  // The view of what was filled, over a buffer that nobody else has.
  toView(): ArrayBufferView {
    return new this.type.View(transferBuffer(this.buffer), this.byteOffset, this.filled / this.type.elementSize)
  }
}
