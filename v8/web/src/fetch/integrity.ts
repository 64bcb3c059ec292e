import { op } from '../host'
import { TypeError } from '../primordials'

const matches = op<(bytes: Uint8Array, integrity: string) => boolean>('integrityMatches')

// checkIntegrity throws unless bytes are what the metadata of a request say.
export function checkIntegrity(bytes: Uint8Array, integrity: string): void {
  if (integrity !== '' && !matches(bytes, integrity)) {
    throw new TypeError('fetch: the body is not what the integrity of the request says')
  }
}
