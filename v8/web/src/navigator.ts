// navigator.
//
// HTML: https://html.spec.whatwg.org/multipage/system-state.html#the-navigator-object

import { op } from './host'
import { part } from './part'
import { exposed, illegal } from './webidl'

const userAgent = op<() => string>('userAgent')

export const navigators = part(() => {
  const internal = {}
  class Navigator {
    #userAgent: string
    constructor(key: unknown) {
      if (key !== internal) illegal()
      this.#userAgent = userAgent()
    }
    get userAgent() { return this.#userAgent }
  }
  exposed(Navigator, 'Navigator')
  return { Navigator, navigator: new Navigator(internal) }
})
