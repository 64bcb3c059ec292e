import { op } from './host'
import { parseURL, type URLRecord } from './url_parser'

const baseURL = op<() => string>('baseURL')
let base: URLRecord | null | undefined

// parseRelativeURL is a URL that may be relative to the option BaseURL.
export const parseRelativeURL = (text: string): URLRecord | null => {
  if (base === undefined) base = parseURL(baseURL())
  return parseURL(text, base)
}
