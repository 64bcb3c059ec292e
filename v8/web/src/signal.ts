import { aborting } from './abort'
import { isObject } from './webidl'

// A Signal is an AbortSignal.
export type Signal = ReturnType<ReturnType<typeof aborting>['newSignal']>

export const isSignal = (value: unknown): value is Signal => isObject(value) && aborting().isSignal(value)
