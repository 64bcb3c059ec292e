// Headers, Request, Response and FormData: https://fetch.spec.whatwg.org/

const text = 'text/plain;charset=UTF-8'
const pairs = object => [...object].map(([key, value]) => `${key}=${value}`).join('&')
const streamOf = (...chunks) => new ReadableStream({
  pull(c) { chunks.length > 0 ? c.enqueue(chunks.shift()) : c.close() },
})
const bytes = text => Uint8Array.from(text, c => c.charCodeAt(0))

test('headers', () => {
  const headers = new Headers([['B', ' 1\t'], ['a', '2'], ['b', '3']])
  equal(pairs(headers), 'a=2&b=1, 3')
  equal(headers.get('B'), '1, 3')
  equal(headers.get('c'), null)
  headers.set('b', 'x')
  headers.append('c', '')
  headers.delete('a')
  equal(pairs(headers), 'b=x&c=')
  equal([headers.has('C'), headers.has('a')], [true, false])
  equal(pairs(new Headers({ x: 1, Y: null })), 'x=1&y=null')
  equal(pairs(new Headers(headers)), 'b=x&c=')
  equal([...headers.keys(), ...headers.values()], ['b', 'c', 'x', ''])
  const seen = []
  headers.forEach((value, name, of) => seen.push(name, value, of === headers))
  equal(seen, ['b', 'x', true, 'c', '', true])
})

test('set-cookie is never joined', () => {
  const headers = new Headers([['Set-Cookie', 'a=1'], ['x', 'y'], ['set-cookie', 'b=2']])
  equal(headers.getSetCookie(), ['a=1', 'b=2'])
  equal(pairs(headers), 'set-cookie=a=1&set-cookie=b=2&x=y')
  equal(headers.get('set-cookie'), 'a=1, b=2')
})

test('headers that are none', () => {
  for (const name of ['', ' ', 'a b', 'a:b', 'a\r\nb', 'a\0', 'ü', '€', 'a(b', 'a,b', 'a"b', 'a\x7f']) {
    throws(() => new Headers([[name, 'x']]), TypeError, name)
    throws(() => new Headers({ [name]: 'x' }), TypeError, name)
    throws(() => new Headers().append(name, 'x'), TypeError, name)
    throws(() => new Headers().get(name), TypeError, name)
    throws(() => new Response('', { headers: [[name, 'x']] }), TypeError, name)
  }
  for (const value of ['a\r\nb: c', 'a\nb', 'a\rb', 'a\0b', '€']) {
    throws(() => new Headers([['x', value]]), TypeError, value)
    throws(() => new Headers().set('x', value), TypeError, value)
  }
  equal(new Headers([['x', 'a\r\n']]).get('x'), 'a', 'whitespace at the ends is left out')
  equal(new Headers([['x', '\xff']]).get('x'), '\xff')
  for (const init of [null, 1, 'a', [['a']], [['a', 'b', 'c']], ['ab', 'abc'], [1], { [Symbol.iterator]: 1 }]) {
    throws(() => new Headers(init), TypeError, show(init))
  }
})

test('many headers', () => {
  const headers = new Headers()
  for (let n = 0; n < 100_000; n++) headers.append('x' + n % 1000, 'y')
  equal(headers.get('x0').length, 298)
  equal([...headers].length, 1000)
})

test('a header that is deleted while it is iterated', () => {
  const headers = new Headers({ a: 1, b: 2, c: 3 })
  const seen = []
  for (const [name] of headers) {
    seen.push(name)
    headers.delete(name)
  }
  equal(seen, ['a', 'c'])
})

test('request', () => {
  const request = new Request('http://a.b/c?d#e', { method: 'post', body: 'x', headers: { y: 'z' } })
  equal([request.method, request.url, request.headers.get('content-type')], ['POST', 'http://a.b/c?d#e', text])
  equal([request.mode, request.credentials, request.cache, request.redirect, request.referrer, request.duplex],
    ['cors', 'same-origin', 'default', 'follow', 'about:client', 'half'])
  equal(request.headers, request.headers)
  equal(new Request('http://a/', { method: 'patch' }).method, 'patch')
  for (const [url, init] of [
    ['/relative'], ['http://'], ['http://a:b@c/'], ['http://a/', { method: 'CONNECT' }], ['http://a/', { method: 'tRaCe' }],
    ['http://a/', { method: 'a b' }], ['http://a/', { method: 'GET\r\n' }], ['http://a/', { body: 'x' }],
    ['http://a/', { method: 'HEAD', body: 'x' }], ['http://a/', { mode: 'navigate' }], ['http://a/', { redirect: 'x' }],
    ['http://a/', { signal: {} }], ['http://a/', { window: 1 }], ['http://a/', { method: 'POST', body: streamOf() }],
    ['http://a/', { cache: 'only-if-cached' }],
  ]) throws(() => new Request(url, init), TypeError, url + show(init))
})

test('a request of a request', async () => {
  const first = new Request('http://a/', { method: 'POST', body: 'x', headers: { y: 'z' } })
  const second = new Request(first, { headers: { q: 'r' } })
  equal([first.bodyUsed, pairs(second.headers), await second.text()], [true, 'q=r', 'x'])
  throws(() => new Request(first), TypeError)
  const replaced = new Request(new Request('http://a/', { method: 'POST', body: 'x' }), { body: 'y' })
  equal(await replaced.text(), 'y')
  const streaming = new Request('http://a/', { method: 'POST', body: streamOf(bytes('ab'), bytes('c')), duplex: 'half' })
  const other = new Request(streaming)
  equal([streaming.bodyUsed, streaming.body.locked, await other.text()], [true, true, 'abc'])
})

test('the signal of a request', () => {
  const controller = new AbortController()
  const request = new Request('http://a/', { signal: controller.signal })
  const copy = request.clone()
  isTrue(request.signal !== controller.signal)
  controller.abort('why')
  equal([request.signal.reason, copy.signal.reason, new Request(request).signal.aborted], ['why', 'why', true])
  equal(new Request(request, { signal: null }).signal.aborted, false)
})

test('response', async () => {
  const response = new Response('ä', { status: 201, statusText: 'Made', headers: { x: 'y' } })
  equal([response.status, response.statusText, response.ok, response.type, response.url, response.redirected],
    [201, 'Made', true, 'default', '', false])
  equal(response.headers.get('content-type'), text)
  equal([response.bodyUsed, await response.text(), response.bodyUsed], [false, 'ä', true])
  await rejects(response.text(), TypeError)
  throws(() => response.clone(), TypeError)
  equal([new Response().body, await new Response().text(), (await new Response(null).arrayBuffer()).byteLength], [null, '', 0])
  for (const status of [0, 100, 199, 600, 65536 + 100]) throws(() => new Response('', { status }), RangeError, status)
  for (const status of [204, 205, 304]) throws(() => new Response('', { status }), TypeError, status)
  for (const statusText of ['a\nb', '\0', '€']) throws(() => new Response('', { statusText }), TypeError, statusText)
})

test('Response.json, redirect and error', async () => {
  const json = Response.json({ a: [1] }, { status: 400 })
  equal([json.status, json.headers.get('content-type'), await json.text()], [400, 'application/json', '{"a":[1]}'])
  throws(() => Response.json(), TypeError)
  throws(() => Response.json(undefined), TypeError)
  throws(() => Response.json(() => 1), TypeError)
  const redirect = Response.redirect('http://a/b', 307)
  equal([redirect.status, redirect.headers.get('location'), redirect.body], [307, 'http://a/b', null])
  throws(() => redirect.headers.set('a', 'b'), TypeError)
  throws(() => Response.redirect('http://a', 200), RangeError)
  throws(() => Response.redirect('http://a:99999'), TypeError)
  const error = Response.error()
  equal([error.type, error.status, error.ok], ['error', 0, false])
})

test('bodies', async () => {
  for (const [body, want, type] of [
    ['aß', 'aß', text], [1, '1', text], [bytes('ab'), 'ab', null], [bytes('abc').buffer, 'abc', null],
    [new DataView(bytes('abc').buffer, 1), 'bc', null], [new Blob(['x'], { type: 'a/b' }), 'x', 'a/b'], [new Blob(['x']), 'x', null],
    [new URLSearchParams('a=1&b=ü'), 'a=1&b=%C3%BC', 'application/x-www-form-urlencoded;charset=UTF-8'],
    [streamOf(bytes('a'), bytes('b')), 'ab', null], [{}, '[object Object]', text],
  ]) {
    const response = new Response(body)
    equal(response.headers.get('content-type'), type)
    const copy = response.clone()
    equal([await response.text(), await copy.text()], [want, want])
  }
  equal(await new Response('{"a":1}').json(), { a: 1 })
  await rejects(new Response('{').json(), SyntaxError)
  await rejects(new Response().json(), SyntaxError)
  equal([...await new Response('ab').bytes()], [97, 98])
  const blob = await new Response('x', { headers: { 'content-type': 'A/B; c="d e"' } }).blob()
  equal([blob.type, await blob.text()], ['a/b;c="d e"', 'x'])
  equal(await new Response('\ufeffa').text(), 'a')
})

test('a body is used once', async () => {
  const response = new Response('abc')
  const reader = response.body.getReader()
  await rejects(response.text(), TypeError, 'locked')
  equal(response.bodyUsed, false)
  await reader.read()
  equal(response.bodyUsed, true)
  const used = new Response('abc')
  await used.text()
  throws(() => used.body.getReader(), TypeError)
  const stream = streamOf(bytes('a'))
  await stream.getReader().read()
  throws(() => new Response(stream), TypeError)
})

test('a stream that is no body', async () => {
  for (const chunk of ['text', 1, null, {}, new ArrayBuffer(1), new Uint16Array(1)]) {
    await rejects(new Response(streamOf(chunk)).text(), TypeError, String(chunk))
  }
  const failing = new ReadableStream({ pull(c) { c.error(new RangeError('midway')) } })
  await rejects(new Response(failing).text(), RangeError)
})

test('forms', async () => {
  const form = new FormData()
  form.append('a', 'x\ny')
  form.append('b"\n', new Blob(['1'], { type: 'text/a' }))
  form.append('b"\n', new File(['2'], 'ü"\r.txt'), undefined)
  form.set('c', 1)
  form.append('c', 2)
  form.set('c', 3)
  equal([form.get('a'), form.get('c'), form.getAll('c'), form.has('d'), form.get('d')], ['x\ny', '3', ['3'], false, null])
  const response = new Response(form)
  isTrue(/^multipart\/form-data; boundary=[\w-]+$/.test(response.headers.get('content-type')))
  const back = await response.formData()
  equal([...back.keys()], ['a', 'b"\r\n', 'b"\r\n', 'c'])
  equal(back.get('a'), 'x\r\ny')
  const [first, second] = back.getAll('b"\r\n')
  equal([first.name, first.type, await first.text()], ['blob', 'text/a', '1'])
  equal([second.name, second.type, await second.text()], ['ü"\r.txt', 'application/octet-stream', '2'])
  form.delete('a')
  equal([...form.keys()], ['b"\n', 'b"\n', 'c'])
  throws(() => form.append('a', 'b', 'c'), TypeError)
  throws(() => form.append('a'), TypeError)
  throws(() => new FormData(1), TypeError)
})

test('forms that are parsed', async () => {
  const parse = (type, text) => new Response(text, { headers: { 'content-type': type } }).formData()
  equal(pairs(await parse('application/x-www-form-urlencoded', 'a=1&b=%C3%BC+x&c')), 'a=1&b=ü x&c=')
  const multipart = text => parse('Multipart/Form-Data; boundary=x', text)
  equal(pairs(await multipart('--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x\r\ncontent-disposition: form-data; name=b\r\n\r\n2\r\n--x--\r\n')), 'a=1&b=2')
  equal(pairs(await multipart('--x--')), '')
  for (const text of [
    '', '--x', '--x\r\n', '--y\r\n', '--x\r\n\r\n1\r\n--x--', '--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--',
    '--x\r\nContent-Disposition: attachment; name="a"\r\n\r\n1\r\n--x--', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1',
    '--x\r\nContent-Disposition: form-data; name="a\r\n\r\n1\r\n--x--', '--x\r\nbad\r\n\r\n1\r\n--x--',
  ]) await rejects(multipart(text), TypeError, text)
  await rejects(parse('multipart/form-data', '--x--'), TypeError, 'no boundary')
  await rejects(parse('text/plain', 'a=1'), TypeError)
  await rejects(new Response('a=1', { headers: [] }).formData(), TypeError)
})

test('a form of a million parts', async () => {
  const part = '--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n'
  const response = new Response(part.repeat(20_000) + '--x--', { headers: { 'content-type': 'multipart/form-data; boundary=x' } })
  await rejects(response.formData(), TypeError)
})

test('patched built-ins', async () => {
  const response = new Response(streamOf(bytes('secret')))
  Object.defineProperty(Object.prototype, 'then', { configurable: true, get() { return undefined } })
  let seen
  Object.defineProperty(Object.prototype, 'then', {
    configurable: true,
    get() { if (ArrayBuffer.isView(this)) seen = this },
  })
  try {
    equal(await response.text(), 'secret')
  } finally {
    delete Object.prototype.then
  }
  equal(seen, undefined)
  const { get } = Map.prototype
  Map.prototype.get = () => 'no'
  equal(new Headers({ a: 1 }).get('a'), '1')
  Map.prototype.get = get
})
