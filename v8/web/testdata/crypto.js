const { subtle } = crypto
const utf8 = text => new TextEncoder().encode(text)
const hex = buffer => [...new Uint8Array(buffer)].map(b => b.toString(16).padStart(2, '0')).join('')
const unhex = text => new Uint8Array(text.match(/../g).map(b => parseInt(b, 16)))
const raw = (bytes, algorithm, ...usages) => subtle.importKey('raw', bytes, algorithm, true, usages)

test('getRandomValues', () => {
  const bytes = new Uint8Array(32)
  isTrue(crypto.getRandomValues(bytes) === bytes && bytes.some(b => b !== 0))
  const part = new Uint8Array(new ArrayBuffer(8), 2, 4)
  crypto.getRandomValues(part)
  equal([new Uint8Array(part.buffer)[0], new Uint8Array(part.buffer)[7]], [0, 0])
  crypto.getRandomValues(new BigUint64Array(1))
  equal(crypto.getRandomValues(new Uint8Array(0)).length, 0)
  for (const bad of [undefined, null, 1, [], {}, new ArrayBuffer(1)]) throws(() => crypto.getRandomValues(bad), TypeError)
  for (const bad of [new Float32Array(1), new Float64Array(1), new DataView(new ArrayBuffer(1))]) throws(() => crypto.getRandomValues(bad), 'TypeMismatchError')
  throws(() => crypto.getRandomValues(new Uint8Array(65537)), 'QuotaExceededError')
  throws(() => crypto.getRandomValues.call({}, bytes), TypeError)
})

test('randomUUID', () => {
  const all = new Set(Array.from({ length: 100 }, () => crypto.randomUUID()))
  equal(all.size, 100)
  for (const id of all) isTrue(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id), id)
})

test('digest', async () => {
  for (const [name, want] of [['SHA-1', 'a9993e364706816aba3e25717850c26c9cd0d89d'], ['sha-256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad']]) {
    equal(hex(await subtle.digest(name, utf8('abc'))), want)
    equal(hex(await subtle.digest({ name }, utf8('xabc').subarray(1))), want)
  }
  const changed = utf8('abc')
  const promise = subtle.digest('SHA-1', changed)
  changed[0] = 0
  equal(hex(await promise), 'a9993e364706816aba3e25717850c26c9cd0d89d')
  equal((await subtle.digest('SHA-512', new ArrayBuffer(0))).byteLength, 64)
  for (const bad of ['MD5', 'AES-GCM', '', { name: 'x' }]) await rejects(subtle.digest(bad, utf8('')), 'NotSupportedError')
  for (const bad of [undefined, null, 'abc', 5, [1]]) await rejects(subtle.digest('SHA-1', bad), TypeError)
  for (const bad of [{}, Symbol(), null]) await rejects(subtle.digest(bad, utf8('')), bad === null ? 'NotSupportedError' : TypeError)
  await rejects(subtle.digest(), TypeError)
  await rejects(subtle.digest.call({}, 'SHA-1', utf8('')), TypeError)
})

test('HMAC', async () => { // RFC 4231, 2
  const key = await raw(utf8('Jefe'), { name: 'HMAC', hash: 'SHA-256' }, 'sign', 'verify')
  const data = utf8('what do ya want for nothing?')
  const signature = await subtle.sign('HMAC', key, data)
  equal(hex(signature), '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')
  isTrue(await subtle.verify('HMAC', key, signature, data))
  for (const bad of [new Uint8Array(32), new Uint8Array(0), new Uint8Array(signature, 1)]) isTrue(!await subtle.verify('HMAC', key, bad, data))
  equal(JSON.stringify(key.algorithm), '{"name":"HMAC","hash":{"name":"SHA-256"},"length":32}')
  const jwk = await subtle.exportKey('jwk', key)
  equal([jwk.kty, jwk.k, jwk.alg, jwk.ext, jwk.key_ops], ['oct', 'SmVmZQ', 'HS256', true, ['sign', 'verify']])
  await rejects(subtle.sign('HMAC', await raw(utf8('x'), { name: 'HMAC', hash: 'SHA-1' }, 'verify'), data), 'InvalidAccessError')
  await rejects(raw(new Uint8Array(0), { name: 'HMAC', hash: 'SHA-1' }, 'sign'), 'DataError')
  await rejects(raw(utf8('x'), { name: 'HMAC', hash: 'SHA-1' }), 'SyntaxError')
  await rejects(raw(utf8('x'), { name: 'HMAC', hash: 'SHA-1' }, 'encrypt'), 'SyntaxError')
  await rejects(raw(utf8('x'), { name: 'HMAC' }, 'sign'), TypeError)
})

test('AES', async () => {
  const key = await raw(unhex('2b7e151628aed2a6abf7158809cf4f3c'), 'AES-CBC', 'encrypt', 'decrypt')
  const iv = unhex('000102030405060708090a0b0c0d0e0f')
  const sealed = await subtle.encrypt({ name: 'AES-CBC', iv }, key, unhex('6bc1bee22e409f96e93d7e117393172a'))
  equal(hex(sealed).slice(0, 32), '7649abac8119b246cee98e9b12e9197d') // NIST SP 800-38A, F.2.1
  equal(hex(await subtle.decrypt({ name: 'AES-CBC', iv }, key, sealed)), '6bc1bee22e409f96e93d7e117393172a')
  await rejects(subtle.decrypt({ name: 'AES-CBC', iv }, key, new Uint8Array(sealed, 0, 31)), 'OperationError')
  await rejects(subtle.decrypt({ name: 'AES-CBC', iv }, key, new Uint8Array(0)), 'OperationError')
  await rejects(subtle.encrypt({ name: 'AES-CBC', iv: new Uint8Array(15) }, key, iv), 'OperationError')

  const gcm = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  for (const ivLength of [12, 1, 16, 33]) {
    for (const tagLength of [128, 96, 32]) {
      const parameters = { name: 'AES-GCM', iv: crypto.getRandomValues(new Uint8Array(ivLength)), additionalData: utf8('more'), tagLength }
      const box = await subtle.encrypt(parameters, gcm, utf8('secret text of some length'))
      equal(box.byteLength, 26 + tagLength / 8)
      equal(new TextDecoder().decode(await subtle.decrypt(parameters, gcm, box)), 'secret text of some length')
      new Uint8Array(box)[3] ^= 1
      await rejects(subtle.decrypt(parameters, gcm, box), 'OperationError')
    }
  }
  await rejects(subtle.encrypt({ name: 'AES-GCM', iv, tagLength: 33 }, gcm, iv), 'OperationError')
  await rejects(subtle.encrypt({ name: 'AES-GCM' }, gcm, iv), TypeError)
  await rejects(subtle.exportKey('raw', gcm), 'InvalidAccessError')

  // A counter that comes round in its last 8 bits.
  const ctr = await raw(unhex('2b7e151628aed2a6abf7158809cf4f3c'), 'AES-CTR', 'encrypt')
  const counter = unhex('f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff')
  const two = new Uint8Array(await subtle.encrypt({ name: 'AES-CTR', counter, length: 8 }, ctr, new Uint8Array(32)))
  const second = new Uint8Array(await subtle.encrypt({ name: 'AES-CTR', counter: unhex('f0f1f2f3f4f5f6f7f8f9fafbfcfdfe00'), length: 8 }, ctr, new Uint8Array(16)))
  equal(hex(two.subarray(16)), hex(second))
  await rejects(subtle.encrypt({ name: 'AES-CTR', counter, length: 1 }, ctr, new Uint8Array(48)), 'OperationError')
  for (const bad of [0, 129]) await rejects(subtle.encrypt({ name: 'AES-CTR', counter, length: bad }, ctr, counter), 'OperationError')
  for (const bad of [0, 64, 129, 512]) await rejects(subtle.generateKey({ name: 'AES-GCM', length: bad }, true, ['encrypt']), 'OperationError')
  await rejects(raw(new Uint8Array(15), 'AES-GCM', 'encrypt'), 'DataError')
})

test('wrapping', async () => { // RFC 3394, 4.1
  const by = await raw(unhex('000102030405060708090a0b0c0d0e0f'), 'AES-KW', 'wrapKey', 'unwrapKey')
  const key = await raw(unhex('00112233445566778899aabbccddeeff'), 'AES-GCM', 'encrypt')
  const wrapped = await subtle.wrapKey('raw', key, by, 'AES-KW')
  equal(hex(wrapped), '1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5')
  const again = await subtle.unwrapKey('raw', wrapped, by, 'AES-KW', 'AES-GCM', true, ['decrypt'])
  equal([hex(await subtle.exportKey('raw', again)), again.usages], ['00112233445566778899aabbccddeeff', ['decrypt']])
  await rejects(subtle.unwrapKey('raw', new Uint8Array(24), by, 'AES-KW', 'AES-GCM', true, ['decrypt']), 'OperationError')
  const gcm = await subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['wrapKey', 'unwrapKey'])
  const how = { name: 'AES-GCM', iv: new Uint8Array(12) }
  const jwk = await subtle.wrapKey('jwk', key, gcm, how)
  equal((await subtle.unwrapKey('jwk', jwk, gcm, how, 'AES-GCM', true, ['encrypt'])).algorithm.length, 128)
})

test('ECDSA, ECDH and Ed25519', async () => {
  for (const namedCurve of ['P-256', 'P-384', 'P-521']) {
    const { privateKey, publicKey } = await subtle.generateKey({ name: 'ECDSA', namedCurve }, true, ['sign', 'verify'])
    const signature = await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, utf8('data'))
    for (const format of ['spki', 'raw', 'jwk']) {
      const copy = await subtle.importKey(format, await subtle.exportKey(format, publicKey), { name: 'ECDSA', namedCurve }, true, ['verify'])
      isTrue(await subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, copy, signature, utf8('data')), format)
      isTrue(!await subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, copy, signature, utf8('date')))
    }
    for (const format of ['pkcs8', 'jwk']) {
      const copy = await subtle.importKey(format, await subtle.exportKey(format, privateKey), { name: 'ECDSA', namedCurve }, false, ['sign'])
      isTrue(await subtle.verify({ name: 'ECDSA', hash: 'SHA-1' }, publicKey, await subtle.sign({ name: 'ECDSA', hash: 'SHA-1' }, copy, utf8('')), utf8('')))
    }
    const [a, b] = [await subtle.generateKey({ name: 'ECDH', namedCurve }, true, ['deriveBits', 'deriveKey']), await subtle.generateKey({ name: 'ECDH', namedCurve }, true, ['deriveBits'])]
    equal(hex(await subtle.deriveBits({ name: 'ECDH', public: b.publicKey }, a.privateKey, 100)), hex(await subtle.deriveBits({ name: 'ECDH', public: a.publicKey }, b.privateKey, 100)))
    equal((await subtle.deriveKey({ name: 'ECDH', public: b.publicKey }, a.privateKey, { name: 'AES-GCM', length: 128 }, true, ['encrypt'])).type, 'secret')
    await rejects(subtle.deriveBits({ name: 'ECDH', public: b.privateKey }, a.privateKey, 100), 'InvalidAccessError')
    await rejects(subtle.deriveBits({ name: 'ECDH', public: {} }, a.privateKey, 100), TypeError)
    await rejects(subtle.deriveBits({ name: 'ECDH', public: b.publicKey }, a.privateKey, 1000), 'OperationError')
  }
  const ed = await subtle.generateKey('Ed25519', true, ['sign', 'verify'])
  const signature = await subtle.sign('Ed25519', ed.privateKey, utf8('x'))
  equal([signature.byteLength, await subtle.verify('Ed25519', ed.publicKey, signature, utf8('x')), await subtle.verify('Ed25519', ed.publicKey, signature, utf8('y'))], [64, true, false])
  const neutral = new Uint8Array(32)
  neutral[0] = 1
  isTrue(!await subtle.verify('Ed25519', await raw(neutral, 'Ed25519', 'verify'), new Uint8Array(64).fill(1, 0, 1), utf8('anything')))
  const x = await subtle.generateKey('X25519', true, ['deriveBits'])
  equal((await subtle.deriveBits({ name: 'X25519', public: x.publicKey }, x.privateKey, null)).byteLength, 32)
  await rejects(subtle.deriveBits({ name: 'X25519', public: await raw(new Uint8Array(32), 'X25519') }, x.privateKey, 256), 'OperationError')
  await rejects(subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-255' }, true, ['sign']), 'NotSupportedError')
  await rejects(raw(new Uint8Array(65).fill(4), { name: 'ECDSA', namedCurve: 'P-256' }, 'verify'), 'DataError')
})

test('RSA', async () => {
  const algorithm = name => ({ name, hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) })
  const { privateKey, publicKey } = await subtle.generateKey(algorithm('RSA-PSS'), true, ['sign', 'verify'])
  const pss = { name: 'RSA-PSS', saltLength: 32 }
  const signature = await subtle.sign(pss, privateKey, utf8('data'))
  equal([await subtle.verify(pss, publicKey, signature, utf8('data')), await subtle.verify(pss, publicKey, signature, utf8('date'))], [true, false])
  for (const saltLength of [0, 223, 1000, 4294967295]) await rejects(subtle.sign({ name: 'RSA-PSS', saltLength }, privateKey, utf8('')), 'OperationError')
  equal(await subtle.verify({ name: 'RSA-PSS', saltLength: 4294967295 }, publicKey, signature, utf8('data')), false)
  const jwk = await subtle.exportKey('jwk', privateKey)
  equal([jwk.kty, jwk.alg, jwk.e, JSON.stringify(publicKey.algorithm.hash)], ['RSA', 'PS256', 'AQAB', '{"name":"SHA-256"}'])
  const as = async (name, ...usages) => ({
    privateKey: await subtle.importKey('pkcs8', await subtle.exportKey('pkcs8', privateKey), { name, hash: 'SHA-1' }, false, [usages[0]]),
    publicKey: await subtle.importKey('spki', await subtle.exportKey('spki', publicKey), { name, hash: 'SHA-1' }, false, [usages[1]]),
  })
  const pkcs1 = await as('RSASSA-PKCS1-v1_5', 'sign', 'verify')
  isTrue(await subtle.verify('RSASSA-PKCS1-v1_5', pkcs1.publicKey, await subtle.sign('RSASSA-PKCS1-v1_5', pkcs1.privateKey, utf8('x')), utf8('x')))
  const oaep = await as('RSA-OAEP', 'decrypt', 'encrypt')
  const box = await subtle.encrypt({ name: 'RSA-OAEP', label: utf8('l') }, oaep.publicKey, utf8('secret'))
  equal(new TextDecoder().decode(await subtle.decrypt({ name: 'RSA-OAEP', label: utf8('l') }, oaep.privateKey, box)), 'secret')
  await rejects(subtle.decrypt({ name: 'RSA-OAEP' }, oaep.privateKey, box), 'OperationError')
  await rejects(subtle.encrypt('RSA-OAEP', oaep.publicKey, new Uint8Array(300)), 'OperationError')
  for (const bad of [{ ...jwk, n: 'AQAB' }, { ...jwk, d: '' }, { ...jwk, kty: 'EC' }, { ...jwk, p: jwk.q }, { ...jwk, n: 'A'.repeat(1 << 20) }, {}]) {
    await rejects(subtle.importKey('jwk', bad, { name: 'RSA-PSS', hash: 'SHA-256' }, true, bad.d === undefined ? ['verify'] : ['sign']), 'DataError')
  }
  for (const bad of [{ modulusLength: 1 << 20 }, { modulusLength: 8 }, { publicExponent: new Uint8Array([1]) }, { publicExponent: new Uint8Array(1 << 16).fill(255) }]) {
    await rejects(subtle.generateKey({ ...algorithm('RSA-PSS'), ...bad }, true, ['sign']), 'OperationError')
  }
  await rejects(subtle.importKey('pkcs8', new Uint8Array(1 << 20), { name: 'RSA-PSS', hash: 'SHA-1' }, true, ['sign']), 'DataError')
})

test('PBKDF2 and HKDF', async () => {
  const password = await subtle.importKey('raw', utf8('password'), 'PBKDF2', false, ['deriveBits', 'deriveKey'])
  const parameters = { name: 'PBKDF2', hash: 'SHA-1', salt: utf8('salt'), iterations: 4096 } // RFC 6070
  equal(hex(await subtle.deriveBits(parameters, password, 160)), '4b007901b765489abead49d926f721d065a429c1')
  for (const bad of [{ iterations: 0 }, { iterations: 4294967295 }]) await rejects(subtle.deriveBits({ ...parameters, ...bad }, password, 160), 'OperationError')
  for (const bad of [0, 7, null, 4294967288]) await rejects(subtle.deriveBits(parameters, password, bad), 'OperationError')
  const hmac = await subtle.deriveKey(parameters, password, { name: 'HMAC', hash: 'SHA-256' }, true, ['sign'])
  equal(hmac.algorithm.length, 512)
  const key = await subtle.importKey('raw', unhex('0b'.repeat(22)), 'HKDF', false, ['deriveBits']) // RFC 5869, A.1
  equal(hex(await subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: unhex('000102030405060708090a0b0c'), info: unhex('f0f1f2f3f4f5f6f7f8f9') }, key, 336)),
    '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865')
  await rejects(subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: utf8(''), info: utf8('') }, key, 8 * 256 * 32), 'OperationError')
  await rejects(subtle.importKey('raw', utf8(''), 'PBKDF2', true, ['deriveBits']), 'SyntaxError')
})

test('keys', async () => {
  const key = await raw(new Uint8Array(16), 'AES-GCM', 'decrypt', 'encrypt', 'encrypt')
  equal([key.type, key.extractable, key.usages, String(key)], ['secret', true, ['encrypt', 'decrypt'], '[object CryptoKey]'])
  isTrue(key.algorithm === key.algorithm && key.usages === key.usages)
  key.usages.push('sign')
  key.algorithm.name = 'HMAC'
  await rejects(subtle.sign('HMAC', key, utf8('')), 'InvalidAccessError')
  equal(hex(await subtle.exportKey('raw', structuredClone(key))), '00'.repeat(16))
  throws(() => new CryptoKey, TypeError)
  throws(() => new SubtleCrypto, TypeError)
  throws(() => CryptoKey.prototype.type, TypeError)
  for (const bad of [['jwk', new Uint8Array(16)], ['raw', { kty: 'oct', k: 'AAAA' }]]) await rejects(subtle.importKey(...bad, 'AES-GCM', true, ['encrypt']), TypeError)
  await rejects(subtle.importKey('nope', new Uint8Array(16), 'AES-GCM', true, ['encrypt']), TypeError)
  await rejects(raw(new Uint8Array(16), 'AES-GCM', 'nope'), TypeError)
  for (const bad of [{ k: '!' }, { k: 'AAA' }, { kty: 'RSA' }, { alg: 'A256GCM' }, { ext: false }, { key_ops: ['decrypt'] }, { key_ops: ['encrypt', 'encrypt'] }, { use: 'sig' }, { k: undefined }]) {
    await rejects(subtle.importKey('jwk', { kty: 'oct', k: 'AAAAAAAAAAAAAAAAAAAAAA', ...bad }, 'AES-GCM', true, ['encrypt']), 'DataError')
  }
})

test('patched promises get nothing', async () => {
  const { then } = Promise.prototype
  const seen = []
  Promise.prototype.then = function (...args) { seen.push(this); return then.apply(this, args) }
  Object.defineProperty(Promise.prototype, 'constructor', { configurable: true, get() { seen.push(this); return Promise } })
  const promise = subtle.digest('SHA-1', utf8('abc'))
  Promise.prototype.then = then
  Object.defineProperty(Promise.prototype, 'constructor', { configurable: true, writable: true, value: Promise })
  equal((await promise).byteLength, 20)
  for (const p of seen) isTrue(p instanceof Promise)
})

test('a key is seen by nobody on its way', async () => {
  const seen = []
  const { constructor } = Promise.prototype
  class Curious extends Promise {
    constructor(executor) { super((resolve, reject) => executor(value => { seen.push(value); resolve(value) }, reject)) }
  }
  Object.defineProperty(Object.prototype, 'then', { configurable: true, get() { seen.push(this); return undefined } })
  Promise.prototype.constructor = { __proto__: Curious, [Symbol.species]: Curious }
  const pending = [
    subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']),
    subtle.generateKey({ name: 'HMAC', hash: 'SHA-1' }, false, ['sign']),
  ]
  try {
    const password = await subtle.importKey('raw', utf8('password'), 'PBKDF2', false, ['deriveKey'])
    pending.push(subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-1', salt: utf8('salt'), iterations: 1 }, password, { name: 'AES-GCM', length: 128 }, false, ['encrypt']))
    for (const promise of pending) await promise
  } finally {
    delete Object.prototype.then
    Promise.prototype.constructor = constructor
  }
  isTrue(seen.length > 0)
  for (const value of seen) isTrue(typeof value !== 'string' && !ArrayBuffer.isView(value) && !(value instanceof ArrayBuffer), String(value))
})
