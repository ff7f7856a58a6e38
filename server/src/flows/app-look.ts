// How an app looks on its login pages: what it has of its own, and of the server's branding what it has not; and what it is known by here.
import type { AppLook } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import type { Ports } from '../core/ports.js'
import type { App } from '../core/records.js'
import { logoUrl } from './directory/logo-url.js'
import { publicBranding } from './public-branding.js'

export async function appLook(ports: Ports, app: App): Promise<AppLook> {
  const { colour, helpText, supportContact, logoUrl: serversLogo } = await publicBranding(ports)
  const own = await logoUrl(ports.settings, ports.storage.read, `app:${app.id}`)
  return {
    name: app.name,
    colour: app.colour === '' ? colour : app.colour,
    logoUrl: own ?? serversLogo,
    helpText,
    supportContact,
    appId: app.id,
    serverId: toBase64Url(ports.vault.serverId),
    origins: [...app.origins],
    mayEnrol: app.mayEnrol,
  }
}
