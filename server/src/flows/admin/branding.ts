// How the server looks to people, and how short user IDs are completed: each one setting, edited as a whole.
import type {
  BrandingBody,
  IdPatternBody,
  PutBrandingBody,
  PutIdPatternBody,
} from '@countersign/protocol/admin'
import type { Ports, Stores } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { allOrNothing } from '../all-or-nothing.js'
import { idPattern } from '../directory/id-pattern.js'
import { logoUrl } from '../directory/logo-url.js'
import { branding } from '../public-branding.js'
import { readSetting, saveSetting } from '../settings.js'
import { action, record } from './action.js'

export const showBranding = action(
  'branding.show',
  'settings:read',
  (ports, _actor, _: undefined): Promise<Result<BrandingBody>> => brandingBody(ports, ports.storage.read),
)

/** Refuses with `changed_meanwhile`. */
export const putBranding = action(
  'branding.put',
  'branding:write',
  (ports, actor, { revision, ...given }: PutBrandingBody & { readonly revision: number }) =>
    allOrNothing(ports, async (stores): Promise<Result<BrandingBody>> => {
      const saved = await saveSetting(ports, stores, branding, given, revision)
      if (!saved.ok) return saved
      await record(ports, stores, actor, { action: 'branding.changed', facts: { ...given } })
      return brandingBody(ports, stores)
    }),
)

export const showIdPattern = action(
  'id_pattern.show',
  'settings:read',
  async (ports, _actor, _: undefined): Promise<Result<IdPatternBody>> => {
    const { value, revision } = await readSetting(ports, ports.storage.read, idPattern)
    return accepted({ ...value, revision })
  },
)

/** Accounts that are there keep their IDs. Refuses with `value_invalid` (a suffix is missing), `changed_meanwhile`. */
export const putIdPattern = action(
  'id_pattern.put',
  'settings:write',
  (ports, actor, { revision, ...given }: PutIdPatternBody & { readonly revision: number }) =>
    allOrNothing(ports, async (stores): Promise<Result<IdPatternBody>> => {
      if (given.pattern.includes('{suffix}') && given.suffix === '')
        return refused({ reason: 'value_invalid', path: 'suffix', expected: 'what stands for {suffix}' })
      const saved = await saveSetting(ports, stores, idPattern, given, revision)
      if (!saved.ok) return saved
      await record(ports, stores, actor, { action: 'id_pattern.changed', facts: { ...given } })
      return accepted({ ...given, revision: saved.value })
    }),
)

async function brandingBody(ports: Ports, stores: Stores): Promise<Result<BrandingBody>> {
  const { value, revision } = await readSetting(ports, stores, branding)
  return accepted({ ...value, logoUrl: await logoUrl(ports.settings, stores, 'server'), revision })
}
