const soon = () => new Promise(resolve => setTimeout(resolve, 5))

test('a message reaches all others of the name, in their order', async () => {
  const got = []
  const [a, b, c, other] = ['x', 'x', 'x', 'y'].map(name => new BroadcastChannel(name))
  for (const [name, channel] of Object.entries({ c, a, b, other })) channel.onmessage = event => { got.push(name + event.data.n) }
  a.postMessage({ n: 1 })
  b.postMessage({ n: 2 })
  equal(got, [])
  await soon()
  equal(got, ['b1', 'c1', 'a2', 'c2'])
  for (const channel of [a, b, c, other]) channel.close()
})

test('each gets a copy of its own, as an event', async () => {
  const [a, b, c] = ['copy', 'copy', 'copy'].map(name => new BroadcastChannel(name))
  const events = []
  for (const channel of [b, c]) channel.addEventListener('message', event => { events.push(event) })
  const blob = new Blob(['text'])
  a.postMessage({ blob })
  await soon()
  equal(events.map(e => [e.type, e.isTrusted, e.target === b, e.ports.length, e.source]), [['message', true, true, 0, null], ['message', true, false, 0, null]])
  isTrue(events[0].data !== events[1].data && events[0].data.blob !== blob)
  equal(await events[1].data.blob.text(), 'text')
  for (const channel of [a, b, c]) channel.close()
})

test('close', async () => {
  const [a, b] = ['closed', 'closed'].map(name => new BroadcastChannel(name))
  let got = 0
  b.onmessage = () => { got++ }
  a.postMessage(1)
  b.close()
  b.close()
  await soon()
  equal(got, 0)
  throws(() => b.postMessage(1), 'InvalidStateError')
  a.postMessage(1)
  a.close()
})

test('what is no message', () => {
  const channel = new BroadcastChannel(undefined)
  equal([channel.name, new BroadcastChannel(null).name, String(channel)], ['undefined', 'null', '[object BroadcastChannel]'])
  throws(() => channel.postMessage(() => {}), 'DataCloneError')
  throws(() => channel.postMessage(), TypeError)
  throws(() => new BroadcastChannel, TypeError)
  throws(() => BroadcastChannel('x'), TypeError)
  throws(() => BroadcastChannel.prototype.postMessage.call({}, 1), TypeError)
  throws(() => BroadcastChannel.prototype.name, TypeError)
  channel.onmessage = 5
  equal(channel.onmessage, null)
})
