// Attack: the figures of a server are on 127.0.0.1, where no stranger gets; but its admin's browser does. A page whose name first
// leads to the attacker and then to 127.0.0.1 (DNS rebinding) asks for `http://evil.example:9464/metrics`: for the browser that is
// its own origin, so it may read the answer and learn when and how many people log in. What the page cannot choose is the Host
// that the browser sends: its own name. So on a loopback interface only names of this machine are answered.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import type { ObservedServer } from '../support/observed-login.js'
import { startObserved } from '../support/observed-login.js'

let observed: ObservedServer
before(async () => {
  observed = await startObserved()
})
after(() => observed.server.stop())

function ask(host: string): Promise<{ readonly status: number | undefined; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const call = request(
      { host: '127.0.0.1', port: observed.metricsPort, path: '/metrics', headers: { host } },
      async (response) => {
        let text = ''
        for await (const piece of response.setEncoding('utf8')) text += piece
        resolve({ status: response.statusCode, text })
      },
    )
    call.on('error', reject)
    call.end()
  })
}

test('a page under another name learns nothing', async () => {
  const names = [
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '2130706433',
    '[::2]',
    '@localhost',
  ]
  for (const name of names) {
    const { status, text } = await ask(`${name}:${observed.metricsPort}`)
    assert.equal(status, 421, name)
    assert.equal(text, '', name)
  }
})

test('a scraper on this machine is answered under each of its names', async () => {
  for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
    const { status, text } = await ask(`${name}:${observed.metricsPort}`)
    assert.equal(status, 200, name)
    assert.match(text, /^countersign_ready 1$/m)
  }
})
