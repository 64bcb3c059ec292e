// What package web runs in a context: it takes Go's functions and installs the parts,
// and gives Go what a Handler calls.

import { serve } from './fetch/serve'
import { install } from './globals'
import { bind } from './host'

export const setUp = (functions: (name: string) => (...args: any[]) => any, parts: string[]) => {
  bind(functions)
  install(parts)
  return serve
}
