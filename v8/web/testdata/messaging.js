const once = port => new Promise(resolve => { port.onmessage = resolve })

test('messages', async () => {
  const { port1, port2 } = new MessageChannel
  port1.postMessage({ a: [1] })
  port1.postMessage('second')
  const event = await once(port2)
  equal([event.data.a[0], event.type, event.isTrusted, event.target === port2, event.ports.length, event.origin], [1, 'message', true, true, 0, ''])
  equal((await once(port2)).data, 'second')
})

test('a port waits for start', async () => {
  const { port1, port2 } = new MessageChannel
  let got = []
  port2.addEventListener('message', event => { got.push(event.data) })
  port1.postMessage(1)
  await new Promise(resolve => setTimeout(resolve, 5))
  equal(got, [])
  port2.start()
  port1.postMessage(2)
  await new Promise(resolve => setTimeout(resolve, 5))
  equal(got, [1, 2])
})

test('ports are transferred with what waits for them', async () => {
  const a = new MessageChannel, b = new MessageChannel
  b.port1.postMessage('early')
  a.port1.postMessage({ port: b.port2 }, [b.port2])
  const { data, ports } = await once(a.port2)
  isTrue(data.port === ports[0] && data.port !== b.port2 && Object.isFrozen(ports))
  equal((await once(data.port)).data, 'early')
  data.port.postMessage('back')
  equal((await once(b.port1)).data, 'back')
  throws(() => a.port1.postMessage(1, [b.port2]), 'DataCloneError')
  throws(() => a.port1.postMessage(1, { transfer: [a.port1] }), 'DataCloneError')
})

test('close', async () => {
  const { port1, port2 } = new MessageChannel
  let got = 0
  port2.onmessage = () => { got++ }
  port1.postMessage(1)
  port1.close()
  port1.postMessage(2)
  port2.postMessage(3)
  await new Promise(resolve => setTimeout(resolve, 5))
  equal(got, 1)
  throws(() => port1.postMessage(() => {}), 'DataCloneError')
  throws(() => port2.postMessage(1, [port1]), 'DataCloneError')
})

test('many messages, and a listener that throws nothing away', async () => {
  const { port1, port2 } = new MessageChannel
  let sum = 0
  const done = new Promise(resolve => { port2.onmessage = ({ data }) => { sum += data; if (data === 1999) resolve() } })
  for (let n = 0; n < 2000; n++) port1.postMessage(n)
  await done
  equal(sum, 1999 * 1000)
})

test('classes', () => {
  throws(() => new MessagePort, TypeError)
  throws(() => MessagePort.prototype.postMessage.call({}, 1), TypeError)
  throws(() => MessageChannel.prototype.port1, TypeError)
  const event = new MessageEvent('m', { data: 1, ports: [new MessageChannel().port1], lastEventId: 5 })
  equal([event.data, event.ports.length, event.lastEventId, event.source, new MessageEvent('m').data], [1, 1, '5', null, null])
  for (const bad of [{ ports: [1] }, { source: {} }, { ports: null }]) throws(() => new MessageEvent('m', bad), TypeError)
  throws(() => new MessageChannel().port1.postMessage(), TypeError)
})
