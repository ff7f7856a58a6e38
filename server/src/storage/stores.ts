// Every store over one session, each made when it is first asked for: what a transaction is given, and what `read` is.
import type { Stores } from '../core/ports.js'
import { accessMakers } from './access.js'
import { accountStore } from './accounts.js'
import { appStore } from './apps.js'
import { auditStore } from './audit.js'
import { biometricsStore } from './biometrics.js'
import { browserStore } from './browsers.js'
import { challengeStore } from './challenges.js'
import { codeMakers } from './codes.js'
import { countStore } from './counts.js'
import { deviceStore } from './devices.js'
import { directoryStore } from './directory.js'
import { groupStore } from './groups.js'
import { guardStore } from './guards.js'
import { importStore } from './imports.js'
import { invitationStore } from './invitations.js'
import { leaseStore } from './leases.js'
import { logoStore } from './logos.js'
import { noticeStore } from './notices.js'
import { outgoingStore } from './outgoing.js'
import { passkeyStore } from './passkeys.js'
import { pinStore } from './pins.js'
import { policyStore } from './policies.js'
import { pushSubscriptionStore } from './push-subscriptions.js'
import { ringStore } from './rings.js'
import { scimStore } from './scim.js'
import type { Session } from './session.js'
import { settingStore } from './settings.js'
import { signingKeyStore } from './signing-keys.js'
import { ticketStore } from './tickets.js'
import { webhookStore } from './webhooks.js'

/** A login's transactions use a handful of the stores each: to make all of them took longer than the queries did. */
export function sqlStores(session: Session): Stores {
  // Sound: the class has a getter for every name in `makers`, which is every name in Stores.
  return new MadeWhenAsked(session) as unknown as Stores
}

/** How each of some stores is made over a session. */
export type Makers<Some> = { readonly [Name in keyof Some]: (session: Session) => Some[Name] }

const makers: Makers<Stores> = {
  accounts: accountStore,
  directory: directoryStore,
  groups: groupStore,
  logos: logoStore,
  apps: appStore,
  devices: deviceStore,
  tickets: ticketStore,
  biometrics: biometricsStore,
  browsers: browserStore,
  challenges: challengeStore,
  guards: guardStore,
  signingKeys: signingKeyStore,
  ...accessMakers,
  ...codeMakers,
  audit: auditStore,
  counts: countStore,
  outgoing: outgoingStore,
  notices: noticeStore,
  imports: importStore,
  invitations: invitationStore,
  leases: leaseStore,
  settings: settingStore,
  passkeys: passkeyStore,
  pins: pinStore,
  policies: policyStore,
  pushSubscriptions: pushSubscriptionStore,
  rings: ringStore,
  webhooks: webhookStore,
  scim: scimStore,
}

class MadeWhenAsked {
  readonly session: Session
  readonly made = new Map<string, unknown>()

  constructor(session: Session) {
    this.session = session
  }
}

for (const [name, make] of Object.entries<(session: Session) => unknown>(makers))
  Object.defineProperty(MadeWhenAsked.prototype, name, {
    get(this: MadeWhenAsked) {
      const known = this.made.get(name)
      if (known !== undefined) return known
      const store = make(this.session)
      this.made.set(name, store)
      return store
    },
  })
