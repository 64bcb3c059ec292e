// Serializing URLs.
//
// URL: https://url.spec.whatwg.org/#url-serializing

import { join } from './primordials'
import { parseURL, type URLRecord } from './url_parser'

export const serializePath = (url: URLRecord): string =>
  url.opaquePath !== null ? url.opaquePath : url.path.length === 0 ? '' : '/' + join(url.path, '/')

export const serializeURL = (url: URLRecord, withoutFragment = false): string => {
  let text = url.scheme + ':'
  if (url.host !== null) {
    text += '//'
    if (url.username !== '' || url.password !== '') {
      text += url.username
      if (url.password !== '') text += ':' + url.password
      text += '@'
    }
    text += serializeHost(url)
  } else if (url.opaquePath === null && url.path.length > 1 && url.path[0] === '') {
    text += '/.'
  }
  text += serializePath(url)
  if (url.query !== null) text += '?' + url.query
  if (url.fragment !== null && !withoutFragment) text += '#' + url.fragment
  return text
}

export const serializeHost = (url: URLRecord): string =>
  url.host === null ? '' : url.port === null ? url.host : url.host + ':' + url.port

// originOf is the serialization of the URL's origin.
export const originOf = (url: URLRecord): string => {
  switch (url.scheme) {
    case 'http': case 'https': case 'ftp': case 'ws': case 'wss':
      return url.scheme + '://' + serializeHost(url)
    case 'blob': {
      const inner = url.opaquePath === null ? null : parseURL(url.opaquePath)
      if (inner !== null && (inner.scheme === 'http' || inner.scheme === 'https')) return originOf(inner)
    }
  }
  return 'null'
}
