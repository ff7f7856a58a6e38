// The page /settings: its parts, each at an address of its own.
import type { Permission } from '@countersign/protocol/admin'
import type { ComponentType, JSX } from 'preact'
import { Note } from '../parts/notes.js'
import { Page } from '../parts/page.js'
import { Tabs } from '../parts/tabs.js'
import { hrefTo } from '../route/router.js'
import type { PageProps } from '../shell/pages.js'
import { useMay } from '../shell/session.js'
import { useText } from '../text/language.js'
import { BackupSettings } from './backup.js'
import { IdSettings } from './ids.js'
import { KeySettings } from './keys.js'
import { MailSettingsPart } from './mail.js'
import { OutgoingPart } from './outgoing.js'
import { PeopleSettings } from './people.js'
import { ServerSettings } from './server.js'
import { SessionsPart } from './sessions.js'
import { settingsText } from './text.js'
import { TokensPart } from './tokens.js'
import { WebhooksPart } from './webhooks.js'

interface Part {
  readonly id: keyof (typeof settingsText)['en']['parts']
  readonly see: Permission
  readonly change: Permission
  readonly View: ComponentType<{ readonly mayChange: boolean }>
}

const parts: readonly Part[] = [
  { id: 'mail', see: 'settings:read', change: 'settings:write', View: MailSettingsPart },
  { id: 'webhooks', see: 'settings:read', change: 'settings:write', View: WebhooksPart },
  { id: 'outgoing', see: 'settings:read', change: 'settings:write', View: OutgoingPart },
  { id: 'keys', see: 'settings:read', change: 'keys:write', View: KeySettings },
  { id: 'backup', see: 'settings:read', change: 'backup:write', View: BackupSettings },
  { id: 'ids', see: 'settings:read', change: 'settings:write', View: IdSettings },
  { id: 'people', see: 'settings:read', change: 'settings:write', View: PeopleSettings },
  { id: 'tokens', see: 'tokens:read', change: 'tokens:write', View: TokensPart },
  { id: 'sessions', see: 'admins:read', change: 'admins:write', View: SessionsPart },
  { id: 'server', see: 'settings:read', change: 'settings:write', View: ServerSettings },
]

export function Settings({ params }: PageProps): JSX.Element {
  const text = useText(settingsText)
  const may = useMay()
  const seen = parts.filter(({ see }) => may(see))
  const current = seen.find(({ id }) => id === params['part']) ?? seen[0]
  return (
    <Page title={text.title} lead={text.lead}>
      <Tabs
        label={text.title}
        current={current?.id ?? ''}
        tabs={seen.map(({ id }) => ({ id, label: text.parts[id], href: hrefTo(`/settings/${id}`) }))}
      />
      {current && !may(current.change) && current.id !== 'server' && <Note>{text.readOnly}</Note>}
      {current && <current.View key={current.id} mayChange={may(current.change)} />}
    </Page>
  )
}
