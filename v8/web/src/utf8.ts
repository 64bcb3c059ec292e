// Text as UTF-8.

import { op } from './host'

// encodeUTF8 is text in UTF-8. Lone surrogates become U+FFFD.
export const encodeUTF8 = op<(text: string) => Uint8Array>('utf8Encode')

// decodeUTF8 is what the standard calls UTF-8 decode: a byte order mark is left out,
// and what is no UTF-8 becomes U+FFFD.
export const decodeUTF8 = op<(bytes: Uint8Array) => string>('utf8Decode')
