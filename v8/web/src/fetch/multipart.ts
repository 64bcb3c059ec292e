// multipart/form-data: https://www.rfc-editor.org/rfc/rfc7578

import { ByteList } from '../byte_list'
import { blobOf } from '../file/blob'
import { File, fileOf, newFile } from '../file/file'
import { op } from '../host'
import { push, TypeError } from '../primordials'
import { decodeUTF8, encodeUTF8 } from '../utf8'
import { replaceAll } from '../text'
import type { FormEntry } from './form_data'

const randomBoundary = op<() => string>('multipartBoundary')

// Each part is its name, its file name or null, its type and its bytes.
type Part = [name: string, filename: string | null, type: string, bytes: Uint8Array]
const parse = op<(bytes: Uint8Array, boundary: string) => Part[] | undefined>('multipartParse')

// parseMultipart is the entries of a form.
export const parseMultipart = (bytes: Uint8Array, boundary: string): FormEntry[] => {
  const parts = parse(bytes, boundary)
  if (parts === undefined) throw new TypeError('The body is no valid multipart/form-data')
  const entries: FormEntry[] = []
  for (let n = 0; n < parts.length; n++) {
    const part = parts[n]
    push(entries, [part[0], part[1] === null ? decodeUTF8(part[3]) : newFile(part[3], part[2], part[1])])
  }
  return entries
}

const withCRLF = (text: string) => replaceAll(replaceAll(replaceAll(text, '\r\n', '\n'), '\r', '\n'), '\n', '\r\n')
const escaped = (text: string) => replaceAll(replaceAll(replaceAll(text, '\n', '%0A'), '\r', '%0D'), '"', '%22')

// encodeMultipart is a form as bytes, and the boundary in it.
//
// HTML: https://html.spec.whatwg.org/#multipart-form-data
export const encodeMultipart = (entries: FormEntry[]): { bytes: Uint8Array, boundary: string } => {
  const boundary = randomBoundary()
  const list = new ByteList()
  for (let n = 0; n < entries.length; n++) {
    const name = entries[n][0], value = entries[n][1]
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(withCRLF(name))}"`
    if (typeof value === 'string') {
      list.push(encodeUTF8(`${head}\r\n\r\n${withCRLF(value)}\r\n`))
      continue
    }
    const { bytes, type } = blobOf(value as File)!
    const filename = escaped(fileOf(value)!.name)
    list.push(encodeUTF8(`${head}; filename="${filename}"\r\nContent-Type: ${type === '' ? 'application/octet-stream' : type}\r\n\r\n`))
    list.push(bytes)
    list.push(encodeUTF8('\r\n'))
  }
  list.push(encodeUTF8(`--${boundary}--\r\n`))
  return { bytes: list.toBytes(), boundary }
}
