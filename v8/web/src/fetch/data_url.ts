import { op } from '../host'
import { internal } from '../internal'
import { typedArrayByteLength, TypeError } from '../primordials'
import { Body } from './body'
import { checkIntegrity } from './integrity'
import { mimeTypeText, parseMIMEType } from './mime_type'
import type { RequestState } from './request'
import { Response, ResponseState } from './response'

const parse = op<(url: string) => { type: string; bytes: Uint8Array } | null>('dataURL')

// fetchData answers a request for a data: URL, which has its answer in it.
export function fetchData(request: RequestState): Response {
  const data = parse(request.url)
  if (data === null) throw new TypeError('fetch: the data: URL is not valid')
  checkIntegrity(data.bytes, request.integrity)
  const state = new ResponseState()
  const type = parseMIMEType(data.type)
  state.type = 'basic'
  state.url = request.url
  state.statusText = 'OK'
  state.headers.append('content-type', type === undefined ? 'text/plain;charset=US-ASCII' : mimeTypeText(type))
  state.headers.guard = 'immutable'
  if (request.method !== 'HEAD') state.body = new Body(data.bytes)
  return new Response(internal, state)
}

// fetchBlob answers a request for a blob: URL.
export function fetchBlob({ blob, method, url, integrity }: RequestState): Response {
  if (blob === undefined) throw new TypeError('fetch: the blob: URL stands for nothing, or was revoked')
  if (method !== 'GET') throw new TypeError(`fetch: a blob: URL has no method ${method}`)
  checkIntegrity(blob.bytes, integrity)
  const state = new ResponseState()
  state.type = 'basic'
  state.url = url
  state.statusText = 'OK'
  state.headers.append('content-length', `${typedArrayByteLength(blob.bytes)}`)
  state.headers.append('content-type', blob.type)
  state.headers.guard = 'immutable'
  state.body = new Body(blob.bytes)
  return new Response(internal, state)
}
