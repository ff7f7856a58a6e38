// What people see of an app: name, colour and logo with a live preview; and the websites it may ask from.
import type { AppBody, EditAppBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { ChangedMeanwhile } from '../parts/changed-meanwhile.js'
import { TextArea, TextField } from '../parts/fields.js'
import { FaultNote } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { useToast } from '../parts/toast.js'
import { useText } from '../text/language.js'
import type { AppPartProps } from './app-page.js'
import { colourOf } from './colour.js'
import { ColourField, LogoField } from './look-fields.js'
import { LookPreview } from './look-preview.js'
import { originsFault, originsOf } from './origins.js'
import { appsText } from './text.js'

export function AppForm({ app, onApp }: AppPartProps): JSX.Element {
  const text = useText(appsText)
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  const [name, setName] = useState(app.name)
  const [colourTyped, setColour] = useState(app.colour)
  const [originsTyped, setOrigins] = useState(app.origins.join('\n'))
  const [logoUrl, setLogoUrl] = useState(app.logoUrl)
  const [theirs, setTheirs] = useState<AppBody>()
  const colour = colourOf(colourTyped)
  const nameFault = name.trim() === '' ? text.form.nameMissing : undefined
  const originFault = originsFault(originsTyped, text.form)
  const edited: EditAppBody = {
    name: name.trim(),
    colour: colour ?? app.colour,
    origins: [...originsOf(originsTyped)],
  }
  const save = (revision: number): void =>
    void change.run(
      async () => {
        const answer = await api.send<AppBody>('PATCH', `/apps/${app.id}`, edited, { revision })
        if (answer.ok || answer.fault.code !== 'changed_meanwhile') return answer
        const now = await api.get<AppBody>(`/apps/${app.id}`)
        if (now.ok) setTheirs(now.value)
        return answer
      },
      (saved) => {
        say({ words: text.look.saved })
        onApp(saved)
      },
    )
  return (
    <Section title={text.look.title} lead={text.look.lead}>
      <div class="columns">
        <form
          class="form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            if (nameFault === undefined && originFault === undefined && colour !== undefined)
              save(app.revision)
          }}
        >
          <TextField label={text.form.name} fault={nameFault} value={name} maxLength={64} onValue={setName} />
          <ColourField typed={colourTyped} onTyped={setColour} />
          <LogoField path={`/apps/${app.id}/logo`} logoUrl={logoUrl} onLogo={setLogoUrl} />
          <TextArea
            label={text.form.origins}
            hint={text.form.originsHint}
            fault={originFault}
            value={originsTyped}
            rows={Math.max(2, app.origins.length + 1)}
            onValue={setOrigins}
          />
          <FaultNote fault={theirs ? undefined : change.fault} />
          <div class="row">
            <button type="submit" class="button button--primary" disabled={change.busy}>
              {text.look.save}
            </button>
          </div>
        </form>
        <LookPreview name={name.trim() || app.name} colour={colour ?? ''} logoUrl={logoUrl} />
      </div>
      {theirs && (
        <ChangedMeanwhile
          differences={[
            { what: text.form.name, theirs: theirs.name, yours: edited.name ?? '' },
            { what: text.look.colour, theirs: theirs.colour, yours: edited.colour ?? '' },
            {
              what: text.websites,
              theirs: theirs.origins.join(' '),
              yours: originsOf(originsTyped).join(' '),
            },
          ]}
          busy={change.busy}
          onTheirs={() => onApp(theirs)}
          onYours={() => {
            setTheirs(undefined)
            save(theirs.revision)
          }}
        />
      )}
    </Section>
  )
}
