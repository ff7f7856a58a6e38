// A server on a real database that outlives its processes: opened, used by phones, closed, and opened again elsewhere.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { ChallengeId } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import { createPorts } from '@countersign/server/assembly'
import type { Config } from '@countersign/server/config'
import { resolveConfig } from '@countersign/server/config'
import type { App } from '@countersign/server/core/records'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { addApp } from '@countersign/server/flows/apps'
import { redeemChallenge } from '@countersign/server/flows/redeem-challenge'
import { fixedClock } from './clock.js'
import { collectingLog } from './collecting-log.js'
import { TestDevice } from './test-device.js'
import type { World } from './test-world.js'
import { asked, must, NONCE, settled } from './test-world.js'

/** Settings of a server with keys of its own; `storageUrl` default a file in `folder`. */
export function keptConfig(
  folder: string,
  storageUrl = `sqlite:${join(folder, 'server.db')}`,
  over: Readonly<Record<string, unknown>> = {},
): Config {
  const resolved = resolveConfig({
    'storage.url': storageUrl,
    'keys.root': toBase64Url(new Uint8Array(32).fill(7)),
    'keys.master': toBase64Url(new Uint8Array(32).fill(8)),
    'backup.dir': join(folder, 'backups'),
    ...over,
  })
  if (!resolved.ok) assert.fail(JSON.stringify(resolved.faults))
  return resolved.config
}

export interface KeptServer extends World {
  close(): Promise<void>
}

/** The app `Wiki` is added where it is not there yet. */
export async function openKept(config: Config, nowMs = Date.now()): Promise<KeptServer> {
  const clock = fixedClock(nowMs)
  const log = collectingLog()
  const { ports, close } = await createPorts(config, { ports: { clock, log } })
  const app = (await ports.storage.read.apps.all()).find(({ name }) => name === 'Wiki') ?? (await newApp())
  return { ports, clock, log, app, close }

  async function newApp(): Promise<App> {
    return must(await addApp(ports, { name: 'Wiki', origins: ['https://wiki.example'] })).app
  }
}

/** The same phone, key and counter, at a server that was opened again. */
export function samePhone({ ports }: World, phone: TestDevice): TestDevice {
  const same = new TestDevice(ports, phone.id, phone.accountId, phone.key)
  same.forward(phone.nextCounter - 1)
  same.connect()
  return same
}

export interface LoggedIn {
  readonly challengeId: ChallengeId
  /** [CH3]: a phone takes no request whose sequence is not above all it has seen. */
  readonly sequence: number
}

/** A whole login by this phone's person: asked, rung, approved, redeemed. */
export async function logIn(world: World, phone: TestDevice, userId = 'alice'): Promise<LoggedIn> {
  const { ports, app } = world
  const { challengeId, match } = await asked(world, { userId })
  await settled()
  const delivery = await ports.storage.read.challenges.delivery(challengeId, phone.id)
  assert.ok(delivery, 'the phone is asked')
  must(await answerChallenge(ports, phone.id, await phone.approve(challengeId, match)))
  must(await redeemChallenge(ports, app, challengeId, NONCE))
  await settled()
  return { challengeId, sequence: phone.shown(challengeId).sequence }
}
