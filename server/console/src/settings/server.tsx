// Settings, configuration: what the server was started with, to look at.
import type { SettingInForce, SettingsInForce } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useReading } from '../api/context.js'
import { CheckField } from '../parts/fields.js'
import { Loaded, Tag } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { useFormat } from '../text/format.js'
import { useText } from '../text/language.js'
import { serverText } from './server-text.js'

export function ServerSettings(): JSX.Element {
  const text = useText(serverText)
  const format = useFormat()
  const api = useApi()
  const settings = useReading(() => api.get<SettingsInForce>('/settings'), [])
  const [all, setAll] = useState(true)
  return (
    <Loaded of={settings}>
      {({ server, items }) => (
        <>
          <Section title={text.facts}>
            <dl class="facts">
              <dt>{text.name}</dt>
              <dd>{server.name}</dd>
              <dt>{text.version}</dt>
              <dd>{server.version}</dd>
              <dt>{text.address}</dt>
              <dd>{server.publicUrl}</dd>
              <dt>{text.serverId}</dt>
              <dd>
                <code>{server.serverId}</code>
              </dd>
              <dt>{text.started}</dt>
              <dd>{format.dateTime(server.startedAtMs)}</dd>
              <dt>{text.database}</dt>
              <dd>{text.engines[server.engine]}</dd>
              <dt>{text.servers}</dt>
              <dd>{text.fabric[server.fabric](format.number(server.nodes))}</dd>
            </dl>
          </Section>
          <Section title={text.title} lead={text.lead}>
            <CheckField label={text.only} checked={!all} onChecked={(only) => setAll(!only)} />
            <ul class="list">
              {items
                .filter(({ isDefault }) => all || !isDefault)
                .map((setting) => (
                  <OneSetting key={setting.name} setting={setting} />
                ))}
            </ul>
          </Section>
        </>
      )}
    </Loaded>
  )
}

function OneSetting({ setting }: { readonly setting: SettingInForce }): JSX.Element {
  const text = useText(serverText)
  const { name, environment, sentence, value, isDefault, dangerous } = setting
  return (
    <li>
      <div class="list__words">
        <p>
          <code class="list__name">{name}</code>{' '}
          <Tag tone={dangerous ? 'danger' : isDefault ? 'plain' : 'good'}>
            {dangerous ? text.dangerous : isDefault ? text.byDefault : text.changed}
          </Tag>
        </p>
        <p class="small" lang="en">
          {sentence}
        </p>
        <p class="small soft">
          <code>{environment}</code>
        </p>
      </div>
      <div class="setting-value">
        {value === null ? (
          <span class="soft">{text.secret}</span>
        ) : value === '' ? (
          <span class="soft">{text.empty}</span>
        ) : (
          <code>{value}</code>
        )}
      </div>
    </li>
  )
}
