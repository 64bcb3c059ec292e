Bun.serve({ port: 8802, hostname: '127.0.0.1', fetch: request => Response.json({ hello: 'World', url: request.url }) })
