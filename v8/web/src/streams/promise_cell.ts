import { type Deferred, deferred, promiseRejectedWith, promiseResolvedWith, setHandled } from '../promises'

// A promise that is made when somebody asks for it: most streams end without that.
// Its rejection counts as handled.
export class PromiseCell<T> {
  #state: 'pending' | 'fulfilled' | 'rejected' = 'pending'
  #result: any
  #deferred: Deferred<T> | undefined
  #promise: Promise<T> | undefined

  static fulfilled<T>(value: T): PromiseCell<T> {
    const cell = new PromiseCell<T>()
    cell.resolve(value)
    return cell
  }

  static rejected<T>(reason: unknown): PromiseCell<T> {
    const cell = new PromiseCell<T>()
    cell.reject(reason)
    return cell
  }

  get isPending(): boolean {
    return this.#state === 'pending'
  }

  resolve(value: T): void {
    if (this.#state !== 'pending') return
    this.#state = 'fulfilled'
    this.#result = value
    this.#deferred?.resolve(value)
  }

  reject(reason: unknown): void {
    if (this.#state !== 'pending') return
    this.#state = 'rejected'
    this.#result = reason
    this.#deferred?.reject(reason)
  }

  get promise(): Promise<T> {
    if (this.#promise !== undefined) return this.#promise
    if (this.#state === 'fulfilled') return (this.#promise = promiseResolvedWith<T>(this.#result))
    if (this.#state === 'rejected') {
      this.#promise = promiseRejectedWith(this.#result)
    } else {
      this.#deferred = deferred()
      this.#promise = this.#deferred.promise
    }
    setHandled(this.#promise)
    return this.#promise
  }
}
