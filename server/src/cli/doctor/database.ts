// Doctor: the database answers, takes a durable write, and holds nothing from the future.
import type { Ports } from '../../core/ports.js'
import { adviceFor } from '../storage-advice.js'
import type { Finding } from './check.js'
import { fault, ok, reasonOf } from './check.js'

/** Rows may be this far ahead: two nodes whose clocks differ a little. */
const AHEAD_MS = 60_000

export async function checkDatabase(ports: Ports, url: string): Promise<Finding> {
  const name = 'database'
  try {
    await ports.storage.ping()
    // A real, durable write that changes nothing: the version of the key set becomes what it is.
    await ports.storage.transaction(async ({ signingKeys }) => {
      const version = await signingKeys.keySetVersion()
      await signingKeys.advanceKeySet(version, version)
    })
    return ok(name, `${url} answers, its schema fits this version, it can be written`)
  } catch (error) {
    return fault(
      name,
      `${url}: ${reasonOf(error)}`,
      adviceFor(error) ?? 'check that the disk has room and that this user may write there',
    )
  }
}

export async function checkNewestRow(ports: Ports, nowMs: number): Promise<Finding> {
  const name = 'clock and database'
  const { devices, apps, signingKeys } = ports.storage.read
  const ahead = nowMs + AHEAD_MS
  const late = [
    ...(await devices.changedSince(ahead)).map(({ changedAtMs }) => changedAtMs),
    ...(await apps.all()).map(({ createdAtMs }) => createdAtMs),
    ...(await signingKeys.all()).slice(0, 1).map(({ notBeforeMs }) => notBeforeMs),
  ].filter((atMs) => atMs > ahead)
  if (late.length === 0) return ok(name, 'nothing in the database is from the future')
  const seconds = Math.round((Math.max(...late) - nowMs) / 1_000)
  return fault(
    name,
    `something in the database is ${seconds} s ahead of this clock`,
    'set the clock of this machine, by NTP: expiry is decided by it',
  )
}
