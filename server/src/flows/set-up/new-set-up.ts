// A set-up is written down: whatever was begun for the account before ends, and a link with a secret goes to one browser, for half an hour.
import type { TicketId } from '@countersign/protocol'
import { SET_UP_SECONDS, toBase64Url } from '@countersign/protocol'
import type { SetUp } from '../../core/codes.js'
import type { Ports, Stores } from '../../core/ports.js'
import { SET_UP_SECRET_BYTES } from '../../core/set-up.js'

export interface SetUpMade {
  /** Its fragment holds the secret: for one browser, never logged. */
  readonly link: string
  readonly expiresAtMs: number
  /** What is left to withdraw when the transaction is committed. */
  readonly endedPairings: readonly TicketId[]
}

/** Inside the caller's transaction. */
export async function addSetUp(
  ports: Ports,
  { setUps }: Pick<Stores, 'setUps'>,
  of: Pick<SetUp, 'kind' | 'onlyPhone' | 'accountId' | 'appId' | 'returnTo' | 'address'>,
  nowMs: number,
): Promise<SetUpMade> {
  // One browser at a time: whoever comes last passed the first factor last.
  const endedPairings = await setUps.withdrawOf(of.accountId)
  const secret = ports.random.bytes(SET_UP_SECRET_BYTES)
  const expiresAtMs = nowMs + SET_UP_SECONDS * 1000
  await setUps.add({
    ...{ id: ports.random.id(), secretHash: ports.vault.keyedHash('set-up', secret), browserHash: undefined },
    ...{ ...of, state: 'open', codeSetId: undefined, ticketId: undefined },
    ...{ createdAtMs: nowMs, expiresAtMs },
  })
  // After the #, which no server, proxy or referrer ever sees.
  const link = `${ports.settings.publicUrl.replace(/\/$/, '')}/set-up/#${toBase64Url(secret)}`
  return { link, expiresAtMs, endedPairings }
}
