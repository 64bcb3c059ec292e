import { blobOf, copy } from '../file/blob'
import { File, fileOf, newFile } from '../file/file'
import { iterable } from '../iterable'
import { push } from '../primordials'
import { asUSVString, constructing, executing, exposed, fail, isObject, required } from '../webidl'
import type { Where } from '../webidl'

export type FormValue = string | File
export type FormEntry = [name: string, value: FormValue]

// formOf is what is in a FormData, and undefined for any other value.
export let formOf: (value: unknown) => FormEntry[] | undefined

// newForm is a FormData of entries.
export let newForm: (entries: FormEntry[]) => FormData

// https://xhr.spec.whatwg.org/#interface-formdata
export class FormData {
  #entries: FormEntry[] = []

  constructor(form: unknown = undefined) {
    if (form !== undefined) fail(constructing('FormData'), 'There are no HTML forms here.')
  }

  append(name: unknown, value: unknown, filename: unknown = undefined): void {
    const entries = this.#entries
    const where = executing('append', 'FormData')
    required(arguments.length, 2, where)
    push(entries, asEntry(name, value, filename, arguments.length > 2, where))
  }

  delete(name: unknown): void {
    const entries = this.#entries
    required(arguments.length, 1, executing('delete', 'FormData'))
    const key = asUSVString(name)
    const kept: FormEntry[] = []
    for (let n = 0; n < entries.length; n++) if (entries[n][0] !== key) push(kept, entries[n])
    this.#entries = kept
  }

  get(name: unknown): FormValue | null {
    const entries = this.#entries
    required(arguments.length, 1, executing('get', 'FormData'))
    const key = asUSVString(name)
    for (let n = 0; n < entries.length; n++) if (entries[n][0] === key) return entries[n][1]
    return null
  }

  getAll(name: unknown): FormValue[] {
    const entries = this.#entries
    required(arguments.length, 1, executing('getAll', 'FormData'))
    const key = asUSVString(name)
    const values: FormValue[] = []
    for (let n = 0; n < entries.length; n++) if (entries[n][0] === key) push(values, entries[n][1])
    return values
  }

  has(name: unknown): boolean {
    const entries = this.#entries
    required(arguments.length, 1, executing('has', 'FormData'))
    const key = asUSVString(name)
    for (let n = 0; n < entries.length; n++) if (entries[n][0] === key) return true
    return false
  }

  set(name: unknown, value: unknown, filename: unknown = undefined): void {
    const entries = this.#entries
    const where = executing('set', 'FormData')
    required(arguments.length, 2, where)
    const entry = asEntry(name, value, filename, arguments.length > 2, where)
    const kept: FormEntry[] = []
    let isSet = false
    for (let n = 0; n < entries.length; n++) {
      if (entries[n][0] !== entry[0]) push(kept, entries[n])
      else if (!isSet) isSet = push(kept, entry) > 0
    }
    if (!isSet) push(kept, entry)
    this.#entries = kept
  }

  static {
    formOf = (value) => (isObject(value) && #entries in value ? value.#entries : undefined)
    newForm = (entries) => {
      const form = new FormData()
      form.#entries = entries
      return form
    }
    iterable(this, 'FormData', (form, n) => (n < form.#entries.length ? form.#entries[n] : undefined))
    exposed(this, 'FormData')
  }
}

// https://xhr.spec.whatwg.org/#create-an-entry
function asEntry(name: unknown, value: unknown, filename: unknown, hasFilename: boolean, where: Where): FormEntry {
  const key = asUSVString(name)
  const blob = blobOf(value)
  if (blob === undefined) {
    if (hasFilename) fail(where, 'The value is not of type Blob.')
    return [key, asUSVString(value)]
  }
  const given = hasFilename && filename !== undefined
  const file = fileOf(value)
  if (file !== undefined && !given) return [key, value as File]
  return [key, newFile(copy(blob.bytes), blob.type, given ? asUSVString(filename) : 'blob', file?.lastModified)]
}
