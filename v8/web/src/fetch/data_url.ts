import { op } from '../host'
import { internal } from '../internal'
import { TypeError } from '../primordials'
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
