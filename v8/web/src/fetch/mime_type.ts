// https://mimesniff.spec.whatwg.org/#understanding-mime-types

import { charCodeAt, create, keys, stringSlice, toLowerCase } from '../primordials'
import { isToken, trimmed, trimmedEnd, trimmedStart } from './http'

export type MIMEType = { essence: string, parameters: Record<string, string> }

// endOf is where mark is, or end. It looks no further than that.
const endOf = (text: string, from: number, mark: string, end = text.length): number => {
  for (let at = from; at < end; at++) if (text[at] === mark) return at
  return end
}

// isQuotable reports whether text may be in a quoted string.
const isQuotable = (text: string): boolean => {
  for (let n = 0; n < text.length; n++) {
    const code = charCodeAt(text, n)
    if (code !== 9 && (code < 0x20 || code === 0x7f || code > 0xff)) return false
  }
  return true
}

// parseMIMEType is what a Content-Type says, or undefined if it says nothing that is valid.
export const parseMIMEType = (text: string): MIMEType | undefined => {
  text = trimmed(text)
  const semicolon = endOf(text, 0, ';')
  const slash = endOf(text, 0, '/')
  if (slash >= semicolon) return undefined
  const type = stringSlice(text, 0, slash)
  const subtype = trimmedEnd(stringSlice(text, slash + 1, semicolon))
  if (!isToken(type) || !isToken(subtype)) return undefined
  const parameters: Record<string, string> = create(null)
  for (let at = semicolon; at < text.length;) {
    at++
    const end = endOf(text, at, ';')
    const equals = endOf(text, at, '=', end)
    if (equals >= end) {
      at = end
      continue
    }
    const name = toLowerCase(trimmedStart(stringSlice(text, at, equals)))
    let value
    if (text[equals + 1] === '"') {
      const quoted = unquote(text, equals + 2)
      value = quoted.value
      at = endOf(text, quoted.end, ';')
    } else {
      value = trimmedEnd(stringSlice(text, equals + 1, end))
      at = end
      if (value === '') continue
    }
    if (isToken(name) && isQuotable(value) && parameters[name] === undefined) parameters[name] = value
  }
  return { essence: toLowerCase(`${type}/${subtype}`), parameters }
}

const unquote = (text: string, from: number): { value: string, end: number } => {
  let value = ''
  for (let n = from; n < text.length; n++) {
    const c = text[n]
    if (c === '"') return { value, end: n + 1 }
    if (c === '\\' && n + 1 < text.length) value += text[++n]
    else value += c
  }
  return { value, end: text.length }
}

export const mimeTypeText = ({ essence, parameters }: MIMEType): string => {
  let text = essence
  const names = keys(parameters)
  for (let n = 0; n < names.length; n++) {
    const value = parameters[names[n]]
    text += `;${names[n]}=${isToken(value) ? value : quoted(value)}`
  }
  return text
}

const quoted = (value: string): string => {
  let text = ''
  for (let n = 0; n < value.length; n++) text += value[n] === '"' || value[n] === '\\' ? '\\' + value[n] : value[n]
  return `"${text}"`
}

// extractMIMEType is the type that several Content-Type headers, joined by commas, say.
//
// Fetch: https://fetch.spec.whatwg.org/#concept-header-extract-mime-type
export const extractMIMEType = (header: string | null): MIMEType | undefined => {
  if (header === null) return undefined
  let found: MIMEType | undefined
  let charset: string | undefined
  for (let at = 0; at <= header.length;) {
    const end = endOfItem(header, at)
    const type = parseMIMEType(stringSlice(header, at, end))
    at = end + 1
    if (type === undefined || type.essence === '*/*') continue
    if (found?.essence !== type.essence) charset = type.parameters.charset
    else if (type.parameters.charset === undefined && charset !== undefined) type.parameters.charset = charset
    else charset = type.parameters.charset
    found = type
  }
  return found
}

const endOfItem = (text: string, from: number): number => {
  let quotes = false
  for (let n = from; n < text.length; n++) {
    if (quotes && text[n] === '\\') n++
    else if (text[n] === '"') quotes = !quotes
    else if (text[n] === ',' && !quotes) return n
  }
  return text.length
}
