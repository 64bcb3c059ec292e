// Web IDL's iterables of pairs.
//
// Web IDL: https://webidl.spec.whatwg.org/#idl-iterable

import { apply, create, iterator, iteratorPrototype, setPrototypeOf, toStringTag, TypeError } from './primordials'
import { define, executing, fail, isFunction, required } from './webidl'

type Pair = [key: unknown, value: unknown]
type Kind = 'key' | 'value' | 'key+value'

// iterable gives a class entries, keys, values, forEach and what for...of uses. at gives
// the pair of an object at an index, or undefined behind the last; it throws for what is
// no object of the class.
export const iterable = (of: { prototype: object }, name: string, at: (object: any, index: number) => Pair | undefined) => {
  class State {
    #object: object
    #kind: Kind
    #index = 0
    constructor(object: object, kind: Kind) {
      this.#object = object
      this.#kind = kind
    }
    static next(of: State) {
      const pair = at(of.#object, of.#index)
      if (pair === undefined) return { value: undefined, done: true }
      of.#index++
      const value = of.#kind === 'key' ? pair[0] : of.#kind === 'value' ? pair[1] : [pair[0], pair[1]]
      return { value, done: false }
    }
    static has(value: object): boolean { return #object in value }
  }
  const { next, has } = State
  const prototype = create(iteratorPrototype)
  const { next: method } = {
    next() {
      if (typeof this !== 'object' || this === null || !has(this)) throw new TypeError('Illegal invocation')
      return next(this as unknown as State)
    },
  }
  define(prototype, 'next', method, { enumerable: true })
  define(prototype, toStringTag, `${name} Iterator`, { writable: false })

  const begin = (object: object, kind: Kind) => {
    at(object, 0) // throws for what is none
    const state = new State(object, kind)
    setPrototypeOf(state, prototype)
    return state
  }
  const methods = {
    entries() { return begin(this, 'key+value') },
    keys() { return begin(this, 'key') },
    values() { return begin(this, 'value') },
    forEach(callback: unknown, thisArgument: unknown = undefined) {
      at(this, 0)
      const where = executing('forEach', name)
      required(arguments.length, 1, where)
      if (!isFunction(callback)) return fail(where, 'parameter 1 is not of type \'Function\'.')
      for (let n = 0; ; n++) {
        const pair = at(this, n)
        if (pair === undefined) return
        apply(callback, thisArgument, [pair[1], pair[0], this])
      }
    },
  }
  define(of.prototype, 'entries', methods.entries, { enumerable: true })
  define(of.prototype, 'keys', methods.keys, { enumerable: true })
  define(of.prototype, 'values', methods.values, { enumerable: true })
  define(of.prototype, 'forEach', methods.forEach, { enumerable: true })
  define(of.prototype, iterator, methods.entries)
}
