// On whose pages else than its own host's this server's passkeys may be used: the apps', as they are now (WebAuthn Level 3 §5.11).
import type { RelatedOrigins } from '@countersign/protocol'
import { relatedTo } from '../../core/passkey.js'
import type { Ports } from '../../core/ports.js'
import { ownOrigin } from '../access/builtin-app.js'

/** Anybody may ask: it tells no app whose pages need no leave, and nothing of any but its origins. */
export async function relatedOrigins(ports: Ports): Promise<RelatedOrigins> {
  const apps = await ports.storage.read.apps.all()
  const own = { origins: [ownOrigin(ports)], state: 'active' } as const
  return { origins: [...relatedTo(ports.settings.passkeys.rpId, [own, ...apps])] }
}
