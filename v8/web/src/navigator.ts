// navigator.
//
// HTML: https://html.spec.whatwg.org/multipage/system-state.html#the-navigator-object

import { ofHost, op } from './host'
import { part } from './part'
import { exposed, illegal } from './webidl'

const userAgent = ofHost(op<() => string>('userAgent'))

export const navigators = part(() => {
  const internal = {}
  class Navigator {
    #brand = true
    constructor(key: unknown) {
      if (key !== internal) illegal()
    }
    get userAgent() {
      this.#brand
      return userAgent()
    }
  }
  exposed(Navigator, 'Navigator')
  return { Navigator, navigator: new Navigator(internal) }
})
