// What needs a phone that approved minutes ago ([FA1]): every action that says so, at the console and at /me, as the docs list them.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import test from 'node:test'
import { allActions } from '../support/actions.js'

const FLOWS = new URL('../../server/src/flows/me/', import.meta.url)

test('[FA1] at the console, what makes a way in or shows the key to one needs a fresh approval, and nothing else', async () => {
  const fresh = (await allActions()).filter(({ needs }) => needs.fresh === true)
  assert.deepEqual(
    fresh.map(({ actionName }) => actionName),
    [
      'admin.put',
      'backup_codes.make',
      'backup_codes.remove',
      'bypass_code.make',
      'bypass_code.revoke',
      'invitation.codes',
      'invitation.print',
      'pairing.start',
      'passkey.remove',
      'second_factor.disable',
      'token.add',
      'totp.begin',
      'totp.remove',
    ],
  )
})

test('[FA1] at /me, what makes a way in or changes where its owner is told needs a fresh approval, and nothing else', async () => {
  const fresh = (await personActions()).filter(({ needs }) => needs.fresh === true)
  assert.deepEqual(
    fresh.map(({ actionName }) => actionName),
    [
      'me.backup_codes.make',
      'me.browser.trust',
      'me.contact.change',
      'me.pairing.start',
      'me.passkey.add',
      'me.passkey.begin',
      'me.passkey.remove',
      'me.quiet_hours.change',
      'me.totp.begin',
      'me.totp.remove',
    ],
  )
})

test('[RV4] a session that began with two codes pairs, removes and prints, and looks at what that takes; nothing else', async () => {
  const open = (await personActions()).filter(({ needs }) => needs.afterRecovery === true)
  assert.deepEqual(
    open.map(({ actionName }) => actionName),
    [
      'me.backup_codes.make',
      'me.codes.show',
      'me.device.list',
      'me.device.remove',
      'me.notice.list',
      'me.pairing.confirm',
      'me.pairing.show',
      'me.pairing.start',
      'me.pairing.withdraw',
      'me.profile.show',
    ],
  )
})

interface PersonActionFacts {
  readonly actionName: string
  readonly needs: { readonly fresh?: boolean; readonly afterRecovery?: boolean }
}

/** Found by looking at all modules, so that none is forgotten; by name. */
async function personActions(): Promise<readonly PersonActionFacts[]> {
  const files = readdirSync(FLOWS).filter((name) => name.endsWith('.ts'))
  const modules: readonly Readonly<Record<string, unknown>>[] = await Promise.all(
    files.map((file) => import(`@countersign/server/flows/me/${file.replace(/\.ts$/, '')}`)),
  )
  const found = modules.flatMap((exported) => Object.values(exported).filter(isPersonAction))
  return [...found].sort((a, b) => (a.actionName < b.actionName ? -1 : 1))
}

function isPersonAction(value: unknown): value is PersonActionFacts {
  return typeof value === 'function' && 'actionName' in value && 'right' in value && 'needs' in value
}
