// The reference: a bare express server that answers every request with 200, and nothing else. Prints its port.
import express from 'express'

const app = express()
app.use((_request, response) => void response.sendStatus(200))
const server = app.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`))
