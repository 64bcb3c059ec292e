// The functions of Go that the parts use, by name. A function is looked up when it is
// first called. No script gets one of them in hand, and each checks what it is given.

import { apply, global, readShared } from './primordials'

type Resolve = (name: string) => (...args: any[]) => any

let resolve: Resolve

// Whether what Go gives is kept. While a snapshot is made it is not, because another
// context's Go gives something else.
let keeps = false
let begun = 0

// timers are those of package loop.
export const timers = {
  __proto__: null as any,
  setTimeout: undefined as unknown as (callback: () => void, delay: number) => number,
  clearTimeout: undefined as unknown as (id: number) => void,
  refTimer: undefined as unknown as (id: number) => void,
  unrefTimer: undefined as unknown as (id: number) => void,
}

// bind is called before any script, and not again in a context that is made of a snapshot.
export const bind = (functions: Resolve) => {
  resolve = functions
  const { setTimeout, clearTimeout, refTimer, unrefTimer } = global as any
  timers.setTimeout = setTimeout
  timers.clearTimeout = clearTimeout
  timers.refTimer = refTimer
  timers.unrefTimer = unrefTimer
}

// begin is called once in each context, before Go has called anything else. It gives how
// often it was called in what the context is made of.
export const begin = (keep: boolean): number => {
  keeps = keep
  readShared()
  return begun++
}

// op is the function of Go with that name: see operations in operations.go.
export const op = <F extends (...args: any[]) => any>(name: string): F => {
  const f = ofHost(() => resolve(name) as F)
  return ((...args: any[]) => apply(f(), undefined, args)) as F
}

// ofHost is what get has from Go, which is asked for it once.
export const ofHost = <T>(get: () => T): (() => T) => {
  let kept: T | undefined
  return () => {
    if (kept !== undefined) return kept
    const got = get()
    if (keeps) kept = got
    return got
  }
}
