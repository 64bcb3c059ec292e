test('parts', () => {
  const url = new URL('HTTPS://User:Pa%20ss@EXAMPLE.com:8443/a/../b c?x=1&y=%20#Frag')
  equal([url.href, url.origin, url.protocol, url.username, url.password], ['https://User:Pa%20ss@example.com:8443/b%20c?x=1&y=%20#Frag', 'https://example.com:8443', 'https:', 'User', 'Pa%20ss'])
  equal([url.host, url.hostname, url.port, url.pathname, url.search, url.hash], ['example.com:8443', 'example.com', '8443', '/b%20c', '?x=1&y=%20', '#Frag'])
  equal([String(url), JSON.stringify({ url })], [url.href, `{"url":"${url.href}"}`])
})

test('what is no URL', () => {
  for (const text of ['', 'a', '//', 'http://', 'http://a b', 'http://[::1', 'http://[1::2::3]', 'http://1.2.3.4.5', 'http://256.1.1.1',
    'http://0x100000000', 'http://a:65536', 'http://a:-1', 'http://%', 'http://a%00b', 'http://\ud800x@', 'http://:@', 'https://\u{fffff}.com',
    'file://a:b/', 'http://[::127.0.0]', 'http://[::1.2.3.4.5]', 'http://[1:2:3:4:5:6:7:8:9]', 'ht tp://a']) {
    throws(() => new URL(text), TypeError, text)
    equal(URL.canParse(text), false, text)
    equal(URL.parse(text), null, text)
  }
  throws(() => new URL(), TypeError)
  throws(() => new URL(Symbol()), TypeError)
  throws(() => new URL('a', 'b'), TypeError)
  throws(() => URL('http://a'), TypeError)
  throws(() => new URL({ toString() { throw new RangeError } }), RangeError)
})

test('addresses that hide', () => {
  for (const [text, want] of [['http://0x7f.1', '127.0.0.1'], ['http://2130706433', '127.0.0.1'], ['http://0177.0.0.01', '127.0.0.1'],
    ['http://127.1.', '127.0.0.1'], ['http://\uff11\uff12\uff17.0.0.1', '127.0.0.1'], ['http://[::ffff:7f00:1]', '[::ffff:7f00:1]'], ['http://[0:0::0:0:1]', '[::1]'],
    ['http://%31%32%37.0.0.1', '127.0.0.1'], ['http://169.254.169.254', '169.254.169.254'], ['http://loc\u00adalhost', 'localhost'], ['http://ＬＯＣＡＬＨＯＳＴ', 'localhost']]) {
    equal(new URL(text).hostname, want, text)
  }
})

test('relative to a base', () => {
  for (const [text, base, want] of [['../x', 'http://a/b/c/d', 'http://a/b/x'], ['//h', 'https://a', 'https://h/'], ['?q', 'http://a/b#f', 'http://a/b?q'],
    ['#f', 'mailto:x', 'mailto:x#f'], ['C|/x', 'file:///D:/y', 'file:///C:/x'], ['/..//p', 'non-special:/a', 'non-special:/.//p'], ['\\\\h\\p', 'http://a', 'http://h/p']]) {
    equal(new URL(text, base).href, want, text)
  }
})

test('setters', () => {
  const url = new URL('http://a/p?q#f')
  for (const [property, value, want] of [['protocol', 'https', 'https://a/p?q#f'], ['protocol', 'mailto', 'https://a/p?q#f'], ['host', 'b:81', 'https://b:81/p?q#f'],
    ['port', '99999', 'https://b:81/p?q#f'], ['port', '443', 'https://b/p?q#f'], ['hostname', 'x:1', 'https://b/p?q#f'], ['pathname', 'a?b#c', 'https://b/a%3Fb%23c?q#f'],
    ['search', '', 'https://b/a%3Fb%23c#f'], ['hash', '#\r\n x', 'https://b/a%3Fb%23c#%20x'], ['username', 'é:@', 'https://%C3%A9%3A%40@b/a%3Fb%23c#%20x']]) {
    url[property] = value
    equal(url.href, want, property)
  }
  throws(() => { url.href = 'no' }, TypeError)
  throws(() => { 'use strict'; url.origin = 'x' }, TypeError)
})

test('searchParams are the query', () => {
  const url = new URL('http://a/?x=1&x=2')
  const params = url.searchParams
  isTrue(params === url.searchParams)
  params.append('y', 'a b&\u00e9')
  equal(url.search, '?x=1&x=2&y=a+b%26%C3%A9')
  url.search = '?z'
  equal([...params], [['z', '']])
  params.delete('z')
  equal(url.href, 'http://a/')
  url.href = 'http://b/?k=v'
  equal(params.get('k'), 'v')
})

test('URLSearchParams', () => {
  equal(String(new URLSearchParams([['a', '1'], ['b', '2']])), 'a=1&b=2')
  equal(String(new URLSearchParams({ a: 1, 'b c': null })), 'a=1&b+c=null')
  equal(String(new URLSearchParams('?a=%zz&%61=+')), 'a=%25zz&a=+')
  equal(String(new URLSearchParams(new URLSearchParams('a=1'))), 'a=1')
  equal(new URLSearchParams('%ff%c3%a9%f0%9f%98%80%f0%9f').toString(), '%EF%BF%BD%C3%A9%F0%9F%98%80%EF%BF%BD=')
  for (const bad of [[['a']], [['a', 'b', 'c']], [1], { [Symbol.iterator]: 1 }, [null]]) throws(() => new URLSearchParams(bad), TypeError)
  throws(() => new URLSearchParams({ [Symbol()]: 'x' }), TypeError)
  const p = new URLSearchParams('b=1&a=2&b=0')
  p.sort()
  equal([...p.entries()], [['a', '2'], ['b', '1'], ['b', '0']])
  equal([p.size, p.has('b', '0'), p.has('b', '9'), p.get('none'), p.getAll('b')], [3, true, false, null, ['1', '0']])
  p.set('b', 'x')
  equal(String(p), 'a=2&b=x')
  const seen = []
  p.forEach(function (value, key, of) { seen.push(value, key, of === p, this.t) }, { t: 1 })
  equal(seen, ['2', 'a', true, 1, 'x', 'b', true, 1])
  throws(() => p.forEach(), TypeError)
  throws(() => URLSearchParams.prototype.entries.call({}), TypeError)
  throws(() => p.entries().next.call({}), TypeError)
  equal(Object.prototype.toString.call(p.keys()), '[object URLSearchParams Iterator]')
  isTrue(URLSearchParams.prototype[Symbol.iterator] === URLSearchParams.prototype.entries)
})

test('classes', () => {
  equal([URL.length, URL.name, URLSearchParams.length, URL.canParse.length], [1, 'URL', 0, 1])
  equal([descriptor(URL.prototype, 'href'), descriptor(URL.prototype, 'toString'), descriptor(URL, 'canParse')], ['getset ec', 'function wec', 'function wec'])
  throws(() => URL.prototype.href, TypeError)
  equal(Object.keys(new URL('http://a')), [])
  class Mine extends URL { get twice() { return this.href + this.href } }
  equal(new Mine('http://a').twice, 'http://a/http://a/')
})

test('long inputs', () => {
  const long = 'x'.repeat(1 << 20)
  equal(new URL('http://a/' + long).pathname.length, long.length + 1)
  equal(new URL('http://a/' + '../'.repeat(100000)).pathname, '/')
  throws(() => new URL('http://' + 'é'.repeat(1 << 18) + '%'), TypeError)
  equal(new URLSearchParams('a&'.repeat(100000)).size, 100000)
})

// What Punycode takes grows with the square of a domain's length, and no limit ends it.
test('long domains', () => {
  let long = ''
  for (let n = 0; n < 20_000; n++) long += String.fromCharCode(0x4e00 + n)
  throws(() => new URL(`http://${long.repeat(20)}/`), TypeError)
  throws(() => new URL(`http://${long.slice(0, 1366)}/`), TypeError)
  const url = new URL('http://example.com/')
  url.host = long
  equal(url.host, 'example.com')
  isTrue(new URL(`http://${long.slice(0, 1365)}/`).host.startsWith('xn--'))
  equal(new URL(`http://${'a'.repeat(100_000)}/`).host.length, 100_000)
})
