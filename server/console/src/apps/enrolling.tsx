// Whether an app may make IDs for people of its own: one box, saved at once.
import type { AppBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { CheckField } from '../parts/fields.js'
import { FaultNote } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { useToast } from '../parts/toast.js'
import { useMay } from '../shell/session.js'
import { useText } from '../text/language.js'
import type { AppPartProps } from './app-page.js'
import { appsText } from './text.js'

export function Enrolling({
  app,
  onApp,
  onAgain,
}: AppPartProps & { readonly onAgain: () => void }): JSX.Element {
  const text = useText(appsText).enrolling
  const may = useMay()
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  /** Shown at once; the server's word replaces it, or the old one when it says no. */
  const [asked, setAsked] = useState(app.mayEnrol)
  return (
    <Section title={text.title}>
      <div class="form">
        <CheckField
          label={text.may}
          hint={text.mayHint}
          checked={change.busy ? asked : app.mayEnrol}
          disabled={!may('apps:write') || change.busy}
          onChecked={(mayEnrol) => {
            setAsked(mayEnrol)
            void change.run(
              () => api.send<AppBody>('PATCH', `/apps/${app.id}`, { mayEnrol }, { revision: app.revision }),
              (saved) => {
                onApp(saved)
                say({ words: saved.mayEnrol ? text.mayNow : text.mayNotNow })
              },
            )
          }}
        />
        <FaultNote fault={change.fault} again={onAgain} />
      </div>
    </Section>
  )
}
