// What package web runs in a context: it takes Go's functions and installs the parts,
// and gives Go what it calls.

import { install, load } from './globals'
import { begin, bind } from './host'

export const setUp = (functions: (name: string) => (...args: any[]) => any, parts: string[]) => {
  bind(functions)
  install(parts)
  return {
    begin,
    serve: (incoming: unknown, target: unknown, env: unknown, host: unknown) => load(() => require('./fetch/serve')).serve(incoming, target, env, host),
  }
}
