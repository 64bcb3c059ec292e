import { apply } from '../primordials'
import { promiseOf } from '../promises'
import { fail, isFunction, type Where } from '../webidl'

// method is a callback of a dictionary that belongs to an object, such as pull of an
// underlying source: called on the object, its result as it is.
export function method(object: any, name: string, where: Where): ((...args: unknown[]) => unknown) | undefined {
  const callback = object[name]
  if (callback === undefined) return undefined
  if (!isFunction(callback)) fail(where, `The member '${name}' is not a function.`)
  return (...args) => apply(callback, object, args)
}

// promiseMethod is such a callback with its result as a promise.
export function promiseMethod(
  object: any,
  name: string,
  where: Where,
): ((...args: unknown[]) => Promise<unknown>) | undefined {
  const callback = method(object, name, where)
  if (callback === undefined) return undefined
  return (...args) => promiseOf(() => apply(callback, undefined, args))
}
