// atob and btoa.
//
// HTML: https://html.spec.whatwg.org/multipage/webappapis.html#atob

import { domException } from './dom_exception'
import { op } from './host'
import { asDOMString, executing, required } from './webidl'

// Both give undefined for what they can't take.
const decode = op<(text: string) => string | undefined>('base64Decode')
const encode = op<(latin1: string) => string | undefined>('base64Encode')

const functions = {
  atob(data: unknown) {
    required(arguments.length, 1, executing('atob'))
    const text = decode(asDOMString(data))
    if (text === undefined) throw domException('The string to be decoded is not correctly encoded.', 'InvalidCharacterError')
    return text
  },
  btoa(data: unknown) {
    required(arguments.length, 1, executing('btoa'))
    const text = encode(asDOMString(data))
    if (text === undefined) throw domException('The string to be encoded contains characters outside of the Latin1 range.', 'InvalidCharacterError')
    return text
  },
}

export const { atob, btoa } = functions
