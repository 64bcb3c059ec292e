interface Env { NAME: string }

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const url = new URL(request.url)
    if (url.pathname === '/json') return Response.json({ hello: env.NAME, method: request.method })
    if (url.pathname === '/throw') throw new Error('thrown at your request')
    return new Response(`hello ${env.NAME}\n`)
  },
}
