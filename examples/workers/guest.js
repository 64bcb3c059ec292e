// Runs in a tenant's context before the tenant's own modules, and makes of what the host
// gives what a worker expects. What a tenant changes here it changes for itself alone.
const host = globalThis.__host
delete globalThis.__host
const { Promise, Request, Response, TypeError, Uint8Array } = globalThis

const plain = async request => ({
  method: request.method,
  url: request.url,
  headers: [...request.headers],
  body: request.body === null ? undefined : new Uint8Array(await request.arrayBuffer()),
})

const empty = new Set([101, 204, 205, 304])
const response = ({ status, headers, body }) => new Response(empty.has(status) ? null : body, { status, headers })

// A request of the tenant's by one of the host's functions; its signal ends the wait.
const send = async (call, input, init) => {
  const request = new Request(input, init)
  const { signal } = request
  signal.throwIfAborted()
  const aborted = new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
  return response(await Promise.race([call(await plain(request)), aborted]))
}

globalThis.fetch = (input, init) => send(host.fetch, input, init)

class KVNamespace {
  #name
  constructor(name) { this.#name = name }
  async get(key, type = 'text') {
    const bytes = await host.kvGet(this.#name, String(key))
    if (bytes === null || bytes === undefined) return null
    const value = new Response(bytes)
    switch (type?.type ?? type) {
      case 'text': return value.text()
      case 'json': return value.json()
      case 'arrayBuffer': return value.arrayBuffer()
      case 'stream': return value.body
      default: throw new TypeError(`KV: want "text", "json", "arrayBuffer" or "stream", not ${type}`)
    }
  }
  async put(key, value, { expirationTtl = 0 } = {}) {
    const bytes = new Uint8Array(await new Response(value).arrayBuffer())
    await host.kvPut(this.#name, String(key), bytes, Number(expirationTtl))
  }
  async delete(key) { await host.kvDelete(this.#name, String(key)) }
  async list({ prefix = '', limit = 1000 } = {}) {
    const names = await host.kvList(this.#name, String(prefix), Number(limit))
    return { keys: names.map(name => ({ name })), list_complete: names.length < limit && names.length < 1000 }
  }
}

let worker
let env

export async function start(main, variables, namespaces, services) {
  env = { ...variables }
  for (const name of namespaces) env[name] = new KVNamespace(name)
  for (const name of services) {
    env[name] = { fetch: (input, init) => send(request => host.service(name, request), input, init) }
  }
  worker = (await import(main)).default
  if (worker === null || typeof worker !== 'object') throw new TypeError('the module has no default export with methods')
}

const { serve, read, respond, write, end } = host
const io = { __proto__: null, read, respond, write, end }

// A request, by the web platform's own function. An answer that is whole is the result;
// any other goes out by io, and the call lasts until it is out and what waitUntil was given
// is settled, so that all of it has the request's limits.
export const fetch = incoming => serve(incoming, worker, env, io)

const contextOf = promises => ({
  waitUntil(promise) {
    promise = Promise.resolve(promise)
    promise.catch(() => {}) // it is handled, if later
    promises.push(promise)
  },
  passThroughOnException() {},
})

export async function scheduled(scheduledTime) {
  const promises = []
  await worker.scheduled?.({ scheduledTime, cron: '' }, env, contextOf(promises))
  await Promise.all(promises)
}
