// Runs in the context of a snapshot, and leaves nothing there but what it has made V8
// compile.
(async serve => {
  const sent = []
  const host = {
    read: async () => null,
    respond: (serving, answer) => { sent.push(answer) },
    write: async (serving, chunk) => { sent.push(chunk) },
    end: async () => {},
  }
  const head = { serving: 1, method: 'POST', url: 'https://example.org/a?b=c', headers: ['content-type', 'application/json'], body: '{}', streams: false }
  const worker = {
    async fetch(request, env, context) {
      const url = new URL(request.url)
      context.waitUntil(Promise.resolve())
      switch (url.pathname + (url.searchParams.get('b') ?? '')) {
        case '/ac': return Response.json([...request.headers], { status: 201, headers: new Headers({ a: 'b' }) })
        case '/text': return new Response(await request.text())
        default: return new Response(new TextEncoder().encode('x'))
      }
    },
  }
  await serve(head, worker, {}, host)
  await serve({ ...head, url: 'https://example.org/text', body: null, streams: true }, worker, {}, host)
  await serve({ ...head, url: 'https://example.org/bytes', method: 'GET', body: null }, worker, {}, host)
  const request = new Request('https://example.org', { method: 'POST', body: JSON.stringify({ a: 1 }), headers: [['a', 'b']] })
  request.signal.throwIfAborted()
  await request.clone().json()
  new Uint8Array(await request.arrayBuffer())
  await new Response('text', { status: 200, headers: { a: 'b' } }).text()
  new TextDecoder().decode(new TextEncoder().encode('x'))
  const controller = new AbortController()
  controller.signal.addEventListener('abort', () => {}, { once: true })
  controller.abort()
  await new Promise(resolve => setTimeout(resolve, 0))
})
