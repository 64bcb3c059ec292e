import { stringIndexOf, stringSlice } from './primordials'

// replaceAll replaces a text wherever it is.
export const replaceAll = (text: string, what: string, by: string): string => {
  let at = stringIndexOf(text, what)
  if (at < 0) return text
  let result = '', from = 0
  for (; at >= 0; at = stringIndexOf(text, what, from)) {
    result += stringSlice(text, from, at) + by
    from = at + what.length
  }
  return result + stringSlice(text, from)
}
