// The properties of the global object: each is an accessor that builds what it is of
// when it is first used, and becomes a plain data property then.

import { define, isObject } from './webidl'
import { defineProperty, global } from './primordials'
import { atob, btoa } from './base64'
import { aborting } from './abort'
import { structuredClone } from './clone'
import { cryptos } from './crypto/crypto'
import { exceptions } from './dom_exception'
import { encodings } from './encoding'
import { events } from './events'
import { fetch } from './fetch/fetch'
import { FormData } from './fetch/form_data'
import { Headers } from './fetch/headers'
import { Request } from './fetch/request'
import { Response } from './fetch/response'
import { Blob } from './file/blob'
import { File } from './file/file'
import { messaging } from './messaging'
import { navigators } from './navigator'
import { performances } from './performance'
import { reportError } from './report'
import * as streams from './streams'
import { urls } from './url'
import { urlPatterns } from './url_pattern/url_pattern'

type Property = { part: string, name: string, enumerable: boolean, build: () => unknown }

// interfaces are not enumerable; functions and objects are.
const interfaces = <T extends object>(part: string, built: () => T, ...names: (keyof T & string)[]): Property[] => {
  const list: Property[] = []
  for (let n = 0; n < names.length; n++) {
    const name = names[n]
    list[n] = { part, name, enumerable: false, build: () => built()[name] }
  }
  return list
}
const value = (part: string, name: string, build: () => unknown): Property => ({ part, name, enumerable: true, build })

const properties: Property[] = [
  ...interfaces('DOMException', exceptions, 'DOMException'),
  ...interfaces('Events', events, 'Event', 'EventTarget', 'CustomEvent', 'ErrorEvent'),
  ...interfaces('Abort', aborting, 'AbortController', 'AbortSignal'),
  value('ReportError', 'reportError', () => reportError),
  ...interfaces('URL', urls, 'URL', 'URLSearchParams'),
  ...interfaces('URLPattern', urlPatterns, 'URLPattern'),
  ...interfaces('Encoding', encodings, 'TextEncoder', 'TextDecoder'),
  value('Base64', 'atob', () => atob),
  value('Base64', 'btoa', () => btoa),
  ...interfaces('Streams', () => streams,
    'ByteLengthQueuingStrategy', 'CountQueuingStrategy', 'ReadableByteStreamController', 'ReadableStream',
    'ReadableStreamBYOBReader', 'ReadableStreamBYOBRequest', 'ReadableStreamDefaultController', 'ReadableStreamDefaultReader',
    'TransformStream', 'TransformStreamDefaultController', 'WritableStream', 'WritableStreamDefaultController',
    'WritableStreamDefaultWriter'),
  value('StructuredClone', 'structuredClone', () => structuredClone),
  ...interfaces('Messaging', messaging, 'MessageChannel', 'MessagePort', 'MessageEvent'),
  ...interfaces('Performance', performances, 'Performance', 'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure'),
  value('Performance', 'performance', () => performances().performance),
  ...interfaces('Navigator', navigators, 'Navigator'),
  ...interfaces('Crypto', cryptos, 'Crypto', 'SubtleCrypto', 'CryptoKey'),
  value('Crypto', 'crypto', () => cryptos().crypto),
  value('Navigator', 'navigator', () => navigators().navigator),
  ...interfaces('Encoding', () => streams, 'TextDecoderStream', 'TextEncoderStream'),
  ...interfaces('Compression', () => streams, 'CompressionStream', 'DecompressionStream'),
  ...interfaces('Blob', () => ({ Blob, File }), 'Blob', 'File'),
  value('Fetch', 'fetch', () => fetch),
  ...interfaces('Fetch', () => ({ FormData, Headers, Request, Response }), 'FormData', 'Headers', 'Request', 'Response'),
]

const lazy = ({ name, enumerable, build }: Property) => {
  const accessors = {
    get [name]() {
      const built = build()
      define(global, name, built, { enumerable })
      return built
    },
    set [name](value: unknown) {
      define(isObject(this) ? this : global, name, value, { enumerable })
    },
  }
  const descriptor = Object.getOwnPropertyDescriptor(accessors, name)!
  defineProperty(global, name, {
    __proto__: null, get: descriptor.get, set: descriptor.set, enumerable, configurable: true,
  } as PropertyDescriptor)
}

// install defines the properties of the parts. No script has run.
export const install = (parts: string[]) => {
  for (const property of properties) if (parts.includes(property.part)) lazy(property)
}
