// The codes that somebody has at hand, put straight into storage: for tests of what codes open, not of how they are made.
import type { AccountId } from '@countersign/protocol'
import { BACKUP_SELECTOR_LENGTH } from '@countersign/protocol'
import type { Totp } from '@countersign/server/core/codes'
import type { Ports } from '@countersign/server/core/ports'
import { totpSecretPlace } from '@countersign/server/core/totp'
import { bypassCodeHash } from '@countersign/server/flows/codes/bypass-code-hash'
import * as OTPAuth from 'otpauth'

export const BACKUP = 'K7QD29XMPT4C8WZNAB3R'
export const BYPASS = '482915033776'

/** An app with codes; the returned function tells its code of a moment. */
export async function giveTotp(
  ports: Ports,
  accountId: AccountId,
  fields: Partial<Totp> = {},
): Promise<(atMs?: number) => string> {
  const id = ports.random.id<string>()
  const secret = ports.random.bytes(20)
  const nowMs = ports.clock.nowMs()
  const totp: Totp = {
    ...{ id, accountId, deviceId: undefined, name: 'Aegis', algorithm: 'SHA1', digits: 6, state: 'active' },
    sealedSecret: ports.vault.seal(secret, totpSecretPlace(id)),
    ...{ lastStep: 0, createdAtMs: nowMs, expiresAtMs: nowMs, lastUsedAtMs: undefined },
    ...fields,
  }
  await ports.storage.transaction(({ totps }) => totps.add(totp))
  const app = new OTPAuth.TOTP({
    secret: new OTPAuth.Secret({ buffer: secret.slice().buffer }),
    algorithm: totp.algorithm,
    digits: totp.digits,
  })
  return (atMs = ports.clock.nowMs()) => app.generate({ timestamp: atMs })
}

/** A set with the one code `BACKUP`, or those given. */
export async function giveBackupCodes(
  ports: Ports,
  accountId: AccountId,
  codes: readonly string[] = [BACKUP],
): Promise<void> {
  const setId = ports.random.id<string>()
  const madeAtMs = ports.clock.nowMs()
  const rows = await Promise.all(
    codes.map(async (code) => ({
      ...{ accountId, setId, selector: code.slice(0, BACKUP_SELECTOR_LENGTH), state: 'active' as const },
      ...{ hash: await ports.codeHash.make(code), madeAtMs, usedAtMs: undefined },
    })),
  )
  await ports.storage.transaction(({ backupCodes }) => backupCodes.add(rows))
}

/** `BYPASS`, good for an hour. */
export async function giveBypassCode(ports: Ports, accountId: AccountId, code = BYPASS): Promise<void> {
  const madeAtMs = ports.clock.nowMs()
  await ports.storage.transaction(({ bypassCodes }) =>
    bypassCodes.add({
      ...{ id: ports.random.id<string>(), accountId, codeHash: bypassCodeHash(ports, accountId, code) },
      ...{ reason: 'phone lost', madeBy: 'operator', state: 'open', usedAtMs: undefined },
      ...{ madeAtMs, expiresAtMs: madeAtMs + 3_600_000 },
    }),
  )
}
