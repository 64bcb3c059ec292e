import { apply, asyncIterator, iterator, TypeError } from '../primordials'
import { promiseOf, promiseResolvedWith, transformPromise } from '../promises'
import { fail, isObject, type Where } from '../webidl'
import { Readable } from './readable'
import { ReadableDefaultController } from './readable_default_controller'

// readableFrom is a stream of what an iterable or asynchronous iterable gives:
// ReadableStreamFromIterable.
export function readableFrom(iterable: any, where: Where): Readable {
  if (iterable === undefined || iterable === null) fail(where, 'The value is not iterable.')
  let method = iterable[asyncIterator]
  const isAsync = method !== undefined && method !== null
  if (!isAsync) method = iterable[iterator]
  if (typeof method !== 'function') fail(where, 'The value is not iterable.')
  const items = apply(method, iterable, [])
  if (!isObject(items)) fail(where, 'The iterator is not an object.')
  const { next } = items as any

  const stream = new Readable()
  const controller = new ReadableDefaultController(
    stream,
    {
      start: undefined,
      pull: (controller) =>
        transformPromise(
          promiseOf(() => apply(next, items, [])),
          (result: any) => {
            if (!isObject(result)) throw new TypeError('The result of the iterator is not an object')
            if ((result as any).done) {
              controller.close()
              return
            }
            const { value } = result as any
            if (isAsync) controller.enqueue(value)
            else return transformPromise(promiseResolvedWith(value), (value) => controller.enqueue(value))
          },
        ),
      cancel: (reason) =>
        promiseOf(() => {
          const { return: method } = items as any
          if (method === undefined || method === null) return undefined
          return transformPromise(promiseResolvedWith(apply(method, items, [reason])), (result) => {
            if (!isObject(result)) throw new TypeError('The result of the iterator is not an object')
            return undefined
          })
        }),
    },
    0,
  )
  controller.start()
  return stream
}
