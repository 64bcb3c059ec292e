import { dateNow } from '../primordials'
import { asDictionary, asInteger, asUSVString, constructing, exposed, isObject, required } from '../webidl'
import { internal } from '../internal'
import { Blob } from './blob'

// What a File has besides its bytes.
interface FileData {
  readonly name: string
  readonly lastModified: number
}

// fileOf is what a File has, and undefined for any other value.
export let fileOf: (value: unknown) => FileData | undefined

// https://w3c.github.io/FileAPI/#file-section
export class File extends Blob {
  #file: FileData

  constructor(fileBits: unknown, fileName: unknown, options: unknown = undefined) {
    const where = constructing('File')
    required(arguments.length, 2, where)
    if (fileBits === internal) {
      super(internal, fileName)
      this.#file = options as FileData
      return
    }
    super(fileBits === undefined ? null : fileBits, options)
    const name = asUSVString(fileName)
    const { lastModified } = asDictionary(options, where)
    this.#file = {
      name,
      lastModified: lastModified === undefined ? dateNow() : asInteger(lastModified, 64, true, where),
    }
  }

  get name(): string {
    return this.#file.name
  }

  get lastModified(): number {
    return this.#file.lastModified
  }

  static {
    fileOf = (value) => (isObject(value) && #file in value ? value.#file : undefined)
    exposed(this, 'File')
  }
}

// newFile is a File of bytes.
export function newFile(bytes: Uint8Array, type: string, name: string, lastModified = dateNow()): File {
  return new File(internal, { bytes, type }, { name, lastModified })
}
