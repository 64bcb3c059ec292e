import { ofHost, op } from './host'
import { parseURL, type URLRecord } from './url_parser'

const baseURL = op<() => string>('baseURL')
const base = ofHost(() => parseURL(baseURL()))

// parseRelativeURL is a URL that may be relative to the option BaseURL.
export const parseRelativeURL = (text: string): URLRecord | null => parseURL(text, base())
