// blob: URLs. A context is an origin of its own, and has its own.
//
// File API: https://w3c.github.io/FileAPI/#url

import { Map, mapDelete, mapGet, mapSet, stringIndexOf, stringSlice } from '../primordials'
import { parseURL } from '../url_parser'
import { serializeURL } from '../url_serializer'
import { newUUID } from '../uuid'
import { fail, type Where } from '../webidl'
import { type BlobData, blobOf } from './blob'

const blobs = new Map<string, BlobData>() // by URL, until they are revoked

// The origin in it is an opaque one.
export const createObjectURL = (value: unknown, where: Where): string => {
  const blob = blobOf(value)
  if (blob === undefined) fail(where, 'parameter 1 is not of type \'Blob\'.')
  const url = `blob:null/${newUUID()}`
  mapSet(blobs, url, blob)
  return url
}

export const revokeObjectURL = (text: string): void => {
  const url = parseURL(text)
  if (url !== null) mapDelete(blobs, serializeURL(url))
}

// blobAt is what a URL stands for, whatever its fragment is, or undefined.
export const blobAt = (url: string): BlobData | undefined => {
  const hash = stringIndexOf(url, '#')
  return mapGet(blobs, hash < 0 ? url : stringSlice(url, 0, hash))
}
