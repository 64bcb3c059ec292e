// The words of HTTP, and of the Fetch Standard about it.

import { charCodeAt, stringSlice } from '../primordials'

// isTokenCode reports whether a character may be in a token.
export const isTokenCode = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x5e && code <= 0x7a) ||
  code === 0x21 || (code >= 0x23 && code <= 0x27) || code === 0x2a || code === 0x2b || code === 0x2d || code === 0x2e ||
  code === 0x7c || code === 0x7e

export const isToken = (text: string): boolean => {
  for (let n = 0; n < text.length; n++) if (!isTokenCode(charCodeAt(text, n))) return false
  return text.length > 0
}

const isSpace = (code: number) => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d

// trimmed is text without HTTP whitespace at both ends.
export const trimmed = (text: string): string => trimmedEnd(trimmedStart(text))

export const trimmedStart = (text: string): string => {
  let start = 0
  while (start < text.length && isSpace(charCodeAt(text, start))) start++
  return stringSlice(text, start)
}

export const trimmedEnd = (text: string): string => {
  let end = text.length
  while (end > 0 && isSpace(charCodeAt(text, end - 1))) end--
  return stringSlice(text, 0, end)
}

// isHeaderValue reports whether a trimmed text may be a header's value.
export const isHeaderValue = (text: string): boolean => {
  for (let n = 0; n < text.length; n++) {
    const code = charCodeAt(text, n)
    if (code === 0 || code === 0x0a || code === 0x0d) return false
  }
  return true
}

// isReasonPhrase reports whether text may be a status text.
export const isReasonPhrase = (text: string): boolean => {
  for (let n = 0; n < text.length; n++) {
    const code = charCodeAt(text, n)
    if (code !== 9 && (code < 0x20 || code === 0x7f)) return false
  }
  return true
}

export const isNullBodyStatus = (status: number): boolean =>
  status === 101 || status === 103 || status === 204 || status === 205 || status === 304

export const isRedirectStatus = (status: number): boolean =>
  status === 301 || status === 302 || status === 303 || status === 307 || status === 308
