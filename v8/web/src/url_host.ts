// Hosts of URLs.
//
// URL: https://url.spec.whatwg.org/#hosts-(domains-and-ip-addresses)

import { op } from './host'
import { controlSet, hexDigit, percentDecode, percentEncode } from './percent'
import { charCodeAt, floor, numberToString, stringIndexOf, stringSlice, toLowerCase } from './primordials'

// domainToASCII is undefined for what is no domain. UTS46: https://www.unicode.org/reports/tr46/
const domainToASCII = op<(domain: string) => string | undefined>('domainToASCII')

// parseHost gives the host as it is serialized, or undefined.
export const parseHost = (input: string, isOpaque: boolean): string | undefined => {
  if (input[0] === '[') {
    if (input[input.length - 1] !== ']') return undefined
    const pieces = parseIPv6(stringSlice(input, 1, -1))
    return pieces === undefined ? undefined : `[${serializeIPv6(pieces)}]`
  }
  if (isOpaque) return hasForbidden(input, false) ? undefined : percentEncode(input, controlSet)
  const decoded = percentDecode(input)
  const domain = isASCII(decoded) ? toLowerCase(decoded) : domainToASCII(decoded)
  if (domain === undefined || domain === '' || hasForbidden(domain, true)) return undefined
  if (!endsInNumber(domain)) return domain
  const address = parseIPv4(domain)
  return address === undefined ? undefined : serializeIPv4(address)
}

// isASCII reports whether a domain only has to be made lower case.
const isASCII = (domain: string): boolean => {
  for (let n = 0; n < domain.length; n++) if (charCodeAt(domain, n) >= 0x80) return false
  return true
}

const hasForbidden = (host: string, isDomain: boolean): boolean => {
  for (let n = 0; n < host.length; n++) {
    const c = charCodeAt(host, n)
    switch (c) {
      case 0: case 9: case 0xa: case 0xd: case 0x20: case 0x23: case 0x2f: case 0x3a: case 0x3c: case 0x3e: case 0x3f:
      case 0x40: case 0x5b: case 0x5c: case 0x5d: case 0x5e: case 0x7c:
        return true
    }
    if (isDomain && (c <= 0x1f || c === 0x25 || c === 0x7f)) return true
  }
  return false
}

const isDigits = (text: string): boolean => {
  for (let n = 0; n < text.length; n++) {
    const c = charCodeAt(text, n)
    if (c < 0x30 || c > 0x39) return false
  }
  return text !== ''
}

const lastPart = (domain: string): string => {
  let end = domain.length
  if (domain[end - 1] === '.') end--
  let begin = end
  while (begin > 0 && domain[begin - 1] !== '.') begin--
  return stringSlice(domain, begin, end)
}

const endsInNumber = (domain: string): boolean => {
  const last = lastPart(domain)
  return isDigits(last) || parseNumber(last) !== undefined
}

const parseNumber = (text: string): number | undefined => {
  let radix = 10, n = 0
  if (text === '') return undefined
  if (text.length >= 2 && text[0] === '0') {
    radix = text[1] === 'x' || text[1] === 'X' ? 16 : 8
    n = radix === 16 ? 2 : 1
  }
  let value = 0
  for (; n < text.length; n++) {
    const digit = hexDigit(charCodeAt(text, n))
    if (digit < 0 || digit >= radix) return undefined
    value = value * radix + digit
  }
  return value
}

const parseIPv4 = (domain: string): number | undefined => {
  if (domain[domain.length - 1] === '.') domain = stringSlice(domain, 0, -1)
  let address = 0, parts = 0
  for (;;) {
    const dot = stringIndexOf(domain, '.')
    const number = parseNumber(dot < 0 ? domain : stringSlice(domain, 0, dot))
    if (number === undefined || ++parts > 4) return undefined
    if (dot < 0) {
      if (number >= 256 ** (5 - parts)) return undefined
      return address * 256 ** (5 - parts) + number
    }
    if (number > 255) return undefined
    address = address * 256 + number
    domain = stringSlice(domain, dot + 1)
  }
}

const serializeIPv4 = (address: number): string =>
  `${floor(address / 0x1000000)}.${floor(address / 0x10000) % 256}.${floor(address / 0x100) % 256}.${address % 256}`

type Pieces = [number, number, number, number, number, number, number, number]

const parseIPv6 = (input: string): Pieces | undefined => {
  const address: Pieces = [0, 0, 0, 0, 0, 0, 0, 0]
  let piece = 0, compress = -1, n = 0
  if (input[0] === ':') {
    if (input[1] !== ':') return undefined
    n = 2
    compress = ++piece
  }
  while (n < input.length) {
    if (piece === 8) return undefined
    if (input[n] === ':') {
      if (compress >= 0) return undefined
      n++
      compress = ++piece
      continue
    }
    let value = 0, length = 0
    for (; length < 4 && n < input.length; length++, n++) {
      const digit = hexDigit(charCodeAt(input, n))
      if (digit < 0) break
      value = value * 16 + digit
    }
    if (input[n] === '.') {
      if (length === 0 || piece > 6) return undefined
      n -= length
      for (let seen = 0; n < input.length;) {
        if (seen > 0) {
          if (input[n] !== '.' || seen === 4) return undefined
          n++
        }
        const begin = n
        let part = 0
        for (; n < input.length; n++) {
          const digit = charCodeAt(input, n) - 0x30
          if (digit < 0 || digit > 9) break
          if (n > begin && part === 0) return undefined
          part = part * 10 + digit
          if (part > 255) return undefined
        }
        if (n === begin) return undefined
        address[piece] = address[piece] * 256 + part
        seen++
        if (seen === 2 || seen === 4) piece++
        if (n === input.length && seen !== 4) return undefined
      }
      break
    }
    if (input[n] === ':') {
      n++
      if (n === input.length) return undefined
    } else if (n < input.length) {
      return undefined
    }
    address[piece++] = value
  }
  if (compress >= 0) {
    let swaps = piece - compress
    piece = 7
    while (piece !== 0 && swaps > 0) {
      const other = compress + swaps - 1, value = address[piece]
      address[piece] = address[other]
      address[other] = value
      piece--
      swaps--
    }
  } else if (piece !== 8) {
    return undefined
  }
  return address
}

const serializeIPv6 = (address: Pieces): string => {
  let compress = -1, longest = 1
  for (let n = 0; n < 8; n++) {
    let length = 0
    while (n + length < 8 && address[n + length] === 0) length++
    if (length > longest) {
      compress = n
      longest = length
    }
    n += length
  }
  let text = ''
  for (let n = 0; n < 8; n++) {
    if (n === compress) {
      text += n === 0 ? '::' : ':'
      n += longest - 1
      continue
    }
    text += numberToString(address[n], 16)
    if (n < 7) text += ':'
  }
  return text
}
