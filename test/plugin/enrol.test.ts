// The client's enrolment against a real server: what an app gets, and which faults it hears.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ENROLMENTS_PER_HOUR, toBase64Url } from '@countersign/protocol'
import type { CountersignErrorCode } from '@countersign/web-plugin/client'
import { CountersignClient, CountersignError } from '@countersign/web-plugin/client'
import { enrolBody } from '../support/enrol-world.js'
import { TestServer } from '../support/test-server.js'

let server: TestServer
let client: CountersignClient
before(async () => {
  server = await TestServer.start()
  const { apiKey } = await server.addApp()
  const serverId = toBase64Url(server.ports.vault.serverId)
  client = new CountersignClient({ serverUrl: server.url, serverId, apiKey })
})
after(() => server.stop())

async function change(mayEnrol: boolean): Promise<void> {
  await server.ports.storage.transaction(async ({ apps }) => {
    const app = (await apps.byName('Wiki')) ?? assert.fail('no app')
    await apps.save({ ...app, mayEnrol })
  })
}

const refusedWith = (work: Promise<unknown>, code: CountersignErrorCode) =>
  assert.rejects(work, (error) => {
    assert.ok(error instanceof CountersignError)
    assert.equal(error.code, code)
    return true
  })

test('[EN1] an app hears that it may not, before it asks and when it does', async () => {
  assert.equal((await client.look())?.mayEnrol, false)
  await refusedWith(client.enrol(enrolBody()), 'enrolment_not_allowed')
})

test('[EN3] an app that may gets the link, again as long as it was not finished', async () => {
  await change(true)
  const first = await client.enrol(enrolBody())
  const second = await client.enrol(enrolBody({ userId: 'ANNA' }))
  for (const { link } of [first, second]) assert.ok(link.startsWith(`${server.url}/set-up/#`))
  assert.notEqual(first.link, second.link)
})

test('[EN4] an ID that is taken, and a budget that is spent, are faults of their own', async () => {
  await change(true)
  await server.addAccount('bert')
  await refusedWith(client.enrol(enrolBody({ userId: 'bert' })), 'user_id_taken')
  const { storage, random, clock } = server.ports
  await storage.transaction(async ({ apps, enrolmentTries }) => {
    const app = (await apps.byName('Wiki')) ?? assert.fail('no app')
    for (let i = 0; i < ENROLMENTS_PER_HOUR; i++) await enrolmentTries.add(random.id(), app.id, clock.nowMs())
  })
  await assert.rejects(client.enrol(enrolBody({ userId: 'carla' })), (error) => {
    assert.ok(error instanceof CountersignError)
    assert.equal(error.code, 'too_many_requests')
    assert.ok((error.retryAfterSeconds ?? 0) > 3_500)
    return true
  })
})
