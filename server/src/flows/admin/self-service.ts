// What people may do for themselves, set by an admin.
import type { SelfService } from '@countersign/protocol/admin'
import type { SelfServiceRights } from '@countersign/protocol/me'
import type { Result } from '../../core/refusal.js'
import { accepted } from '../../core/refusal.js'
import { selfService } from '../me/person-action.js'
import { readSetting, saveSetting } from '../settings.js'
import { action, record } from './action.js'

export const showSelfService = action(
  'self_service.show',
  'settings:read',
  async (ports, _actor, _: undefined): Promise<Result<SelfService>> => {
    const { value, revision } = await readSetting(ports, ports.storage.read, selfService)
    return accepted({ ...value, revision })
  },
)

/** In force from the next request on. Refuses with `changed_meanwhile`. */
export const changeSelfService = action(
  'self_service.change',
  'settings:write',
  async (
    ports,
    actor,
    { rights, revision }: { readonly rights: SelfServiceRights; readonly revision: number },
  ): Promise<Result<SelfService>> =>
    ports.storage.transaction(async (stores) => {
      const saved = await saveSetting(ports, stores, selfService, rights, revision)
      if (!saved.ok) return saved
      await record(ports, stores, actor, {
        action: 'settings.changed',
        facts: { subject: 'self_service', ...rights },
      })
      return accepted({ ...rights, revision: saved.value })
    }),
)
