// How the server and its apps look to people: what anyone may read of it.
import type { PublicBranding } from '@countersign/protocol'
import type { PutBrandingBody } from '@countersign/protocol/admin'
import type { Logo } from '../core/directory.js'
import type { Ports } from '../core/ports.js'
import type { LogoOwner } from '../core/ports-directory.js'
import type { Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import { logoUrl } from './directory/logo-url.js'
import type { SettingSubject } from './settings.js'
import { readSetting } from './settings.js'

export const branding: SettingSubject<PutBrandingBody> = {
  name: 'branding',
  sealed: false,
  fallback: { name: '', colour: '', helpText: '', supportContact: '' },
}

/** For login pages, phones, and who has not signed in yet. */
export async function publicBranding(ports: Ports): Promise<PublicBranding> {
  const stores = ports.storage.read
  const { value } = await readSetting(ports, stores, branding)
  return {
    ...value,
    name: value.name === '' ? ports.settings.serverName : value.name,
    logoUrl: await logoUrl(ports.settings, stores, 'server'),
  }
}

/** Refuses with `not_found`. */
export async function publicLogo({ storage }: Ports, owner: LogoOwner): Promise<Result<Logo>> {
  const logo = await storage.read.logos.of(owner)
  return logo === undefined ? refused({ reason: 'not_found', what: 'logo' }) : accepted(logo)
}
