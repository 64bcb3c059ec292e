test('abort', () => {
  const controller = new AbortController
  const { signal } = controller, seen = []
  signal.onabort = event => { seen.push('handler', event.isTrusted, event.type) }
  signal.addEventListener('abort', () => { seen.push('listener', signal.aborted) })
  signal.throwIfAborted()
  controller.abort()
  controller.abort('again')
  equal(seen, ['handler', true, 'abort', 'listener', true])
  equal([signal.reason.name, signal.reason.code], ['AbortError', 20])
  throws(() => signal.throwIfAborted(), 'AbortError')
})

test('reasons', () => {
  equal([AbortSignal.abort(5).reason, AbortSignal.abort(null).reason], [5, null])
  equal(AbortSignal.abort().reason.name, 'AbortError')
  const controller = new AbortController
  controller.abort(0)
  equal(controller.signal.reason, 0)
})

test('timeout', async () => {
  const signal = AbortSignal.timeout(1)
  const event = await new Promise(resolve => { signal.onabort = resolve })
  equal([event.target === signal, signal.reason.name, signal.reason.code], [true, 'TimeoutError', 23])
  for (const bad of [-1, NaN, Infinity, 2 ** 53, 'x', undefined]) throws(() => AbortSignal.timeout(bad), TypeError, bad)
  throws(() => AbortSignal.timeout(), TypeError)
})

test('a timeout that nobody waits for keeps nothing', () => {
  for (let n = 0; n < 10; n++) AbortSignal.timeout(1e6 + n)
})

test('any', async () => {
  const a = new AbortController, b = new AbortController
  const any = AbortSignal.any([a.signal, b.signal, a.signal])
  const nested = AbortSignal.any([any])
  const order = []
  nested.onabort = () => { order.push('nested') }
  any.onabort = () => { order.push('any', nested.aborted) }
  b.signal.onabort = () => { order.push('source', any.aborted) }
  b.abort('why')
  equal(order, ['source', true, 'any', true, 'nested'])
  equal([any.reason, nested.reason, a.signal.aborted], ['why', 'why', false])
  equal([AbortSignal.any([]).aborted, AbortSignal.any([AbortSignal.abort(1)]).reason], [false, 1])
  for (const bad of [undefined, null, 1, [1], [null], 'x']) throws(() => AbortSignal.any(bad), TypeError)
  const late = AbortSignal.any([AbortSignal.timeout(1), AbortSignal.timeout(1e6)])
  await new Promise(resolve => { late.onabort = resolve })
  equal(late.reason.name, 'TimeoutError')
})

test('handlers', () => {
  const controller = new AbortController
  let calls = 0
  controller.signal.onabort = () => { calls += 1 }
  controller.signal.onabort = () => { calls += 10 }
  controller.signal.onabort = 5
  equal(controller.signal.onabort, null)
  controller.signal.onabort = () => { calls += 100 }
  controller.abort()
  equal(calls, 100)
})

test('classes', () => {
  throws(() => new AbortSignal, TypeError)
  throws(() => AbortSignal.prototype.aborted, TypeError)
  throws(() => AbortController.prototype.abort.call({}), TypeError)
  isTrue(new AbortController().signal instanceof EventTarget)
  equal([AbortController.length, AbortSignal.timeout.length, AbortSignal.abort.length], [0, 1, 0])
})

test('many signals of one source', () => {
  const controller = new AbortController
  for (let n = 0; n < 10000; n++) AbortSignal.any([controller.signal])
  let heard = 0
  for (let n = 0; n < 100; n++) AbortSignal.any([controller.signal]).onabort = () => { heard++ }
  controller.abort()
  equal(heard, 100)
})
