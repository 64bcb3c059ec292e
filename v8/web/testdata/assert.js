// What the tests of this folder share: test(name, func) and assertions.
globalThis.tests = []
globalThis.test = (name, run) => { tests.push({ name, run }) }

const show = value => {
  if (typeof value === 'bigint') return value + 'n'
  if (typeof value === 'function' || typeof value === 'symbol') return String(value)
  if (value instanceof Error) return String(value)
  if (Object.is(value, -0)) return '-0'
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return value.constructor.name + '[' + value + ']'
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : typeof value === 'string' ? JSON.stringify(value) : String(value)
}

globalThis.equal = (actual, expected, what = '') => {
  const same = typeof expected === 'object' && expected !== null ? show(actual) === show(expected) : Object.is(actual, expected)
  if (!same) throw new Error(`${what}: got ${show(actual)}, want ${show(expected)}`)
}
globalThis.isTrue = (actual, what = '') => equal(actual, true, what)

// throws demands an error whose name, or class, is that.
const isKind = (error, kind) => typeof kind === 'string' ? error?.name === kind : error?.constructor === kind
globalThis.throws = (run, kind, what = '') => {
  let value
  try {
    value = run()
  } catch (error) {
    if (!isKind(error, kind)) throw new Error(`${what}: threw ${error?.stack ?? show(error)}, want ${kind.name ?? kind}`)
    return error
  }
  throw new Error(`${what}: gave ${show(value)}, want ${kind.name ?? kind}`)
}
globalThis.rejects = async (promise, kind, what = '') => {
  let value
  try {
    value = await promise
  } catch (error) {
    if (!isKind(error, kind)) throw new Error(`${what}: rejected with ${error?.stack ?? show(error)}, want ${kind.name ?? kind}`)
    return error
  }
  throw new Error(`${what}: gave ${show(value)}, want ${kind.name ?? kind}`)
}

// descriptor is the flags of a property and the type of its value.
globalThis.descriptor = (object, key) => {
  const d = Object.getOwnPropertyDescriptor(object, key)
  if (d === undefined) return 'none'
  const flags = (d.writable ? 'w' : '') + (d.enumerable ? 'e' : '') + (d.configurable ? 'c' : '')
  return ('value' in d ? typeof d.value : (d.get ? 'get' : '') + (d.set ? 'set' : '')) + ' ' + flags
}
