import { exec } from '../primordials'
import type { Component } from './parts'

const special = ['http', 'https', 'ws', 'wss', 'ftp', 'file']

// matchesSpecial reports whether a protocol's pattern matches a special scheme.
export const matchesSpecial = ({ regexp }: Component): boolean => {
  for (let n = 0; n < special.length; n++) if (exec(regexp, special[n]) !== null) return true
  return false
}
