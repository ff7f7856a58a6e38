// A database from the past becomes the present: what phones, browsers and receivers know since then must not work against it.
import type { Ports, Stores } from '../core/ports.js'
import { record } from './admin/action.js'
import { endWhatIsOpen } from './end-what-is-open.js'

/** More requests and more key sets than anybody has seen since the backup was made; both count far beyond that. */
const AHEAD = 1_000_000

/** What works again as it did at the time of the backup, also where somebody has taken it away since. */
export interface Returned {
  readonly admins: number
  /** API tokens that are neither over nor revoked. */
  readonly tokens: number
  /** Keys of apps that are not over. */
  readonly appKeys: number
  /** People with printed codes: those used since count again. */
  readonly backupCodes: number
  /** Open invitations: those accepted since are open again. */
  readonly invitations: number
  /** Mail and messages to webhooks that waited: sent since, for all that the backup knows. */
  readonly held: number
}

const HELD = 'it waited when the backup was made and may have been sent since: send it by hand if it was not'

/**
 * Ends every session and whatever was under way, raises the sequence of each account's requests above what its phones have seen ([CH3]), and the key set's
 * version above what phones and apps have ([KS]). Codes that the help desk told end: whether they were used since, nobody knows. A phone would refuse what looks old to it, and an old cookie would open the console. What waited to be sent
 * waits for a person now.
 */
export async function beginAfterRestore(
  ports: Ports,
  facts: Readonly<Record<string, string | number | boolean>>,
): Promise<Returned> {
  const nowMs = ports.clock.nowMs()
  return ports.storage.transaction(async (stores) => {
    await endWhatIsOpen(ports, stores)
    const held = await stores.outgoing.holdAll(HELD, nowMs)
    await stores.guards.raiseAll(AHEAD, nowMs)
    await stores.bypassCodes.revokeAll()
    const version = await stores.signingKeys.keySetVersion()
    await stores.signingKeys.advanceKeySet(version, version + AHEAD)
    await record(ports, stores, { kind: 'operator' }, { action: 'backup.restored', facts })
    return {
      admins: await countAdmins(stores),
      tokens: await countTokens(stores, nowMs),
      appKeys: await countAppKeys(stores, nowMs),
      backupCodes: await stores.backupCodes.holders(),
      invitations: (await stores.invitations.count()).open,
      held,
    }
  })
}

const PAGE = 200

async function countAdmins({ admins }: Stores): Promise<number> {
  let count = 0
  for (let after = ''; ; ) {
    const page = await admins.page(after, PAGE)
    count += page.length
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return count
    after = last.userId
  }
}

async function countTokens({ tokens }: Stores, nowMs: number): Promise<number> {
  let count = 0
  for (let after = ''; ; ) {
    const page = await tokens.page(after, PAGE)
    count += page.filter(
      ({ expiresAtMs, revokedAtMs }) => revokedAtMs === undefined && nowMs < expiresAtMs,
    ).length
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return count
    after = last.id
  }
}

async function countAppKeys({ apps }: Stores, nowMs: number): Promise<number> {
  let count = 0
  for (const { id } of await apps.all())
    count += (await apps.keysOf(id)).filter(
      ({ expiresAtMs }) => expiresAtMs === undefined || nowMs < expiresAtMs,
    ).length
  return count
}
