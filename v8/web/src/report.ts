import { required, executing } from './webidl'
import { timers } from './host'

// report is what HTML calls to report an exception: nothing of JavaScript has caught
// it, so the loop is told, as of what the callback of a timer throws.
export const report = (error: unknown) => {
  timers.setTimeout(() => { throw error }, 0)
}

const functions = {
  reportError(error: unknown) {
    required(arguments.length, 1, executing('reportError'))
    report(error)
  },
}

export const { reportError } = functions
