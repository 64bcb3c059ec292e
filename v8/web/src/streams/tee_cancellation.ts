import { type Deferred, deferred } from '../promises'
import type { Readable } from './readable'

// A stream with two branches is cancelled when both of these are.
export class Cancellation {
  readonly of: [boolean, boolean] = [false, false]
  readonly #reasons: [unknown, unknown] = [undefined, undefined]
  readonly #stream: Readable
  readonly #result: Deferred<undefined> = deferred()

  constructor(stream: Readable) {
    this.#stream = stream
  }

  cancel(branch: 0 | 1, reason: unknown): Promise<undefined> {
    this.of[branch] = true
    this.#reasons[branch] = reason
    if (this.of[0] && this.of[1]) this.settle(this.#stream.cancel([this.#reasons[0], this.#reasons[1]]))
    return this.#result.promise
  }

  // ended is called when the stream has ended by itself.
  ended(): void {
    if (!this.of[0] || !this.of[1]) this.settle(undefined)
  }

  settle(result: Promise<undefined> | undefined): void {
    this.#result.resolve(result)
  }
}
