// Doctor: the keys outside the database are there and private, and the key that signs challenges has time left.
import { stat } from 'node:fs/promises'
import { SIGNING_KEY_ANNOUNCE_DAYS, toBase64Url } from '@countersign/protocol'
import type { Config } from '../../config.js'
import type { Ports } from '../../core/ports.js'
import { when } from '../report.js'
import type { Finding } from './check.js'
import { fault, ok, reasonOf, warning } from './check.js'

const DAY_MS = 86_400_000

export async function checkKeysFile(config: Config): Promise<Finding> {
  const name = 'keys outside the database'
  if (config['keys.root'] !== '') return ok(name, 'given by the environment or the settings file')
  const file = config['keys.file']
  try {
    const { mode } = await stat(file)
    const shared = process.platform !== 'win32' && (mode & 0o077) !== 0
    return shared
      ? fault(name, `${file} can be read by others (mode ${(mode & 0o777).toString(8)})`, `chmod 600 ${file}`)
      : ok(name, `${file}, readable by its owner only`)
  } catch (error) {
    return fault(name, reasonOf(error), 'restore it from the backup; on a new server: countersign init')
  }
}

export async function checkSigningKey(ports: Ports, nowMs: number): Promise<Finding> {
  const name = 'signing key'
  const keys = await ports.storage.read.signingKeys.all()
  const current = keys.filter((key) => key.notBeforeMs <= nowMs && nowMs < key.notAfterMs)
  const untilMs = Math.max(...current.map((key) => key.notAfterMs))
  if (current.length === 0)
    return fault(name, 'none is in force', 'start the server once: countersign serve makes one')
  const laterMs = Math.max(...keys.map((key) => key.notAfterMs))
  const found = `valid until ${when(untilMs)}, server id ${toBase64Url(ports.vault.serverId)}`
  // A running server announces the next one long before; none by now means that no server ran for days.
  if (laterMs - nowMs < (SIGNING_KEY_ANNOUNCE_DAYS - 1) * DAY_MS)
    return warning(name, `${found}, and no next one is announced`, 'countersign key rotate')
  return ok(name, found)
}
