// Pictures of apps and of the whole server: put, removed. What is shown of them is public.
import type { AppId } from '@countersign/protocol'
import type { LogoSaved } from '@countersign/protocol/admin'
import { LOGO_MAX_BYTES } from '@countersign/protocol/admin'
import type { Actor, Permission } from '../../core/permissions.js'
import { logoTypeOf } from '../../core/picture.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { LogoOwner } from '../../core/ports-directory.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { allOrNothing } from '../all-or-nothing.js'
import { logoUrl } from '../directory/logo-url.js'
import { action, record } from './action.js'

/** Refuses with `value_invalid`: no PNG or WebP, too large. */
export const putServerLogo = putting('branding.put_logo', 'branding:write', () => 'server')
/** Removing none is no fault. */
export const removeServerLogo = removing('branding.remove_logo', 'branding:write', () => 'server')

interface OneApp {
  readonly appId: AppId
}
/** Refuses with `not_found`, `value_invalid`. */
export const putAppLogo = putting('app.put_logo', 'apps:write', ({ appId }: OneApp) => `app:${appId}`)
/** Refuses with `not_found`. Removing none is no fault. */
export const removeAppLogo = removing('app.remove_logo', 'apps:write', ({ appId }: OneApp) => `app:${appId}`)

function putting<I extends object>(name: string, permission: Permission, ownerOf: (input: I) => LogoOwner) {
  return action(
    name,
    permission,
    (ports, actor, input: I & { readonly bytes: Uint8Array }): Promise<Result<LogoSaved>> =>
      allOrNothing(ports, async (stores) => {
        const owner = ownerOf(input)
        const no = await refuseOwner(stores, owner)
        if (no !== undefined) return refused(no)
        const type = logoTypeOf(input.bytes)
        if (type === undefined)
          return refused({ reason: 'value_invalid', path: 'body', expected: PICTURE_EXPECTED })
        const changedAtMs = ports.clock.nowMs()
        await stores.logos.put(owner, { type, bytes: input.bytes, changedAtMs })
        await note(ports, stores, actor, owner, { type, bytes: input.bytes.length })
        const url = (await logoUrl(ports.settings, stores, owner)) ?? ''
        return accepted({ logoUrl: url, changedAtMs })
      }),
  )
}

function removing<I extends object>(name: string, permission: Permission, ownerOf: (input: I) => LogoOwner) {
  return action(
    name,
    permission,
    (ports, actor, input: I): Promise<Result<undefined>> =>
      allOrNothing(ports, async (stores) => {
        const owner = ownerOf(input)
        const no = await refuseOwner(stores, owner)
        if (no !== undefined) return refused(no)
        if (await stores.logos.remove(owner)) await note(ports, stores, actor, owner, { type: 'none' })
        return accepted(undefined)
      }),
  )
}

const PICTURE_EXPECTED = `a PNG or WebP picture of at most ${LOGO_MAX_BYTES} bytes and 2048 points a side`

async function refuseOwner({ apps }: Stores, owner: LogoOwner): Promise<Refusal | undefined> {
  const id = appIdOf(owner)
  if (id === undefined) return undefined
  const app = await apps.byId(id)
  return app === undefined || app.state === 'deleted' || app.state === 'builtin'
    ? { reason: 'not_found', what: 'app' }
    : undefined
}

function appIdOf(owner: LogoOwner): AppId | undefined {
  // Sound: what follows `app:` is an AppId by the type of LogoOwner.
  return owner === 'server' ? undefined : (owner.slice('app:'.length) as AppId)
}

function note(
  ports: Ports,
  stores: Stores,
  actor: Actor,
  owner: LogoOwner,
  facts: Readonly<Record<string, string | number>>,
): Promise<void> {
  const appId = appIdOf(owner)
  const action = appId === undefined ? 'branding.logo_changed' : 'app.logo_changed'
  return record(ports, stores, actor, { action, appId, facts })
}
