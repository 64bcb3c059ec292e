// Counts its visits in KV, and once a minute writes down how many there were.
export default {
  async fetch(request, env, ctx) {
    const visits = Number(await env.VISITS.get('all') ?? 0) + 1
    ctx.waitUntil(env.VISITS.put('all', String(visits)))
    const greeting = await (await env.HELLO.fetch('http://hello/')).text()
    return new Response(`${greeting}this is visit ${visits}\n`)
  },
  async scheduled(event, env) {
    await env.VISITS.put(`at ${event.scheduledTime}`, await env.VISITS.get('all') ?? '0', { expirationTtl: 3600 })
  },
}
