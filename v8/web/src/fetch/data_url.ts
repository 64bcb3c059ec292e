import { op } from '../host'
import { internal } from '../internal'
import { TypeError } from '../primordials'
import { promiseRejectedWith, promiseResolvedWith } from '../promises'
import { Body } from './body'
import { mimeTypeText, parseMIMEType } from './mime_type'
import type { RequestState } from './request'
import { Response, ResponseState } from './response'

const parse = op<(url: string) => { type: string; bytes: Uint8Array } | null>('dataURL')

// fetchData answers a request for a data: URL, which has its answer in it.
export function fetchData(request: RequestState): Promise<Response> {
  const data = parse(request.url)
  if (data === null) return promiseRejectedWith(new TypeError('fetch: the data: URL is not valid'))
  const state = new ResponseState()
  const type = parseMIMEType(data.type)
  state.type = 'basic'
  state.url = request.url
  state.statusText = 'OK'
  state.headers.append('content-type', type === undefined ? 'text/plain;charset=US-ASCII' : mimeTypeText(type))
  state.headers.guard = 'immutable'
  if (request.method !== 'HEAD') state.body = new Body(data.bytes)
  return promiseResolvedWith(new Response(internal, state))
}
