// MessageChannel, MessagePort and MessageEvent.
//
// HTML: https://html.spec.whatwg.org/multipage/web-messaging.html#message-channels

import { asTransfer, type Message, pack, transferOf, unpack } from './clone'
import { domException } from './dom_exception'
import { events } from './events'
import { timers } from './host'
import { part } from './part'
import { apply, freeze, iterator, push, shift } from './primordials'
import {
  asDictionary, asDOMString, asSequence, asUSVString, constructing, executing, exposed, fail, illegal, isObject, required,
} from './webidl'

// An End is one of the two of a channel. It goes with a port that is transferred.
type End = {
  other: End | null // null when the channel is closed
  queue: Message[]
  port: object | null // null while it is on its way
  started: boolean
  scheduled: boolean
}

const newEnd = (): End => ({ __proto__: null as never, other: null, queue: [], port: null, started: false, scheduled: false }) as End

export const messaging = part(() => {
  const { Event, EventTarget, dispatch, handlers } = events()
  const internal = {}

  let fill: (event: MessageEvent, data: unknown, ports: readonly object[]) => void

  class MessageEvent extends Event {
    #data: unknown = null
    #origin = ''
    #lastEventId = ''
    #source: unknown = null
    #ports: readonly object[] = freeze([])

    constructor(type: unknown, init: unknown = undefined) {
      const where = constructing('MessageEvent')
      required(arguments.length, 1, where)
      super(type, init)
      const { data, lastEventId, origin, ports, source } = asDictionary(init, where)
      if (data !== undefined) this.#data = data
      if (lastEventId !== undefined) this.#lastEventId = asDOMString(lastEventId)
      if (origin !== undefined) this.#origin = asUSVString(origin)
      if (ports !== undefined) this.#ports = asPorts(ports, where)
      if (source !== undefined) this.#source = asSource(source, where)
    }
    static {
      fill = (event, data, ports) => {
        event.#data = data
        event.#ports = ports
      }
    }
    get data() { return this.#data }
    get origin() { return this.#origin }
    get lastEventId() { return this.#lastEventId }
    get source() { return this.#source }
    get ports() { return this.#ports }
    initMessageEvent(
      type: unknown, bubbles: unknown = false, cancelable: unknown = false, data: unknown = null, origin: unknown = '',
      lastEventId: unknown = '', source: unknown = null, ports: unknown = [],
    ) {
      this.#data
      const where = executing('initMessageEvent', 'MessageEvent')
      required(arguments.length, 1, where)
      const texts = [asUSVString(origin), asDOMString(lastEventId)]
      const from = asSource(source, where), list = asPorts(ports, where)
      initEvent(this, type, bubbles, cancelable)
      this.#data = data
      this.#origin = texts[0]
      this.#lastEventId = texts[1]
      this.#source = from
      this.#ports = list
    }
  }
  exposed(MessageEvent, 'MessageEvent')
  const { initEvent: init } = Event.prototype
  const initEvent = (event: object, ...parameters: unknown[]) => apply(init, event, parameters)

  const asPorts = (value: unknown, where: string) => freeze(asSequence(value, port => {
    if (!isObject(port) || !isPort(port)) fail(where, 'The sequence has what is not of type \'MessagePort\'.')
    return port as object
  }, where))
  const asSource = (value: unknown, where: string) => {
    if (value === null || value === undefined) return null
    if (!isObject(value) || !isPort(value)) fail(where, 'The source is not of type \'MessagePort\'.')
    return value
  }

  let isPort: (value: object) => boolean
  let endOf: (port: MessagePort) => End | null
  let detach: (port: MessagePort) => End

  class MessagePort extends EventTarget {
    #end: End | null // null when the port was transferred
    #onmessage = handlers()
    #onmessageerror = handlers()

    constructor(key: unknown, end: unknown) {
      if (key !== internal) illegal()
      super()
      this.#end = end as End
      this.#end.port = this
    }

    postMessage(message: unknown, options: unknown = undefined) {
      const end = this.#end
      const where = executing('postMessage', 'MessagePort')
      required(arguments.length, 1, where)
      const isList = isObject(options) && (options as any)[iterator] !== undefined
      const transfer = isList ? asTransfer(options, where) : transferOf(options, where)
      let isDoomed = false
      for (let n = 0; n < transfer.length; n++) {
        if (transfer[n] === this) throw domException('A port can\'t be sent through itself.', 'DataCloneError')
        if (end !== null && end.other !== null && transfer[n] === end.other.port) isDoomed = true
      }
      const packed = pack(message, transfer)
      if (end === null || end.other === null || isDoomed) return
      push(end.other.queue, packed)
      schedule(end.other)
    }

    start() {
      const end = this.#end
      if (end === null) return
      end.started = true
      schedule(end)
    }

    close() {
      const end = this.#end
      if (end === null) return
      detach(this)
      const { other } = end
      end.other = null
      end.queue = []
      if (other !== null) other.other = null
    }

    get onmessage() { return this.#onmessage.get() }
    set onmessage(value) {
      this.#onmessage.set(this, 'message', value)
      const end = this.#end
      if (end === null) return
      end.started = true
      schedule(end)
    }

    get onmessageerror() { return this.#onmessageerror.get() }
    set onmessageerror(value) { this.#onmessageerror.set(this, 'messageerror', value) }

    static {
      isPort = value => #end in value
      endOf = port => port.#end
      detach = port => {
        const end = port.#end!
        port.#end = null
        end.port = null
        end.started = false
        return end
      }
    }
  }
  exposed(MessagePort, 'MessagePort')

  // Each message is a task of its own.
  const schedule = (end: End) => {
    if (end.scheduled || !end.started || end.port === null || end.queue.length === 0) return
    end.scheduled = true
    timers.setTimeout(() => {
      end.scheduled = false
      deliver(end)
    }, 0)
  }

  const deliver = (end: End) => {
    const port = end.port as MessagePort | null
    if (port === null || !end.started || end.queue.length === 0) return
    const message: Message = shift(end.queue)
    schedule(end)
    arrive(port, message)
  }

  // arrive is the event of a message that has come.
  const arrive = (target: InstanceType<typeof EventTarget>, message: Message) => {
    let event
    try {
      const { value, moved } = unpack(message)
      const ports: object[] = []
      for (let n = 0; n < moved.length; n++) if (isPort(moved[n])) push(ports, moved[n])
      event = new MessageEvent('message')
      fill(event, value, freeze(ports))
    } catch {
      event = new MessageEvent('messageerror')
    }
    dispatch(target, event, true)
  }

  class MessageChannel {
    #port1: MessagePort
    #port2: MessagePort
    constructor() {
      const one = newEnd(), two = newEnd()
      one.other = two
      two.other = one
      this.#port1 = new MessagePort(internal, one)
      this.#port2 = new MessagePort(internal, two)
    }
    get port1() { return this.#port1 }
    get port2() { return this.#port2 }
  }
  exposed(MessageChannel, 'MessageChannel')

  const newPort = (end: End) => new MessagePort(internal, end)
  return { MessageEvent, MessagePort, MessageChannel, isPort: isPort!, endOf: endOf!, detach: detach!, newPort, arrive }
})
