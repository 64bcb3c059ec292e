// Percent-encoding.
//
// URL: https://url.spec.whatwg.org/#percent-encoded-bytes

import { part } from './part'
import { charCodeAt, codePointAt, fromCodePoint, stringIndexOf, stringSlice, Uint8Array } from './primordials'

// The percent-encode sets: bits of what an ASCII character is in.
export const controlSet = 1, fragmentSet = 2, querySet = 4, specialQuerySet = 8, pathSet = 16, userinfoSet = 32, componentSet = 64, formSet = 128

const sets = part(() => {
  const table = new Uint8Array(128)
  for (let n = 0; n < 0x20; n++) table[n] = 255
  table[0x7f] = 255
  const add = (bits: number, characters: string) => {
    for (let n = 0; n < characters.length; n++) table[charCodeAt(characters, n)] |= bits
  }
  add(fragmentSet, ' "<>`')
  const query = ' "#<>'
  const queryAndMore = querySet | specialQuerySet | pathSet | userinfoSet | componentSet | formSet
  add(queryAndMore, query)
  add(specialQuerySet, '\'')
  const path = pathSet | userinfoSet | componentSet | formSet
  add(path, '?^`{}')
  const userinfo = userinfoSet | componentSet | formSet
  add(userinfo, '/:;=@[\\]|')
  add(componentSet | formSet, '$%&+,')
  add(formSet, '!\'()~')
  return table
})

const hex = '0123456789ABCDEF'
export const encodeByte = (byte: number) => '%' + hex[byte >> 4] + hex[byte & 15]

// encodeCodePoint is UTF-8 percent-encoded.
const encodeCodePoint = (c: number): string => {
  if (c < 0x80) return encodeByte(c)
  if (c < 0x800) return encodeByte(0xc0 | c >> 6) + encodeByte(0x80 | c & 63)
  if (c < 0x10000) return encodeByte(0xe0 | c >> 12) + encodeByte(0x80 | c >> 6 & 63) + encodeByte(0x80 | c & 63)
  return encodeByte(0xf0 | c >> 18) + encodeByte(0x80 | c >> 12 & 63) + encodeByte(0x80 | c >> 6 & 63) + encodeByte(0x80 | c & 63)
}

// percentEncode encodes what is in the set, and what is not ASCII, of text that is well
// formed.
export const percentEncode = (text: string, set: number, spaceAsPlus = false): string => {
  const table = sets()
  let result = '', done = 0
  for (let n = 0; n < text.length; n++) {
    const c = charCodeAt(text, n)
    if (c < 0x80 && (table[c] & set) === 0) continue
    if (done < n) result += stringSlice(text, done, n)
    if (c < 0x80) {
      result += spaceAsPlus && c === 0x20 ? '+' : encodeByte(c)
    } else {
      const point = codePointAt(text, n)!
      result += encodeCodePoint(point)
      if (point > 0xffff) n++
    }
    done = n + 1
  }
  return done === 0 ? text : result + stringSlice(text, done)
}

export const hexDigit = (c: number): number => {
  if (c >= 0x30 && c <= 0x39) return c - 0x30
  const lower = c | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

// percentDecode gives text whose characters are UTF-8, percent-decoded and decoded.
export const percentDecode = (text: string): string => {
  if (stringIndexOf(text, '%') < 0) return text
  let result = ''
  const bytes: number[] = []
  for (let n = 0; n < text.length; n++) {
    const c = charCodeAt(text, n)
    const high = c === 0x25 && n + 2 < text.length ? hexDigit(charCodeAt(text, n + 1)) : -1
    const low = high >= 0 ? hexDigit(charCodeAt(text, n + 2)) : -1
    if (low >= 0) {
      bytes[bytes.length] = high << 4 | low
      n += 2
      continue
    }
    if (bytes.length > 0) {
      result += decodeUTF8(bytes)
      bytes.length = 0
    }
    result += text[n]
  }
  return bytes.length > 0 ? result + decodeUTF8(bytes) : result
}

// decodeUTF8 is for a few bytes; what is not UTF-8 becomes U+FFFD, one for each maximal
// part of a character.
const decodeUTF8 = (bytes: number[]): string => {
  let result = '', point = 0, missing = 0, least = 0x80, most = 0xbf
  for (let n = 0; n < bytes.length; n++) {
    const byte = bytes[n]
    if (missing > 0) {
      if (byte >= least && byte <= most) {
        point = point << 6 | byte & 63
        least = 0x80
        most = 0xbf
        if (--missing === 0) result += fromCodePoint(point)
        continue
      }
      result += '\ufffd'
      missing = 0
      least = 0x80
      most = 0xbf
    }
    if (byte < 0x80) {
      result += fromCodePoint(byte)
    } else if (byte >= 0xc2 && byte <= 0xdf) {
      missing = 1
      point = byte & 31
    } else if (byte >= 0xe0 && byte <= 0xef) {
      missing = 2
      point = byte & 15
      if (byte === 0xe0) least = 0xa0
      if (byte === 0xed) most = 0x9f
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      missing = 3
      point = byte & 7
      if (byte === 0xf0) least = 0x90
      if (byte === 0xf4) most = 0x8f
    } else {
      result += '\ufffd'
    }
  }
  return missing > 0 ? result + '\ufffd' : result
}
