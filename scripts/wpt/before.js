// What the tests of web-platform-tests expect of a host, before testharness.js runs. The
// host has defined readFile(path) and wptLocation.
globalThis.self ??= globalThis
globalThis.GLOBAL = { isWindow: () => false, isWorker: () => false, isShadowRealm: () => false }
globalThis.location = new class Location {
  constructor() { Object.assign(this, wptLocation) }
  toString() { return this.href }
}
// Tests load their data by fetch.
const hostFetch = globalThis.fetch
globalThis.fetch = (input, ...rest) => {
  if (typeof input !== 'string' || !/\.(json|txt|idl|js)$/.test(input)) return hostFetch(input, ...rest)
  const base = location.pathname.replace(/[^/]*$/, '')
  const text = async () => readFile(input.startsWith('/') ? input : base + input)
  return Promise.resolve({ ok: true, text, json: async () => JSON.parse(await text()) })
}
