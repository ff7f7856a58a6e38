// Every store over one session: what a transaction is given, and what `read` is.
import type { Stores } from '../core/ports.js'
import { accessStores } from './access.js'
import { accountStore } from './accounts.js'
import { appStore } from './apps.js'
import { auditStore } from './audit.js'
import { biometricsStore } from './biometrics.js'
import { browserStore } from './browsers.js'
import { challengeStore } from './challenges.js'
import { codeStores } from './codes.js'
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

export function sqlStores(session: Session): Stores {
  return {
    accounts: accountStore(session),
    directory: directoryStore(session),
    groups: groupStore(session),
    logos: logoStore(session),
    apps: appStore(session),
    devices: deviceStore(session),
    tickets: ticketStore(session),
    biometrics: biometricsStore(session),
    browsers: browserStore(session),
    challenges: challengeStore(session),
    guards: guardStore(session),
    signingKeys: signingKeyStore(session),
    ...accessStores(session),
    ...codeStores(session),
    audit: auditStore(session),
    counts: countStore(session),
    outgoing: outgoingStore(session),
    notices: noticeStore(session),
    imports: importStore(session),
    invitations: invitationStore(session),
    leases: leaseStore(session),
    settings: settingStore(session),
    passkeys: passkeyStore(session),
    pins: pinStore(session),
    policies: policyStore(session),
    pushSubscriptions: pushSubscriptionStore(session),
    rings: ringStore(session),
    webhooks: webhookStore(session),
    scim: scimStore(session),
  }
}
