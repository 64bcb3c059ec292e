// BroadcastChannel. A context is an origin of its own: its channels reach each other, and
// no other context's.
//
// HTML: https://html.spec.whatwg.org/multipage/web-messaging.html#broadcasting-to-other-browsing-contexts

import { pack } from './clone'
import { domException } from './dom_exception'
import { events } from './events'
import { timers } from './host'
import { messaging } from './messaging'
import { part } from './part'
import { Map, mapDelete, mapGet, mapSet, push } from './primordials'
import { asDOMString, constructing, executing, exposed, required } from './webidl'

export const broadcasting = part(() => {
  const { EventTarget, handlers } = events()
  const { arrive } = messaging()
  const channels = new Map<string, BroadcastChannel[]>() // that are open, by name, the oldest first

  class BroadcastChannel extends EventTarget {
    #name: string
    #closed = false
    #onmessage = handlers()
    #onmessageerror = handlers()

    constructor(name: unknown) {
      required(arguments.length, 1, constructing('BroadcastChannel'))
      const text = asDOMString(name)
      super()
      this.#name = text
      const others = mapGet(channels, text)
      if (others === undefined) mapSet(channels, text, [this])
      else push(others, this)
    }

    get name() { return this.#name }

    // Each of the others gets the message by a task of its own.
    postMessage(message: unknown) {
      const closed = this.#closed
      required(arguments.length, 1, executing('postMessage', 'BroadcastChannel'))
      if (closed) throw domException('The channel is closed.', 'InvalidStateError')
      const packed = pack(message, [])
      const all = mapGet(channels, this.#name)
      for (let n = 0; n < all.length; n++) {
        const channel = all[n]
        if (channel !== this) timers.setTimeout(() => { if (!channel.#closed) arrive(channel, packed) }, 0)
      }
    }

    close() {
      if (this.#closed) return
      this.#closed = true
      const open: BroadcastChannel[] = []
      const all = mapGet(channels, this.#name)
      for (let n = 0; n < all.length; n++) if (all[n] !== this) push(open, all[n])
      if (open.length > 0) mapSet(channels, this.#name, open)
      else mapDelete(channels, this.#name)
    }

    get onmessage() { return this.#onmessage.get() }
    set onmessage(value) { this.#onmessage.set(this, 'message', value) }
    get onmessageerror() { return this.#onmessageerror.get() }
    set onmessageerror(value) { this.#onmessageerror.set(this, 'messageerror', value) }
  }
  exposed(BroadcastChannel, 'BroadcastChannel')
  return { BroadcastChannel }
})
