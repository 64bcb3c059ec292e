// DOMException.
//
// Web IDL: https://webidl.spec.whatwg.org/#idl-DOMException

import { op } from './host'
import { captureStackTrace, deleteProperty, Error, hasOwn, setPrototypeOf } from './primordials'
import { asDOMString, define, exposed } from './webidl'
import { part } from './part'

const codes: Record<string, number> = {
  __proto__: null as any,
  IndexSizeError: 1,
  HierarchyRequestError: 3,
  WrongDocumentError: 4,
  InvalidCharacterError: 5,
  NoModificationAllowedError: 7,
  NotFoundError: 8,
  NotSupportedError: 9,
  InUseAttributeError: 10,
  InvalidStateError: 11,
  SyntaxError: 12,
  InvalidModificationError: 13,
  NamespaceError: 14,
  InvalidAccessError: 15,
  TypeMismatchError: 17,
  SecurityError: 18,
  NetworkError: 19,
  AbortError: 20,
  URLMismatchError: 21,
  QuotaExceededError: 22,
  TimeoutError: 23,
  InvalidNodeTypeError: 24,
  DataCloneError: 25,
}

const constants = {
  __proto__: null as any,
  INDEX_SIZE_ERR: 1,
  DOMSTRING_SIZE_ERR: 2,
  HIERARCHY_REQUEST_ERR: 3,
  WRONG_DOCUMENT_ERR: 4,
  INVALID_CHARACTER_ERR: 5,
  NO_DATA_ALLOWED_ERR: 6,
  NO_MODIFICATION_ALLOWED_ERR: 7,
  NOT_FOUND_ERR: 8,
  NOT_SUPPORTED_ERR: 9,
  INUSE_ATTRIBUTE_ERR: 10,
  INVALID_STATE_ERR: 11,
  SYNTAX_ERR: 12,
  INVALID_MODIFICATION_ERR: 13,
  NAMESPACE_ERR: 14,
  INVALID_ACCESS_ERR: 15,
  VALIDATION_ERR: 16,
  TYPE_MISMATCH_ERR: 17,
  SECURITY_ERR: 18,
  NETWORK_ERR: 19,
  ABORT_ERR: 20,
  URL_MISMATCH_ERR: 21,
  QUOTA_EXCEEDED_ERR: 22,
  TIMEOUT_ERR: 23,
  INVALID_NODE_TYPE_ERR: 24,
  DATA_CLONE_ERR: 25,
}

// setErrorText tells Go what the error says: V8 reads no accessors for it.
const setErrorText = op<(error: object, text: string) => void>('setErrorText')

export const exceptions = part(() => {
  class Identity {
    constructor(object: object) { return object }
  }
  // The private fields of an object that Error has made.
  class State extends Identity {
    #message: string
    #name: string
    constructor(error: object, message: string, name: string) {
      super(error)
      this.#message = message
      this.#name = name
    }
    static messageOf(of: State): string { return of.#message }
    static nameOf(of: State): string { return of.#name }
    static has(value: object) { return #message in value }
  }

  class DOMException {
    constructor(message: unknown = '', name: unknown = 'Error') {
      message = asDOMString(message)
      name = asDOMString(name)
      const error = new Error(message as string)
      setPrototypeOf(error, new.target.prototype)
      new State(error, message as string, name as string)
      // The first line of a stack is made of what the error itself has.
      define(error, 'name', name)
      captureStackTrace(error, new.target)
      deleteProperty(error, 'name')
      deleteProperty(error, 'message')
      setErrorText(error, message === '' ? name as string : `${name}: ${message}`)
      return error as unknown as DOMException
    }
    get name(): string { return State.nameOf(this as any) }
    get message(): string { return State.messageOf(this as any) }
    get code(): number {
      const name = State.nameOf(this as any)
      return hasOwn(codes, name) ? codes[name] : 0
    }
  }
  setPrototypeOf(DOMException.prototype, Error.prototype)
  exposed(DOMException, 'DOMException', constants)
  return { DOMException, isDOMException: State.has }
})

// domException makes one for our own code to throw.
export const domException = (message: string, name: string): Error => {
  const { DOMException } = exceptions()
  return new DOMException(message, name) as unknown as Error
}
