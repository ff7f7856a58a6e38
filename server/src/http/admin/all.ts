// Every operation of the admin API, slice by slice.
import { sessionOperations } from '../access/session-operations.js'
import { setupOperations } from '../access/setup-operations.js'
import type { LiveStreams } from '../live-streams.js'
import type { Operation } from '../operation.js'
import { accountBrowserOperations } from './account-browsers.js'
import { accountCodeOperations } from './account-codes.js'
import { accountDeviceOperations } from './account-devices.js'
import { accountPasskeyOperations } from './account-passkeys.js'
import { accountStandingOperations } from './account-standing.js'
import { accountTotpOperations } from './account-totps.js'
import { accountOperations } from './accounts.js'
import { adminsOperations } from './admins.js'
import { appKeyOperations } from './app-keys.js'
import { appOperations } from './apps.js'
import { auditOperations } from './audit.js'
import { backupOperations } from './backups.js'
import { brandingOperations } from './branding.js'
import { groupOperations } from './groups.js'
import { importOperations } from './imports.js'
import { invitationOperations } from './invitations.js'
import { mailSettingsOperations } from './mail-settings.js'
import { overviewOperations } from './overview.js'
import { policyOperations } from './policies.js'
import { selfServiceOperations } from './self-service.js'
import { settingOperations } from './settings.js'
import { tokenOperations } from './tokens.js'
import { webhookOperations } from './webhooks.js'

/** `version`: of the server; `streams`: where pages that watch are held. */
export function adminOperations(version: string, streams: LiveStreams): readonly Operation[] {
  return [
    ...sessionOperations({ kind: 'admin', base: '/admin/v1', group: 'Signing in', version }),
    ...setupOperations(version),
    ...accountOperations,
    ...accountStandingOperations,
    ...accountDeviceOperations,
    ...accountBrowserOperations,
    ...accountCodeOperations,
    ...accountTotpOperations,
    ...accountPasskeyOperations,
    ...groupOperations,
    ...appOperations,
    ...appKeyOperations,
    ...brandingOperations,
    ...adminsOperations,
    ...importOperations,
    ...invitationOperations,
    ...mailSettingsOperations,
    ...policyOperations,
    ...tokenOperations,
    ...auditOperations(streams),
    ...overviewOperations(streams),
    ...settingOperations,
    ...backupOperations,
    ...webhookOperations,
    ...selfServiceOperations,
  ]
}
