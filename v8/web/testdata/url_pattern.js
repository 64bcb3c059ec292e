test('match', () => {
  const pattern = new URLPattern({ pathname: '/books/:id(\\d+)/:rest*' })
  const match = pattern.exec('https://example.com/books/12/a/b?x')
  equal(JSON.stringify(match.pathname), '{"input":"/books/12/a/b","groups":{"id":"12","rest":"a/b"}}')
  equal([match.inputs.length, match.hostname.input, match.search.groups[0]], [1, 'example.com', 'x'])
  equal([pattern.test('https://example.com/books/x'), pattern.test('no url'), pattern.exec('no url')], [false, false, null])
  equal([pattern.pathname, pattern.hostname, pattern.hasRegExpGroups], ['/books/:id(\\d+)/:rest*', '*', true])
})

test('strings', () => {
  const pattern = new URLPattern('https://*.example.com/:kind/x?q=:q#*')
  equal([pattern.protocol, pattern.hostname, pattern.pathname, pattern.search, pattern.hash, pattern.port], ['https', '*.example.com', '/:kind/x', 'q=:q', '*', ''])
  isTrue(pattern.test('https://a.example.com/y/x?q=1#f'))
  isTrue(!pattern.test('https://example.com/y/x?q=1'))
  isTrue(new URLPattern('/a/:b', 'https://h/').test('/a/c', 'https://h/x'))
  isTrue(new URLPattern('/A', 'https://h', { ignoreCase: true }).test('https://h/a'))
  isTrue(new URLPattern('https://[\\:\\:1]/').test('https://[::1]/'))
  isTrue(new URLPattern().test({}))
})

test('what is no pattern', () => {
  for (const bad of [['/a'], ['https://a/:'], ['https://a/('], ['https://a/()'], ['https://a/((x))'], ['https://a/{'], ['https://a/:x/:x'], ['https://a/(é)'], ['https://a/([)'],
    ['https://a:port/('], [{ baseURL: 'no' }], [{ hostname: 'bad host' }], [{}, 'https://a'], [{ port: 'x' }], ['x', 'no'], [5], ['https://a', 'https://b', 1]]) {
    throws(() => new URLPattern(...bad), TypeError, JSON.stringify(bad))
  }
  throws(() => URLPattern('https://a'), TypeError)
  throws(() => new URLPattern('https://a').exec({}, 'https://a'), TypeError)
  throws(() => URLPattern.prototype.test.call({}), TypeError)
  throws(() => new URLPattern({ get pathname() { throw new RangeError } }), RangeError)
})

test('groups are own properties', () => {
  const { groups } = new URLPattern({ pathname: '/:__proto__/:constructor' }).exec('https://a/x/y').pathname
  equal([Object.hasOwn(groups, '__proto__'), groups.constructor, Object.getPrototypeOf(groups) === Object.prototype], [true, 'y', true])
})

test('long patterns', () => {
  isTrue(new URLPattern({ pathname: '/' + 'a'.repeat(1 << 18) }).pathname.length === (1 << 18) + 1)
  throws(() => new URLPattern({ pathname: '(' .repeat(1 << 18) }), TypeError)
  isTrue(new URLPattern({ pathname: '{a}?'.repeat(500) }).test('https://h/' + 'a'.repeat(100)) === false)
})
