import { RangeError } from '../primordials'
import { Queue } from './queue'

// A queue that counts the size of what is in it, as a queuing strategy gives it.
export class SizedQueue<T> {
  readonly #queue = new Queue<{ value: T; size: number }>()
  total = 0

  get length(): number {
    return this.#queue.length
  }

  push(value: T, size: number): void {
    if (!(size >= 0) || size === Infinity) {
      throw new RangeError('The size of a chunk must be a finite, non-negative number')
    }
    this.#queue.push({ value, size })
    this.total += size
  }

  peek(): T {
    return this.#queue.peek().value
  }

  shift(): T {
    const { value, size } = this.#queue.shift()
    this.total -= size
    if (this.total < 0) this.total = 0 // numbers round
    return value
  }

  clear(): void {
    this.#queue.clear()
    this.total = 0
  }
}
