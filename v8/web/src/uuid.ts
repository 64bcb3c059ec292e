import { op } from './host'
import { numberToString, padStart, Uint8Array } from './primordials'

const randomBytes = op<(bytes: Uint8Array) => void>('randomBytes')

// newUUID is a random one, of version 4.
export const newUUID = (): string => {
  const bytes = new Uint8Array(16)
  randomBytes(bytes)
  bytes[6] = bytes[6] & 0x0f | 0x40
  bytes[8] = bytes[8] & 0x3f | 0x80
  let text = ''
  for (let n = 0; n < 16; n++) {
    if (n === 4 || n === 6 || n === 8 || n === 10) text += '-'
    text += padStart(numberToString(bytes[n], 16), 2, '0')
  }
  return text
}
