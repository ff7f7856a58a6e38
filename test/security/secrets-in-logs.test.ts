// Secrets in logs (SECURITY.md §3.7): a plugin writes the whole form into its log, a server the code it is about to compare, and
// whoever reads the log logs in. Here everything that can happen happens once, at log level info: pairing, logins in both
// modes, wrong picks, refusals, broken bodies, a fault of the machine, and logins at the demo. Every secret that was
// used is then searched for in every line, in each spelling; also in what was handed to the log before it withholds.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { accessPasses, type Choice, toBase64Url } from '@countersign/protocol'
import { revokeDevice } from '@countersign/server/flows/change-device'
import { confirmPairing } from '@countersign/server/flows/confirm-pairing'
import { createMemoryStorage } from '@countersign/server/storage/memory'
import { createLog } from '@countersign/server/telemetry/log'
import { watchStream } from '../support/event-stream.js'
import { acceptBody, lookUpBody, newKey, questionOf, RawSocket } from '../support/raw-device.js'
import { approvalBody, TestServer } from '../support/test-server.js'
import { choiceOn, openDemoSite, PASSWORD } from './demo-site.js'
import { Phone, wrongOf } from './phone.js'
import { Secrets } from './secrets.js'

/**
 * Everything that a line may say, by name. A new field is added here only after asking what it could hold. `code` is an error's;
 * the digits of the run are searched for by their value.
 */
const FIELDS = new Set(
  `accountId address appId askedIn because cause causes challengeId code counter denied deviceId ended error event expected expiresAtMs
  devices host keyId keySetVersion level method mode nowMs open operation origin pages port pushed reason removed requestId requests
  hash retryAfterSeconds round route sequence setting sockets state status storage ticketId time url userId what notBeforeMs`.split(
    /\s+/,
  ),
)

test('no secret of a complete run is in the log of the server, of the plugin or of the demo', async () => {
  const secrets = new Secrets()
  const written: string[] = []
  const handed: { readonly event: string; readonly fields: Readonly<Record<string, unknown>> }[] = []
  const keys = { root: randomBytes(32), master: randomBytes(32) }
  const inner = createMemoryStorage()
  let broken = false
  const pino = createLog('info', { write: (line) => void written.push(line) })
  const at =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      handed.push({ event, fields })
      pino[level](event, fields)
    }
  const server = await TestServer.start({
    config: { 'keys.root': toBase64Url(keys.root), 'keys.master': toBase64Url(keys.master) },
    overrides: {
      ports: {
        log: { info: at('info'), warn: at('warn'), error: at('error') },
        storage: {
          ...inner,
          transaction: (work) =>
            broken
              ? Promise.reject(new Error('the disk is gone', { cause: new Error('EIO') }))
              : inner.transaction(work),
        },
      },
    },
  })
  secrets.add('root key', keys.root)
  secrets.add('master key', keys.master)
  secrets.add('password', PASSWORD)

  for (const userId of ['alice', 'bob']) await server.addAccount(userId)
  const { apiKey } = await server.addApp()
  secrets.add('API key', apiKey)
  secrets.add('API key secret', apiKey.slice(20))
  const site = await openDemoSite(server)
  secrets.add('demo’s API key', site.apiKey)

  const phone = await pairing()
  const privateKey = phone.device.privateKey.export({ format: 'jwk' }).d ?? ''
  secrets.add('device private key', Buffer.from(privateKey, 'base64url'))
  await logins(phone)
  await refusals(phone)
  await demo(phone)
  await theMachineFails()
  await revokeDevice(server.ports, phone.device.deviceId)
  await phone.socket.closed
  await server.stop()
  await site.close()

  assert.ok(handed.length > 40 && secrets.size > 100, `${handed.length} events, ${secrets.size} spellings`)
  // The Origin of a socket that was refused is the stranger's own words; all that can be done is to withhold what looks secret.
  const raw = handed.filter(({ event }) => event !== 'socket_origin_refused').map((line) => inWords(line))
  for (const line of [...written, ...raw, ...site.logged]) assert.deepEqual(secrets.in(line), [], line)
  const names = new Set(
    [...handed.map(({ fields }) => fields), ...site.logged.map((line) => JSON.parse(line))].flatMap(
      Object.keys,
    ),
  )
  assert.deepEqual(
    [...names].filter((name) => !FIELDS.has(name)),
    [],
  )
  for (const event of [
    'device_paired',
    'challenge_answered',
    'challenge_redeemed',
    'answer_signature_wrong',
    'request_failed',
  ])
    assert.ok(
      handed.some((line) => line.event === event),
      `${event} was never logged: the run is not complete`,
    )

  async function pairing(): Promise<Phone> {
    const link = await server.pairingLink('alice')
    secrets.add('ticket secret', link.ticketSecret)
    const body = lookUpBody(link)
    secrets.add('look-up proof', body.proof)
    const found = await server.call('POST', '/v1/pairings/look-up', { body })
    await server.call('POST', '/v1/pairings/look-up', {
      body: { ...body, proof: toBase64Url(randomBytes(32)) },
    })
    const key = newKey()
    const acceptance = acceptBody(link, found.json, key)
    for (const name of ['signature', 'ticketProof'])
      secrets.add(`acceptance ${name}`, String(acceptance[name]))
    await server.call('POST', '/v1/pairings/accept', { body: { ...acceptance, deviceName: 'x' } })
    const { json } = await server.call('POST', '/v1/pairings/accept', { body: acceptance })
    await server.call('POST', '/v1/pairings/accept', { body: acceptBody(link, found.json, newKey()) })
    secrets.add('confirmation', json.confirmation)
    await confirmPairing(server.ports, link.ticketId, '000000')
    await confirmPairing(server.ports, link.ticketId, json.confirmation)
    return Phone.online(server, { ...key, ...json })
  }

  async function ask(more: Readonly<Record<string, unknown>> = {}) {
    const asked = await server.requestApproval(apiKey, more)
    secrets.add(`app nonce ${asked.challengeId}`, asked.appNonce)
    secrets.add(`watch token ${asked.challengeId}`, asked.watchToken)
    addChoice(asked.match)
    await phone.pull()
    return asked
  }

  function addChoice(match: Choice): void {
    if (match.mode === 'code') secrets.add(`code ${match.code}`, match.code)
    // The number alone stands for too much; its name and its drawing must not be there either.
    const pass = match.mode === 'symbol' && accessPasses.find(({ id }) => id === match.symbolId)
    if (pass) {
      secrets.add(`drawing of ${pass.slug}`, pass.path)
      secrets.add(`pass ${pass.slug}`, `"${pass.slug}"`)
    }
  }

  async function logins(here: Phone): Promise<void> {
    for (const more of [{}, { atLeast: 'code' }, { purpose: 'stepUp' }]) {
      const asked = await ask(more)
      const page = await watchStream(server.url, asked.watchToken)
      await page.next()
      const answer = here.sign(await here.shown(asked.challengeId), {
        decision: 'approve',
        choice: asked.match,
      })
      secrets.add(`answer ${asked.challengeId}`, answer.signature)
      await here.send(answer)
      const path = `/v1/challenges/${asked.challengeId}/redeem`
      const { json } = await server.call('POST', path, { apiKey, body: { appNonce: asked.appNonce } })
      secrets.add(`assertion ${asked.challengeId}`, json.assertion)
      secrets.add(`assertion signature ${asked.challengeId}`, json.assertion.split('.')[2])
      await server.call('POST', path, { apiKey, body: { appNonce: asked.appNonce } })
      page.abort()
    }
  }

  async function refusals(here: Phone): Promise<void> {
    const first = await ask()
    const frame = await here.shown(first.challengeId)
    const { options } = questionOf(frame)
    const good = here.sign(frame, { decision: 'approve', choice: first.match })
    secrets.add('forged answer', good.signature)
    await here.send({ ...good, deviceTimeMs: 1 })
    await here.send({ ...good, counter: 0 })
    await here.approve(first.challengeId, wrongOf(first.match, options))
    for (const decision of ['deny', 'report'] as const)
      await here.answer((await ask()).challengeId, { decision })
    const last = await ask()
    const path = `/v1/challenges/${last.challengeId}`
    const wrongNonce = toBase64Url(randomBytes(32))
    secrets.add('wrong nonce', wrongNonce)
    await server.call('POST', `${path}/redeem`, { apiKey, body: { appNonce: wrongNonce } })
    await server.call('POST', `${path}/cancel`, { apiKey, body: { appNonce: last.appNonce } })
    const wrongKey = `cs_0123456789abcdef_${toBase64Url(randomBytes(32))}`
    secrets.add('wrong API key', wrongKey.slice(20))
    await server.call('GET', path, { apiKey: wrongKey })
    // Secrets in places where they do not belong: what is refused is not repeated.
    const leaky: readonly unknown[] = [
      `{"apiKey":"${apiKey}", broken`,
      { ...approvalBody(), [apiKey]: true },
      approvalBody({ userId: `${apiKey} ` }),
      approvalBody({ context: { address: last.appNonce, browser: last.watchToken } }),
      approvalBody({ purpose: last.appNonce }),
      new Uint8Array([0xff, 0xfe]),
      JSON.stringify(approvalBody({ userId: 'x'.repeat(17_000) })),
    ]
    for (const body of leaky) await server.call('POST', '/v1/challenges', { apiKey, body })
    await server.call('GET', `/v1/watch?token=${last.watchToken}`)
    await server.call('GET', `/${apiKey}/${last.watchToken}`)
    await server.call('GET', '/v1/watch', { headers: { authorization: `Watch ${wrongNonce}` } })
    const socket = new RawSocket(server.wsUrl, { origin: `https://evil.example/${last.watchToken}` })
    await socket.closed
    const stranger = new RawSocket(server.wsUrl)
    await stranger.take('hello')
    stranger.sendRaw(JSON.stringify({ type: 'answer', signature: good.signature, apiKey }))
    stranger.send({ type: 'pull' })
    await stranger.closed
    const liar = { ...newKey(), deviceId: here.device.deviceId, accountId: here.device.accountId }
    await assert.rejects(server.connect(liar))
  }

  async function demo(here: Phone): Promise<void> {
    const browser = site.browser()
    await browser.signIn('alice', `wrong ${apiKey}`)
    await browser.signIn('alice')
    await browser.call('start')
    await browser.call('complete')
    const started = await browser.call('start', { again: true })
    secrets.add('demo watch token', started.json.watchToken)
    addChoice(choiceOn(started))
    secrets.add('session cookie before', browser.cookie.split('=')[1] ?? '')
    await here.pull()
    await here.approve(here.rung.at(-1) ?? '', choiceOn(started))
    assert.equal((await browser.call('complete')).json.state, 'passed')
    secrets.add('session cookie after', browser.cookie.split('=')[1] ?? '')
    const other = site.browser()
    await other.signIn('bob')
    await other.submit('/link', { userId: 'bob' })
    await other.call('start')
    await other.call('cancel')
  }

  async function theMachineFails(): Promise<void> {
    broken = true
    await server.call('POST', '/v1/challenges', { apiKey, body: approvalBody() })
    const browser = site.browser()
    await browser.signIn('alice')
    assert.equal((await browser.call('start')).status, 503)
    broken = false
  }
})

/** Fields as they were handed over, bytes in words, so that a secret shows even where the log would have withheld it. */
function inWords(value: unknown): string {
  return JSON.stringify(value, (_name, field: unknown) => {
    if (field instanceof Uint8Array) return Buffer.from(field).toString('base64url')
    if (field instanceof Error) return { ...field, message: field.message, cause: field.cause }
    return field
  })
}
