// A person adds a passkey of their own, sees what they have, and takes one away: in a session in which they approved something minutes ago.
import type { AddPasskeyBody, MyPasskeys, PasskeyBegun, PasskeyBody } from '@countersign/protocol'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { actorOf } from '../access/sessions.js'
import { addPasskey, beginPasskey } from '../passkeys/add-passkey.js'
import { isGuarded, whyGuarded } from '../passkeys/guard.js'
import { passkeyBodyOf, passkeysOf } from '../passkeys/passkey-body.js'
import { removePasskey } from '../passkeys/remove-passkey.js'
import { personAction } from './person-action.js'

/** Never a key. */
export const myPasskeys = personAction(
  'me.passkeys.show',
  undefined,
  async (ports, { accountId }, _: undefined): Promise<Result<MyPasskeys>> => {
    const passkeys = await passkeysOf(ports.storage.read, accountId)
    return accepted({ passkeys, guarded: await isGuarded(ports, accountId) })
  },
)

/** Refuses with `passkey_required` when the approval was not by a passkey and must be ([PK8]), `too_many_passkeys`. */
export const beginMyPasskey = personAction(
  'me.passkey.begin',
  'pair',
  async (ports, session, _: undefined): Promise<Result<PasskeyBegun>> => {
    const guarded = await whyGuarded(ports, session)
    return guarded === undefined ? beginPasskey(ports, session) : refused(guarded)
  },
  { fresh: true },
)

/** Refuses as beginning does, with `passkey_refused` and `account_suspended`. */
export const addMyPasskey = personAction(
  'me.passkey.add',
  'pair',
  async (ports, session, body: AddPasskeyBody): Promise<Result<PasskeyBody>> => {
    const guarded = await whyGuarded(ports, session)
    if (guarded !== undefined) return refused(guarded)
    const added = await addPasskey(ports, session, body)
    return added.ok ? accepted(passkeyBodyOf(added.value)) : added
  },
  { fresh: true },
)

/** Refuses with `not_found`, also when it is somebody else's, and `passkey_required` as adding does. */
export const removeMyPasskey = personAction(
  'me.passkey.remove',
  'revoke',
  async (ports, session, { id }: { readonly id: string }): Promise<Result<undefined>> => {
    const guarded = await whyGuarded(ports, session)
    if (guarded !== undefined) return refused(guarded)
    return removePasskey(ports, { accountId: session.accountId, id }, actorOf(session))
  },
  { fresh: true },
)
