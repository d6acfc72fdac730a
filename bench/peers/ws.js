// Everything that anybody says goes to everybody, as simply as ws can do it.
const { WebSocketServer, WebSocket } = require('ws')
const server = new WebSocketServer({ port: 9600, host: '127.0.0.1', perMessageDeflate: false, backlog: 4096 })
server.on('connection', (socket) => {
  socket.on('error', () => {})
  socket.on('message', (words) => {
    for (const other of server.clients) if (other.readyState === WebSocket.OPEN) other.send(words, { binary: false })
  })
})
