// What needs a look: each with the place where something can be done about it.
import type { AlertBody, AlertKind } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import type { NoteTone } from '../parts/notes.js'
import { Note } from '../parts/notes.js'
import { hrefTo } from '../route/router.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { overviewText } from './text.js'

const steps: Readonly<Record<AlertKind, string>> = {
  logins_reported: hrefTo('/audit', { action: 'login.reported' }),
  logins_disowned: hrefTo('/audit', { action: 'login.disowned' }),
  login_harassment: hrefTo('/audit', { action: 'account.harassed' }),
  accounts_stopped: hrefTo('/audit', { action: 'account.stopped' }),
  devices_suspended: hrefTo('/audit', { action: 'device.suspended' }),
  outgoing_dead: '#/settings/outgoing',
  audit_not_sealed: '#/audit',
  audit_broken: '#/audit',
  audit_not_verified: '#/audit',
  key_expiring: '#/settings/keys',
  backup_missing: '#/settings/backup',
  backup_old: '#/settings/backup',
  one_owner: '#/admins',
  fabric_down: '#/settings/server',
}
const tones: Readonly<Record<AlertBody['level'], NoteTone>> = {
  info: 'info',
  warning: 'warn',
  danger: 'danger',
}

export function Alerts({ alerts }: { readonly alerts: readonly AlertBody[] }): JSX.Element {
  const text = useText(overviewText)
  const { ago } = useFormat()
  if (alerts.length === 0)
    return (
      <Note tone="good">
        <p>{text.noAlerts}</p>
      </Note>
    )
  return (
    <ul class="stack">
      {alerts.map(({ kind, level, count, atMs }) => (
        <li key={kind}>
          <Note tone={tones[level]}>
            <p>{text.alerts[kind].words(count, atMs === null ? '' : ago(atMs))}</p>
            <a href={steps[kind]}>{text.alerts[kind].step}</a>
          </Note>
        </li>
      ))}
    </ul>
  )
}
