// UTF-8.
//
// Encoding: https://encoding.spec.whatwg.org/#utf-8

import { op } from './host'
import { charCodeAt, stringSlice, copyBytesFrom, Uint8Array } from './primordials'

const encode = op<(text: string) => Uint8Array>('encodeUTF8')
const decode = op<(bytes: Uint8Array, fatal: boolean) => string | undefined>('decodeUTF8')

// short is the length of text for which a call into Go costs more than the work.
const short = 64

// encodeUTF8 gives the bytes of text; a lone surrogate becomes U+FFFD.
export const encodeUTF8 = (text: string): Uint8Array => {
  if (text.length > short) return encode(text)
  const bytes = new Uint8Array(text.length * 3)
  encodeInto(text, bytes, text.length * 3)
  return copyBytesFrom(bytes, 0, progress.written)
}

// progress is what the last encodeInto has done: so many code units have become so many
// bytes.
export const progress = { __proto__: null as any, read: 0, written: 0 }

// encodeInto writes as much as fits into the first length bytes.
export const encodeInto = (text: string, bytes: Uint8Array, length: number) => {
  let written = 0, read = 0
  for (; read < text.length; read++) {
    let c = charCodeAt(text, read)
    if (c < 0x80) {
      if (written >= length) break
      bytes[written++] = c
    } else if (c < 0x800) {
      if (written + 2 > length) break
      bytes[written++] = 0xc0 | c >> 6
      bytes[written++] = 0x80 | c & 63
    } else {
      const next = (c & 0xfc00) === 0xd800 && read + 1 < text.length ? charCodeAt(text, read + 1) : 0
      if ((next & 0xfc00) === 0xdc00) {
        if (written + 4 > length) break
        c = 0x10000 + ((c & 0x3ff) << 10 | next & 0x3ff)
        bytes[written++] = 0xf0 | c >> 18
        bytes[written++] = 0x80 | c >> 12 & 63
        read++
      } else {
        if (written + 3 > length) break
        if ((c & 0xf800) === 0xd800) c = 0xfffd
        bytes[written++] = 0xe0 | c >> 12
      }
      bytes[written++] = 0x80 | c >> 6 & 63
      bytes[written++] = 0x80 | c & 63
    }
  }
  progress.read = read
  progress.written = written
}

// decodeUTF8 gives the text of bytes that nobody else changes, without a byte order mark.
// What is not UTF-8 becomes U+FFFD.
export const decodeUTF8 = (bytes: Uint8Array): string => {
  const text = decode(bytes, false)!
  return text[0] === '\ufeff' ? stringSlice(text, 1) : text
}

// decodeWithMark keeps the mark, and gives undefined if it is fatal that something is not
// UTF-8.
export const decodeWithMark = (bytes: Uint8Array, fatal: boolean): string | undefined => decode(bytes, fatal)

// incomplete is how many bytes at the end begin a character whose other bytes may follow.
export const incomplete = (bytes: Uint8Array, length: number): number => {
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back]
    if ((byte & 0xc0) === 0x80) continue
    const needed = byte >= 0xc2 && byte <= 0xdf ? 2 : byte >= 0xe0 && byte <= 0xef ? 3 : byte >= 0xf0 && byte <= 0xf4 ? 4 : 0
    if (needed <= back) return 0
    if (back === 1) return 1
    const second = bytes[length - back + 1]
    const isWrong = byte === 0xe0 && second < 0xa0 || byte === 0xed && second > 0x9f || byte === 0xf0 && second < 0x90 || byte === 0xf4 && second > 0x8f
    return isWrong ? 0 : back
  }
  return 0
}
