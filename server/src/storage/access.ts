// The stores of access over one session, as one part of all stores.
import type { AccessStores } from '../core/ports-access.js'
import { adminStore } from './admins.js'
import { tokenStore } from './api-tokens.js'
import { keptReplyStore } from './kept-replies.js'
import type { Session } from './session.js'
import { sessionStore } from './sessions.js'
import { setupLinkStore } from './setup-links.js'
import { signInStore } from './sign-ins.js'

export function accessStores(session: Session): AccessStores {
  return {
    admins: adminStore(session),
    tokens: tokenStore(session),
    sessions: sessionStore(session),
    signIns: signInStore(session),
    setupLinks: setupLinkStore(session),
    keptReplies: keptReplyStore(session),
  }
}
