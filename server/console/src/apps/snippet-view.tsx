// The code to build an app in, chosen by surroundings, with one button to copy it.
import type { AppBody, SettingsInForce } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useReading } from '../api/context.js'
import { SelectField } from '../parts/fields.js'
import { Icon } from '../parts/icons.js'
import { Loaded } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { useText } from '../text/language.js'
import { snippetKinds, snippetOf } from './snippets.js'
import { appsText } from './text.js'

export function Snippets({ app }: { readonly app: AppBody }): JSX.Element {
  const text = useText(appsText).code
  const api = useApi()
  const settings = useReading(() => api.get<SettingsInForce>('/settings'), [])
  const [kind, setKind] = useState<(typeof snippetKinds)[number]>('express')
  return (
    <Section
      title={text.title}
      lead={
        <>
          {text.lead} <a href="/docs">{text.docs}</a>
        </>
      }
    >
      <div class="filters">
        <SelectField
          label={text.kind}
          value={kind}
          options={snippetKinds.map((one) => [one, text.kinds[one]])}
          onValue={setKind}
        />
      </div>
      <Loaded of={settings}>
        {({ server: { publicUrl, serverId } }) => (
          <Code
            code={snippetOf(kind, {
              serverUrl: publicUrl,
              serverId,
              appId: app.id,
              origin: app.origins[0] ?? '',
            })}
          />
        )}
      </Loaded>
    </Section>
  )
}

function Code({ code }: { readonly code: string }): JSX.Element {
  const text = useText(appsText).code
  const [copied, setCopied] = useState('')
  return (
    <div class="code">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <pre tabIndex={0}>
        <code>{code}</code>
      </pre>
      <button
        type="button"
        class="button button--small"
        onClick={() =>
          // Without the permission the text is there to be marked and copied by hand.
          void navigator.clipboard?.writeText(code).then(
            () => setCopied(code),
            () => undefined,
          )
        }
      >
        <Icon name={copied === code ? 'check' : 'copy'} />
        {copied === code ? text.copied : text.copy}
      </button>
    </div>
  )
}
