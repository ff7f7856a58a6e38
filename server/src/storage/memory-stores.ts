// Every store over tables in memory: the same answers as the SQL ones, by plain filters.
import type { Stores } from '../core/ports.js'
import type { AccessTables } from './memory-access.js'
import { memoryAccessStores } from './memory-access.js'
import type { AccountTables } from './memory-accounts.js'
import { memoryAccountStore } from './memory-accounts.js'
import type { AppTables } from './memory-apps.js'
import { memoryAppStore } from './memory-apps.js'
import type { AuditTables } from './memory-audit.js'
import { memoryAuditStore } from './memory-audit.js'
import type { BiometricsTables } from './memory-biometrics.js'
import { memoryBiometricsStore } from './memory-biometrics.js'
import type { BrowserTables } from './memory-browsers.js'
import { memoryBrowserStore } from './memory-browsers.js'
import type { ChallengeTables } from './memory-challenges.js'
import { memoryChallengeStore, memoryGuardStore } from './memory-challenges.js'
import type { CodeTables } from './memory-codes.js'
import { memoryCodeStores } from './memory-codes.js'
import type { CountTables } from './memory-counts.js'
import { memoryCountStore } from './memory-counts.js'
import type { DeviceTables } from './memory-devices.js'
import { memoryDeviceStore, memoryTicketStore } from './memory-devices.js'
import type { DirectoryTables } from './memory-directory.js'
import { memoryDirectoryStore, memoryLogoStore } from './memory-directory.js'
import type { GroupTables } from './memory-groups.js'
import { memoryGroupStore } from './memory-groups.js'
import type { ImportTables } from './memory-imports.js'
import { memoryImportStore } from './memory-imports.js'
import type { InvitationTables } from './memory-invitations.js'
import { memoryInvitationStore } from './memory-invitations.js'
import type { LeaseTables } from './memory-leases.js'
import { memoryLeaseStore } from './memory-leases.js'
import type { NoticeTables } from './memory-notices.js'
import { memoryNoticeStore } from './memory-notices.js'
import type { OutgoingTables } from './memory-outgoing.js'
import { memoryOutgoingStore } from './memory-outgoing.js'
import type { PasskeyTables } from './memory-passkeys.js'
import { memoryPasskeyStore } from './memory-passkeys.js'
import type { PinTables } from './memory-pins.js'
import { memoryPinStore } from './memory-pins.js'
import type { PolicyTables } from './memory-policies.js'
import { memoryPolicyStore } from './memory-policies.js'
import type { PushTables } from './memory-push.js'
import { memoryPushSubscriptionStore, memoryRingStore } from './memory-push.js'
import type { ScimTables } from './memory-scim.js'
import { memoryScimStore } from './memory-scim.js'
import type { SettingTables } from './memory-settings.js'
import { memorySettingStore } from './memory-settings.js'
import type { SigningKeyTables } from './memory-signing-keys.js'
import { memorySigningKeyStore } from './memory-signing-keys.js'
import type { WebhookTables } from './memory-webhooks.js'
import { memoryWebhookStore } from './memory-webhooks.js'

/** Every table, keyed as the primary keys of tables.ts are. */
export interface MemoryTables
  extends AccessTables,
    AccountTables,
    AppTables,
    AuditTables,
    BiometricsTables,
    BrowserTables,
    ChallengeTables,
    CodeTables,
    DeviceTables,
    DirectoryTables,
    GroupTables,
    ImportTables,
    InvitationTables,
    LeaseTables,
    NoticeTables,
    CountTables,
    OutgoingTables,
    PasskeyTables,
    PinTables,
    PolicyTables,
    PushTables,
    ScimTables,
    SettingTables,
    WebhookTables,
    SigningKeyTables {}

export function memoryStores(tables: MemoryTables): Stores {
  return {
    accounts: memoryAccountStore(tables),
    directory: memoryDirectoryStore(tables),
    groups: memoryGroupStore(tables),
    logos: memoryLogoStore(tables),
    apps: memoryAppStore(tables),
    devices: memoryDeviceStore(tables),
    tickets: memoryTicketStore(tables),
    biometrics: memoryBiometricsStore(tables),
    browsers: memoryBrowserStore(tables),
    challenges: memoryChallengeStore(tables),
    guards: memoryGuardStore(tables),
    signingKeys: memorySigningKeyStore(tables),
    ...memoryAccessStores(tables),
    ...memoryCodeStores(tables),
    audit: memoryAuditStore(tables),
    counts: memoryCountStore(tables),
    outgoing: memoryOutgoingStore(tables),
    notices: memoryNoticeStore(tables),
    imports: memoryImportStore(tables),
    invitations: memoryInvitationStore(tables),
    leases: memoryLeaseStore(tables),
    settings: memorySettingStore(tables),
    passkeys: memoryPasskeyStore(tables),
    pins: memoryPinStore(tables),
    policies: memoryPolicyStore(tables),
    pushSubscriptions: memoryPushSubscriptionStore(tables),
    rings: memoryRingStore(tables),
    webhooks: memoryWebhookStore(tables),
    scim: memoryScimStore(tables),
  }
}
