export default { fetch(request) { return Response.json({ hello: 'World', url: request.url }) } }
