// Apps as an admin handles them: registered, edited, deleted, and their keys.
import type { AppId } from '@countersign/protocol'
import type { AppAdded, AppBody, AppKeyBody, AppKeyRotated, EditAppBody } from '@countersign/protocol/admin'
import { isAppName, isOrigin } from '../../core/app-key.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { App } from '../../core/records.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { allOrNothing } from '../all-or-nothing.js'
import type { NewApp } from '../apps.js'
import { addApp, rotateKeyOf } from '../apps.js'
import { logoUrl } from '../directory/logo-url.js'
import { action, record } from './action.js'

interface OneApp {
  readonly appId: AppId
}

/** All of them by name: an installation has tens. */
export const listApps = action(
  'app.list',
  'apps:read',
  async (ports, _actor, _: undefined): Promise<Result<readonly AppBody[]>> => {
    const bodies: AppBody[] = []
    for (const app of await ports.storage.read.apps.all())
      bodies.push(await appBody(ports, ports.storage.read, app))
    return accepted(bodies)
  },
)

/** Refuses with `not_found`. */
export const showApp = action(
  'app.show',
  'apps:read',
  async (ports, _actor, { appId }: OneApp): Promise<Result<AppBody>> => {
    const app = await ports.storage.read.apps.byId(appId)
    return app === undefined || app.state === 'deleted'
      ? refused(NO_APP)
      : accepted(await appBody(ports, ports.storage.read, app))
  },
)

/** Its first key is told here and never again. Refuses with `text_invalid`, `app_exists`. */
export const addAppByAdmin = action(
  'app.add',
  'apps:write',
  async (ports, actor, given: NewApp): Promise<Result<AppAdded>> => {
    const added = await addApp(ports, given, actor)
    if (!added.ok) return added
    const { app, apiKey } = added.value
    return accepted({ app: await appBody(ports, ports.storage.read, app), apiKey })
  },
)

interface AppEdit extends OneApp {
  readonly revision: number
  readonly edit: EditAppBody
}

/**
 * What is left out stays. From the commit on a suspended app's key is refused; what it asked before cannot be redeemed. Enrolments of an
 * app that may not any more go no further ([EN3]).
 * Refuses with `not_found`, `changed_meanwhile`, `text_invalid`, `app_exists`.
 */
export const editApp = action('app.edit', 'apps:write', (ports, actor, { appId, revision, edit }: AppEdit) =>
  allOrNothing(ports, async (stores): Promise<Result<AppBody>> => {
    const before = await editable(stores, appId)
    if (before === undefined) return refused(NO_APP)
    if (before.revision !== revision)
      return refused({ reason: 'changed_meanwhile', revision: before.revision })
    const after: App = {
      ...before,
      name: edit.name ?? before.name,
      origins: edit.origins ?? before.origins,
      colour: edit.colour ?? before.colour,
      state: edit.state ?? before.state,
      mayEnrol: edit.mayEnrol ?? before.mayEnrol,
    }
    const fault = await refuseLooks(stores, after)
    if (fault !== undefined) return refused(fault)
    if (!(await stores.apps.save(after)))
      return refused({ reason: 'changed_meanwhile', revision: revision + 1 })
    const { name: appName, origins, state, mayEnrol } = after
    const facts = { fields: Object.keys(edit), appName, nameBefore: before.name, origins, state, mayEnrol }
    await record(ports, stores, actor, { action: 'app.edited', appId, facts })
    return accepted(await appBody(ports, stores, { ...after, revision: revision + 1 }))
  }),
)

/** For good: its keys end at once, its name is free. What is kept of old requests names it by its id. Refuses with `not_found`. */
export const deleteApp = action('app.delete', 'apps:write', (ports, actor, { appId }: OneApp) =>
  allOrNothing(ports, async (stores): Promise<Result<undefined>> => {
    const app = await editable(stores, appId)
    if (app === undefined) return refused(NO_APP)
    const nowMs = ports.clock.nowMs()
    for (const { id } of await stores.apps.keysOf(appId)) await stores.apps.expireKey(appId, id, nowMs)
    await stores.apps.removeEndedKeys(appId, nowMs)
    await stores.logos.remove(`app:${appId}`)
    const tombstone: App = {
      ...app,
      name: `deleted ${appId}`,
      origins: [],
      colour: '',
      state: 'deleted',
      mayEnrol: false,
    }
    if (!(await stores.apps.save(tombstone)))
      return refused({ reason: 'changed_meanwhile', revision: app.revision })
    await record(ports, stores, actor, { action: 'app.deleted', appId, facts: { appName: app.name } })
    return accepted(undefined)
  }),
)

/** A new key is told here and never again; those before it end after the overlap. Refuses with `not_found`. */
export const rotateAppKeyByAdmin = action(
  'app.rotate_key',
  'apps:write',
  async (
    ports,
    actor,
    { appId, overlapSeconds }: OneApp & { readonly overlapSeconds: number },
  ): Promise<Result<AppKeyRotated>> => {
    const app = await editable(ports.storage.read, appId)
    if (app === undefined) return refused(NO_APP)
    const rotated = await rotateKeyOf(ports, app, overlapSeconds * 1000, actor)
    return accepted({ ...rotated, app: await appBody(ports, ports.storage.read, app) })
  },
)

/** Oldest first; those that ended go at the next rotation. Refuses with `not_found`. */
export const listAppKeys = action(
  'app.list_keys',
  'apps:read',
  async (ports, _actor, { appId }: OneApp): Promise<Result<readonly AppKeyBody[]>> => {
    const app = await editable(ports.storage.read, appId)
    return app === undefined ? refused(NO_APP) : accepted(await keyBodies(ports.storage.read, appId))
  },
)

/** Ends one key at once: from the next request on it is refused. Refuses with `not_found`, also when it ended before. */
export const endAppKey = action(
  'app.end_key',
  'apps:write',
  (ports, actor, { appId, keyId }: OneApp & { readonly keyId: string }) =>
    allOrNothing(ports, async (stores): Promise<Result<undefined>> => {
      if (!(await stores.apps.expireKey(appId, keyId, ports.clock.nowMs())))
        return refused({ reason: 'not_found', what: 'key' })
      await record(ports, stores, actor, { action: 'app.key_ended', appId, facts: { keyId } })
      return accepted(undefined)
    }),
)

const NO_APP: Refusal = { reason: 'not_found', what: 'app' }

/** Undefined for one that is deleted, and for the server's own. */
async function editable({ apps }: Pick<Stores, 'apps'>, id: AppId): Promise<App | undefined> {
  const app = await apps.byId(id)
  return app?.state === 'active' || app?.state === 'suspended' ? app : undefined
}

async function refuseLooks({ apps }: Stores, { id, name, origins }: App): Promise<Refusal | undefined> {
  if (!isAppName(name)) return { reason: 'text_invalid', field: 'appName' }
  if (!origins.every(isOrigin)) return { reason: 'text_invalid', field: 'origin' }
  const named = await apps.byName(name)
  return named === undefined || named.id === id ? undefined : { reason: 'app_exists' }
}

async function appBody({ settings }: Ports, stores: Stores, app: App): Promise<AppBody> {
  if (app.state === 'deleted') throw new Error('a deleted app is shown to nobody')
  return {
    id: app.id,
    name: app.name,
    origins: [...app.origins],
    state: app.state,
    mayEnrol: app.mayEnrol,
    colour: app.colour,
    logoUrl: await logoUrl(settings, stores, `app:${app.id}`),
    keys: await keyBodies(stores, app.id),
    createdAtMs: app.createdAtMs,
    revision: app.revision,
  }
}

async function keyBodies({ apps }: Stores, id: AppId): Promise<AppKeyBody[]> {
  const keys = await apps.keysOf(id)
  return keys.map(({ id: keyId, createdAtMs, expiresAtMs = null }) => ({
    id: keyId,
    createdAtMs,
    expiresAtMs,
  }))
}
