import { RangeError, typedArrayByteLength, typedArraySet, Uint8Array } from './primordials'
import { Queue } from './streams/queue'

// A ByteList puts bytes together that come in parts.
export class ByteList {
  readonly #parts = new Queue<Uint8Array>()
  length = 0

  // push takes bytes, which nobody may change later.
  push(bytes: Uint8Array): void {
    const length = typedArrayByteLength(bytes)
    if (length === 0) return
    if (this.length + length > longest) throw new RangeError('More bytes than a buffer can have')
    this.#parts.push(bytes)
    this.length += length
  }

  // toBytes is all of it, and leaves nothing.
  toBytes(): Uint8Array {
    if (this.#parts.length === 1) {
      this.length = 0
      return this.#parts.shift()
    }
    const all = new Uint8Array(this.length)
    let at = 0
    this.#parts.drain((part) => {
      typedArraySet(all, part, at)
      at += typedArrayByteLength(part)
    })
    this.length = 0
    return all
  }
}

const longest = 2 ** 32
