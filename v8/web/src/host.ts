// The functions of Go that the parts use, by name. A function is looked up when it is
// first called, so that what is set up in a start-up snapshot holds none. No script
// gets one of them in hand, and each checks what it is given.

import { apply, global } from './primordials'

type Resolve = (name: string) => (...args: any[]) => any

let resolve: Resolve

// timers are those of package loop.
export const timers = {
  __proto__: null as any,
  setTimeout: undefined as unknown as (callback: () => void, delay: number) => number,
  clearTimeout: undefined as unknown as (id: number) => void,
  refTimer: undefined as unknown as (id: number) => void,
  unrefTimer: undefined as unknown as (id: number) => void,
}

// bind is called once in each context, before any script.
export const bind = (functions: Resolve) => {
  resolve = functions
  const { setTimeout, clearTimeout, refTimer, unrefTimer } = global as any
  timers.setTimeout = setTimeout
  timers.clearTimeout = clearTimeout
  timers.refTimer = refTimer
  timers.unrefTimer = unrefTimer
}

// op is the function of Go with that name: see operations in operations.go.
export const op = <F extends (...args: any[]) => any>(name: string): F => {
  let f: F | undefined
  return ((...args: any[]) => apply(f ??= resolve(name) as F, undefined, args)) as F
}
