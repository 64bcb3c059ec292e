// application/x-www-form-urlencoded.
//
// URL: https://url.spec.whatwg.org/#application/x-www-form-urlencoded

import { formSet, percentDecode, percentEncode } from './percent'
import { push, stringIndexOf, stringSlice } from './primordials'

const decode = (text: string): string => {
  let plus = stringIndexOf(text, '+')
  if (plus >= 0) {
    let result = '', done = 0
    for (; plus >= 0; plus = stringIndexOf(text, '+', done)) {
      result += stringSlice(text, done, plus) + ' '
      done = plus + 1
    }
    text = result + stringSlice(text, done)
  }
  return percentDecode(text)
}

// parseForm gives names and values in turn.
export const parseForm = (text: string): string[] => {
  const list: string[] = []
  for (let begin = 0; begin < text.length;) {
    let end = stringIndexOf(text, '&', begin)
    if (end < 0) end = text.length
    if (end > begin) {
      const piece = stringSlice(text, begin, end)
      const equal = stringIndexOf(piece, '=')
      if (equal < 0) push(list, decode(piece), '')
      else push(list, decode(stringSlice(piece, 0, equal)), decode(stringSlice(piece, equal + 1)))
    }
    begin = end + 1
  }
  return list
}

export const serializeForm = (list: string[]): string => {
  let text = ''
  for (let n = 0; n < list.length; n += 2) {
    if (n > 0) text += '&'
    text += percentEncode(list[n], formSet, true) + '=' + percentEncode(list[n + 1], formSet, true)
  }
  return text
}
