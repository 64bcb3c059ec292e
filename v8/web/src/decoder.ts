// A Decoder makes text of bytes that come in pieces.

import { op } from './host'
import { bufferByteLength, bytesFrom, copyBytesFrom, RangeError, stringSlice, TypeError, typedArrayBuffer, typedArrayLength, typedArraySet, Uint8Array } from './primordials'
import { decodeWithMark, incomplete } from './utf8'
import { asDictionary, asDOMString, type Where } from './webidl'

// What an encoding is called: undefined for an unknown label.
const encodingName = op<(label: string) => string | undefined>('encodingName')

// decodeLegacy gives the text, how many bytes at the end are left for the next piece, and
// the state that it begins with.
const decodeLegacy = op<(name: string, bytes: Uint8Array, flush: boolean, fatal: boolean, state: string) => [string, number, string] | undefined>('decodeLegacy')

export class Decoder {
  name: string
  fatal: boolean
  ignoreBOM: boolean
  left: Uint8Array | undefined // bytes of the last piece that are no whole character
  begun = false // there was text
  state = ''

  constructor(name: string, fatal: boolean, ignoreBOM: boolean) {
    this.name = name
    this.fatal = fatal
    this.ignoreBOM = ignoreBOM
  }
}

// newDecoder is one for a label and the dictionary TextDecoderOptions.
export const newDecoder = (label: unknown, options: unknown, where: Where): Decoder => {
  const text = asDOMString(label)
  const members = asDictionary(options, where)
  const fatal = !!members.fatal, ignoreBOM = !!members.ignoreBOM
  const name = encodingName(text)
  if (name === undefined) throw new RangeError(`${where}: The encoding label provided ('${text}') is invalid.`)
  return new Decoder(name, fatal, ignoreBOM)
}

// decodePiece decodes bytes that nobody else changes. Without more, they are the last.
export const decodePiece = (decoder: Decoder, bytes: Uint8Array, more: boolean): string => {
  if (decoder.left !== undefined) {
    const left = typedArrayLength(decoder.left)
    const all = new Uint8Array(left + typedArrayLength(bytes))
    typedArraySet(all, decoder.left)
    typedArraySet(all, bytes, left)
    bytes = all
    decoder.left = undefined
  }
  const isUTF8 = decoder.name === 'utf-8'
  const length = typedArrayLength(bytes)
  let text: string | undefined, rest = 0, state = ''
  if (isUTF8) {
    rest = more ? incomplete(bytes, length) : 0
    text = decodeWithMark(rest === 0 ? bytes : bytesFrom(bytes, 0, length - rest), decoder.fatal)
  } else {
    const result = decodeLegacy(decoder.name, bytes, !more, decoder.fatal, decoder.state)
    if (result !== undefined) {
      text = result[0]
      rest = result[1]
      state = result[2]
    }
  }
  if (text === undefined) {
    decoder.begun = false
    decoder.state = ''
    throw new TypeError('The encoded data was not valid for encoding ' + decoder.name)
  }
  if (rest > 0) decoder.left = copyBytesFrom(bytes, length - rest)
  decoder.state = state
  if (text !== '' && !decoder.begun) {
    decoder.begun = true
    const hasMark = isUTF8 || decoder.name === 'utf-16le' || decoder.name === 'utf-16be'
    if (hasMark && !decoder.ignoreBOM && text[0] === '\ufeff') text = stringSlice(text, 1)
  }
  if (!more) {
    decoder.begun = false
    decoder.state = ''
  }
  return text
}

// ownBytes are bytes that nobody else changes while they are decoded: those of memory
// that is shared, or can be resized, are copied.
export const ownBytes = (bytes: Uint8Array): Uint8Array => {
  try {
    bufferByteLength(typedArrayBuffer(bytes))
    return bytes
  } catch {
    return new Uint8Array(bytes)
  }
}
