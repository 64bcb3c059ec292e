const { createServer } = require('node:http')
createServer((request, response) => {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ hello: 'World', url: `http://${request.headers.host}${request.url}` }))
}).listen(8801, '127.0.0.1')
