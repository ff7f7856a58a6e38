// The page /branding: name, colour, logo, help and contact of this server, beside how they look.
import type { BrandingBody, PutBrandingBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging, useReading } from '../api/context.js'
import { colourOf } from '../apps/colour.js'
import { ColourField, LogoField } from '../apps/look-fields.js'
import { LookPreview } from '../apps/look-preview.js'
import { ChangedMeanwhile } from '../parts/changed-meanwhile.js'
import { TextArea, TextField } from '../parts/fields.js'
import { FaultNote, Loaded, Note } from '../parts/notes.js'
import { Page } from '../parts/page.js'
import { useToast } from '../parts/toast.js'
import { useMay, useSession } from '../shell/session.js'
import { useText } from '../text/language.js'
import { brandingText } from './text.js'

export function Branding(): JSX.Element {
  const text = useText(brandingText)
  const api = useApi()
  const may = useMay()
  const branding = useReading(() => api.get<BrandingBody>('/branding'), [])
  return (
    <Page title={text.title} lead={text.lead}>
      {!may('branding:write') && <Note>{text.readOnly}</Note>}
      <Loaded of={branding}>
        {(value) => (
          <BrandingForm
            key={value.revision}
            branding={value}
            mayChange={may('branding:write')}
            onBranding={branding.put}
          />
        )}
      </Loaded>
    </Page>
  )
}

interface BrandingFormProps {
  readonly branding: BrandingBody
  readonly mayChange: boolean
  readonly onBranding: (branding: BrandingBody) => void
}

function BrandingForm({ branding, mayChange, onBranding }: BrandingFormProps): JSX.Element {
  const text = useText(brandingText)
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  const { server } = useSession().session
  const [form, setForm] = useState<PutBrandingBody>(() => shownOf(branding))
  const [logoUrl, setLogoUrl] = useState(branding.logoUrl)
  const [theirs, setTheirs] = useState<BrandingBody>()
  const set = (part: Partial<PutBrandingBody>): void => setForm({ ...form, ...part })
  const colour = colourOf(form.colour)
  const save = (revision: number): void =>
    void change.run(
      async () => {
        const answer = await api.send<BrandingBody>('PUT', '/branding', { ...form, colour }, { revision })
        if (answer.ok || answer.fault.code !== 'changed_meanwhile') return answer
        const now = await api.get<BrandingBody>('/branding')
        if (now.ok) setTheirs(now.value)
        return answer
      },
      (saved) => {
        say({ words: text.saved })
        onBranding(saved)
      },
    )
  return (
    <div class="columns">
      <form
        class="card form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (mayChange && colour !== undefined) save(branding.revision)
        }}
      >
        <TextField
          label={text.name}
          hint={text.nameHint(server.name)}
          value={form.name}
          maxLength={64}
          onValue={(name) => set({ name })}
          optional
        />
        <ColourField typed={form.colour} onTyped={(typed) => set({ colour: typed })} />
        {mayChange && <LogoField path="/branding/logo" logoUrl={logoUrl} onLogo={setLogoUrl} />}
        <TextArea
          label={text.helpText}
          hint={text.helpTextHint}
          value={form.helpText}
          maxLength={1000}
          rows={4}
          // One paragraph: the server takes no line breaks.
          onValue={(helpText) => set({ helpText: helpText.replace(/\s*\n\s*/g, ' ') })}
          optional
        />
        <TextField
          label={text.supportContact}
          hint={text.supportContactHint}
          value={form.supportContact}
          maxLength={200}
          onValue={(supportContact) => set({ supportContact })}
          optional
        />
        <FaultNote fault={theirs ? undefined : change.fault} />
        {mayChange && (
          <div class="row">
            <button type="submit" class="button button--primary" disabled={change.busy}>
              {text.save}
            </button>
          </div>
        )}
      </form>
      <LookPreview name={form.name || server.name} colour={colour ?? ''} logoUrl={logoUrl} />
      {theirs && (
        <ChangedMeanwhile
          differences={[
            { what: text.name, theirs: theirs.name, yours: form.name },
            { what: text.colour, theirs: theirs.colour, yours: form.colour },
            { what: text.helpText, theirs: theirs.helpText, yours: form.helpText },
            { what: text.supportContact, theirs: theirs.supportContact, yours: form.supportContact },
          ]}
          busy={change.busy}
          onTheirs={() => onBranding(theirs)}
          onYours={() => {
            setTheirs(undefined)
            save(theirs.revision)
          }}
        />
      )}
    </div>
  )
}

function shownOf({ name, colour, helpText, supportContact }: BrandingBody): PutBrandingBody {
  return { name, colour, helpText, supportContact }
}
