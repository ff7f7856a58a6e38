// Codes from an app in tests: made by the library that phones use, from the secret as a page shows it.
import assert from 'node:assert/strict'
import type { AccountId } from '@countersign/protocol'
import type { TotpBegun, TotpBody } from '@countersign/protocol/admin'
import { beginTotpByAdmin, confirmTotpByAdmin } from '@countersign/server/flows/admin/totps'
import type { OfflineCodeDrawn } from '@countersign/server/flows/codes/offline-code'
import { Secret, TOTP, URI } from 'otpauth'
import { operator } from './policy-world.js'
import type { World } from './test-world.js'
import { must } from './test-world.js'

/** An app that scanned the link. */
export class CodeApp {
  readonly #totp: TOTP

  constructor(link: string) {
    const read = URI.parse(link)
    assert.ok(read instanceof TOTP)
    this.#totp = read
  }

  /** What it shows at a time. */
  codeAt(atMs: number): string {
    return this.#totp.generate({ timestamp: atMs })
  }
}

/** An account’s app as an operator sets it up, confirmed a minute ago, so that the code of now is fresh. */
export async function appOf(
  world: World,
  accountId: AccountId,
  name = 'Aegis',
): Promise<{ readonly app: CodeApp; readonly totp: TotpBody }> {
  const { ports, clock } = world
  const begun: TotpBegun = must(await beginTotpByAdmin(ports, operator, { accountId, name }))
  const app = new CodeApp(begun.link)
  const code = app.codeAt(clock.nowMs())
  const totp = must(await confirmTotpByAdmin(ports, operator, { accountId, id: begun.id, code }))
  clock.advance(60_000)
  return { app, totp }
}

/** What a phone computes from its own secret. */
export function codeOf({ secret, algorithm, digits, periodSeconds }: OfflineCodeDrawn, atMs: number): string {
  const copy = new Secret({ buffer: Uint8Array.from(secret).buffer })
  return new TOTP({ secret: copy, algorithm, digits, period: periodSeconds }).generate({ timestamp: atMs })
}
