// The properties of the global object: each is an accessor that builds what it is of
// when it is first used, and becomes a plain data property then. The modules of a part
// run when require asks for them, so a context pays for what it uses.

import './buffers' // which takes constructors from the global object
import { define, isObject } from './webidl'
import { defineProperty, getOwnPropertyDescriptor, global } from './primordials'

// load is what build gives. Modules run whose last run was ended midway: see
// internal/bundle.
export const load = <T>(build: () => T): T => {
  begin()
  return build()
}

type Property = { part: string, name: string, enumerable: boolean, build: () => unknown }

// interfaces are not enumerable; functions and objects are.
const interfaces = (part: string, built: () => any, ...names: string[]): Property[] => {
  const list: Property[] = []
  for (let n = 0; n < names.length; n++) {
    const name = names[n]
    list[n] = { part, name, enumerable: false, build: () => built()[name] }
  }
  return list
}
const value = (part: string, name: string, build: () => unknown): Property => ({ part, name, enumerable: true, build })

const properties: Property[] = [
  ...interfaces('DOMException', () => require('./dom_exception').exceptions(), 'DOMException'),
  ...interfaces('Events', () => require('./events').events(), 'Event', 'EventTarget', 'CustomEvent', 'ErrorEvent'),
  ...interfaces('Abort', () => require('./abort').aborting(), 'AbortController', 'AbortSignal'),
  value('Self', 'self', () => global),
  value('ReportError', 'reportError', () => require('./report').reportError),
  ...interfaces('URL', () => require('./url').urls(), 'URL', 'URLSearchParams'),
  ...interfaces('URLPattern', () => require('./url_pattern/url_pattern').urlPatterns(), 'URLPattern'),
  ...interfaces('Encoding', () => require('./encoding').encodings(), 'TextEncoder', 'TextDecoder'),
  value('Base64', 'atob', () => require('./base64').atob),
  value('Base64', 'btoa', () => require('./base64').btoa),
  ...interfaces('Streams', () => require('./streams'),
    'ByteLengthQueuingStrategy', 'CountQueuingStrategy', 'ReadableByteStreamController', 'ReadableStream',
    'ReadableStreamBYOBReader', 'ReadableStreamBYOBRequest', 'ReadableStreamDefaultController', 'ReadableStreamDefaultReader',
    'TransformStream', 'TransformStreamDefaultController', 'WritableStream', 'WritableStreamDefaultController',
    'WritableStreamDefaultWriter'),
  value('StructuredClone', 'structuredClone', () => require('./clone').structuredClone),
  ...interfaces('Messaging', () => require('./messaging').messaging(), 'MessageChannel', 'MessagePort', 'MessageEvent'),
  ...interfaces('Messaging', () => require('./broadcast_channel').broadcasting(), 'BroadcastChannel'),
  ...interfaces('Performance', () => require('./performance').performances(), 'Performance', 'PerformanceEntry', 'PerformanceMark',
    'PerformanceMeasure', 'PerformanceObserver', 'PerformanceObserverEntryList'),
  value('Performance', 'performance', () => require('./performance').performances().performance),
  ...interfaces('Navigator', () => require('./navigator').navigators(), 'Navigator'),
  ...interfaces('Crypto', () => require('./crypto/crypto').cryptos(), 'Crypto', 'SubtleCrypto', 'CryptoKey'),
  value('Crypto', 'crypto', () => require('./crypto/crypto').cryptos().crypto),
  value('Navigator', 'navigator', () => require('./navigator').navigators().navigator),
  ...interfaces('Encoding', () => require('./streams'), 'TextDecoderStream', 'TextEncoderStream'),
  ...interfaces('Compression', () => require('./streams'), 'CompressionStream', 'DecompressionStream'),
  ...interfaces('Blob', () => require('./file/blob'), 'Blob'),
  ...interfaces('Blob', () => require('./file/file'), 'File'),
  value('Fetch', 'fetch', () => require('./fetch/fetch').fetch),
  ...interfaces('Fetch', () => require('./fetch/form_data'), 'FormData'),
  ...interfaces('Fetch', () => require('./fetch/headers'), 'Headers'),
  ...interfaces('Fetch', () => require('./fetch/request'), 'Request'),
  ...interfaces('Fetch', () => require('./fetch/response'), 'Response'),
]

const lazy = ({ name, enumerable, build }: Property) => {
  const accessors = {
    get [name]() {
      const built = load(build)
      define(global, name, built, { enumerable })
      return built
    },
    set [name](value: unknown) {
      define(isObject(this) ? this : global, name, value, { enumerable })
    },
  }
  const descriptor = getOwnPropertyDescriptor(accessors, name)!
  defineProperty(global, name, {
    __proto__: null, get: descriptor.get, set: descriptor.set, enumerable, configurable: true,
  } as PropertyDescriptor)
}

// install defines the properties of the parts. No script has run.
export const install = (parts: string[]) => {
  for (const property of properties) if (parts.includes(property.part)) lazy(property)
}
