import { charCodeAt, stringSlice } from '../primordials'
import { promiseOf } from '../promises'
import { encodeUTF8 } from '../utf8'
import { asDOMString, exposed } from '../webidl'
import { facadeOf, type ReadableStream } from './readable_stream'
import { Transform } from './transform'
import { writableFacade, type WritableStream } from './writable_stream'

// https://encoding.spec.whatwg.org/#interface-textencoderstream
export class TextEncoderStream {
  #high = '' // a high surrogate, whose other half the next chunk may begin with
  #transform: Transform

  constructor() {
    this.#transform = new Transform({
      transform: (chunk, transform) => promiseOf(() => this.#encode(asDOMString(chunk), transform)),
      flush: (transform) =>
        promiseOf(() => {
          if (this.#high !== '') transform.enqueue(encodeUTF8(this.#high))
        }),
      cancel: undefined,
    })
    this.#transform.started(undefined)
  }

  get encoding(): string {
    this.#transform
    return 'utf-8'
  }

  get readable(): ReadableStream {
    return facadeOf(this.#transform.readable)
  }

  get writable(): WritableStream {
    return writableFacade(this.#transform.writable)
  }

  #encode(text: string, transform: Transform): void {
    if (text === '') return
    text = this.#high + text
    const last = text.length - 1
    const isHigh = (charCodeAt(text, last) & 0xfc00) === 0xd800
    this.#high = isHigh ? text[last] : ''
    if (isHigh) text = stringSlice(text, 0, last)
    if (text !== '') transform.enqueue(encodeUTF8(text))
  }

  static {
    exposed(this, 'TextEncoderStream')
  }
}
