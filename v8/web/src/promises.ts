// Promises as the standards' algorithms use them, whatever scripts have made of theirs.

import { Promise, rejected, resolved, then } from './primordials'
import { isObject } from './webidl'

type Resolve<T> = (value: T | PromiseLike<T>) => void
type Reject = (reason: unknown) => void

export type Deferred<T> = { promise: Promise<T>, resolve: Resolve<T>, reject: Reject }

// deferred is a promise with what settles it.
export const deferred = <T>(): Deferred<T> => {
  let resolve!: Resolve<T>, reject!: Reject
  const promise = new Promise<T>((a, b) => { resolve = a; reject = b })
  return { promise, resolve, reject }
}

// promiseResolvedWith is a promise of a value. It is a new one for a promise too, as
// Web IDL has it, which settles some microtasks later.
export const promiseResolvedWith = <T>(value: T | PromiseLike<T>): Promise<T> =>
  isObject(value) ? new Promise(resolve => resolve(value)) : resolved(value)

export const promiseRejectedWith = (reason: unknown): Promise<never> => rejected(reason)

const nothing = () => undefined

// uponPromise reacts to a promise. Its rejection is handled by that.
export const uponPromise = <T>(
  promise: Promise<T>, fulfilled: ((value: T) => void) | undefined, rejected: (reason: unknown) => void = nothing,
): void => { then(promise, fulfilled, rejected) }

// transformPromise is a promise of what the reaction returns.
export const transformPromise = <T, R>(
  promise: Promise<T>, fulfilled: ((value: T) => R | PromiseLike<R>) | undefined,
  rejected?: (reason: unknown) => R | PromiseLike<R>,
): Promise<R> => then(promise, fulfilled, rejected)

export const thenUndefined = (promise: Promise<unknown>): Promise<undefined> => then(promise, nothing)

// setHandled keeps a rejection from being an unhandled one.
export const setHandled = (promise: Promise<unknown>): void => { then(promise, undefined, nothing) }

// soon calls fn, which throws nothing, in a microtask.
export const soon = (fn: () => void): void => { then(resolved(undefined), fn) }

// promiseCall is the promise that fn returns, or one of what it throws.
export const promiseCall = <T>(fn: () => Promise<T>): Promise<T> => {
  try {
    return fn()
  } catch (error) {
    return rejected(error)
  }
}

// promiseOf is a promise of what fn returns, or throws.
export const promiseOf = <T>(fn: () => T | PromiseLike<T>): Promise<T> => {
  try {
    return promiseResolvedWith(fn())
  } catch (error) {
    return rejected(error)
  }
}
