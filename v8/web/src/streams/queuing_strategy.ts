import { apply, isNaN, RangeError } from '../primordials'
import { asDictionary, fail, isFunction, type Where } from '../webidl'

export type SizeAlgorithm = (chunk: unknown) => number

// The dictionary QueuingStrategy.
export interface QueuingStrategy {
  highWaterMark: number | undefined
  size: SizeAlgorithm | undefined // undefined is 1 for every chunk
}

export function asQueuingStrategy(value: unknown, where: Where): QueuingStrategy {
  const strategy = asDictionary(value, where)
  const { highWaterMark } = strategy
  const mark = highWaterMark === undefined ? undefined : +highWaterMark
  const { size } = strategy
  if (size === undefined) return { highWaterMark: mark, size }
  if (!isFunction(size)) fail(where, "The member 'size' is not a function.")
  return { highWaterMark: mark, size: (chunk) => +(apply(size, undefined, [chunk]) as number) }
}

// ExtractHighWaterMark.
export function highWaterMarkOf(strategy: QueuingStrategy, byDefault: number): number {
  const mark = strategy.highWaterMark
  if (mark === undefined) return byDefault
  if (isNaN(mark) || mark < 0) throw new RangeError('The highWaterMark must not be negative or NaN')
  return mark
}
