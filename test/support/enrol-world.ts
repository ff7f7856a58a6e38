// Enrolments in a world without edges: an app that may, and a browser that follows its link to the end.
import assert from 'node:assert/strict'
import type { EnrolBody, EnrolmentBegun } from '@countersign/protocol'
import type { App } from '@countersign/server/core/records'
import type { Result } from '@countersign/server/core/refusal'
import { enrolPerson } from '@countersign/server/flows/enrol-person'
import { makeSetUpCodes } from '@countersign/server/flows/set-up/backup-codes-first'
import { beginSetUp } from '@countersign/server/flows/set-up/begin-set-up'
import { confirmSetUpPairing } from '@countersign/server/flows/set-up/pair-first-phone'
import { answeredBy, BROWSER, secretIn } from './set-up-world.js'
import type { TestDevice } from './test-device.js'
import type { World, WorldOptions } from './test-world.js'
import { makeWorld, must } from './test-world.js'

/** A world whose app may enrol; its policies lead nobody to a set-up. */
export async function enrolWorld(options: WorldOptions = {}): Promise<World> {
  const world = await makeWorld(options)
  return { ...world, app: await letEnrol(world, world.app) }
}

/** The app as an admin left it: it may, or may not any more. */
export async function letEnrol({ ports }: Pick<World, 'ports'>, app: App, mayEnrol = true): Promise<App> {
  const now = (await ports.storage.read.apps.byId(app.id)) ?? assert.fail('no app')
  await ports.storage.transaction(({ apps }) => apps.save({ ...now, mayEnrol }))
  return { ...now, mayEnrol, revision: now.revision + 1 }
}

/** What an app sends about anna, whom nobody knows here; every field can be replaced. */
export function enrolBody(over: Partial<EnrolBody> = {}): EnrolBody {
  return {
    userId: 'anna',
    displayName: 'Anna',
    context: BROWSER,
    returnTo: 'https://wiki.example/done',
    ...over,
  }
}

export function enrolled(
  { ports, app }: Pick<World, 'ports' | 'app'>,
  over: Partial<EnrolBody> = {},
  by = app,
): Promise<Result<EnrolmentBegun>> {
  return enrolPerson(ports, by, enrolBody(over))
}

/** What the browser's cookie holds that opened the link. */
export async function enrolling(world: World, over: Partial<EnrolBody> = {}): Promise<Uint8Array> {
  const secret = secretIn(must(await enrolled(world, over)).link)
  const given = { secret, browserSecret: undefined, browser: BROWSER }
  return must(await beginSetUp(world.ports, given)).browserSecret
}

/** Codes made, and a phone that took the link and shows its digits: one tap from the end. */
export async function nearlyEnrolled(
  world: World,
  over: Partial<EnrolBody> = {},
): Promise<{
  readonly browser: Uint8Array
  readonly confirmation: string
  connect(): Promise<TestDevice>
}> {
  const browser = await enrolling(world, over)
  must(await makeSetUpCodes(world.ports, browser))
  return { browser, ...(await answeredBy(world, browser, over.userId ?? 'anna')) }
}

/** All of it. */
export async function enrolWhole(
  world: World,
): Promise<{ readonly browser: Uint8Array; readonly phone: TestDevice }> {
  const { browser, confirmation, connect } = await nearlyEnrolled(world)
  must(await confirmSetUpPairing(world.ports, browser, confirmation))
  return { browser, phone: await connect() }
}
