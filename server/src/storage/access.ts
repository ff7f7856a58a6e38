// The stores of access, as one part of all stores.
import type { AccessStores } from '../core/ports-access.js'
import { adminStore } from './admins.js'
import { tokenStore } from './api-tokens.js'
import { keptReplyStore } from './kept-replies.js'
import { sessionStore } from './sessions.js'
import { setupLinkStore } from './setup-links.js'
import { signInStore } from './sign-ins.js'
import type { Makers } from './stores.js'

export const accessMakers: Makers<AccessStores> = {
  admins: adminStore,
  tokens: tokenStore,
  sessions: sessionStore,
  signIns: signInStore,
  setupLinks: setupLinkStore,
  keptReplies: keptReplyStore,
}
