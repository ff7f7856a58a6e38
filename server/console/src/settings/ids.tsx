// Settings, user IDs: the pattern that completes short names, with an example as it is typed.
import type { IdPatternBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging, useReading } from '../api/context.js'
import { CheckField, TextField } from '../parts/fields.js'
import { FaultNote, Loaded } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { useToast } from '../parts/toast.js'
import { useText } from '../text/language.js'
import { idsText } from './ids-text.js'
import { settingsText } from './text.js'

const USUAL = '{user}@{suffix}'

export function IdSettings({ mayChange }: { readonly mayChange: boolean }): JSX.Element {
  const api = useApi()
  const pattern = useReading(() => api.get<IdPatternBody>('/id-pattern'), [])
  return (
    <Loaded of={pattern}>
      {(value) => <IdForm key={value.revision} given={value} mayChange={mayChange} onGiven={pattern.put} />}
    </Loaded>
  )
}

interface IdFormProps {
  readonly given: IdPatternBody
  readonly mayChange: boolean
  readonly onGiven: (given: IdPatternBody) => void
}

function IdForm({ given, mayChange, onGiven }: IdFormProps): JSX.Element {
  const text = useText(idsText)
  const common = useText(settingsText)
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  const [on, setOn] = useState(given.pattern !== '')
  const [pattern, setPattern] = useState(given.pattern || USUAL)
  const [suffix, setSuffix] = useState(given.suffix)
  const [shortNameToo, setShort] = useState(given.shortNameToo)
  const patternFault = isPattern(pattern) ? undefined : text.patternInvalid
  const suffixFault = pattern.includes('{suffix}') && suffix.trim() === '' ? text.suffixMissing : undefined
  const [tried, setTried] = useState(false)
  return (
    <Section title={text.title} lead={`${text.lead} ${text.only}`}>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (on && (patternFault !== undefined || suffixFault !== undefined)) return
          const body = on
            ? { pattern, suffix: suffix.trim(), shortNameToo }
            : { pattern: '', suffix: '', shortNameToo: false }
          void change.run(
            () => api.send<IdPatternBody>('PUT', '/id-pattern', body, { revision: given.revision }),
            (saved) => {
              say({ words: common.saved })
              onGiven(saved)
            },
          )
        }}
      >
        <CheckField label={text.on} checked={on} onChecked={setOn} disabled={!mayChange} />
        {on && (
          <>
            <TextField
              label={text.pattern}
              hint={text.patternHint}
              fault={patternFault}
              value={pattern}
              disabled={!mayChange}
              onValue={setPattern}
            />
            <TextField
              label={text.suffix}
              hint={text.suffixHint}
              fault={tried ? suffixFault : undefined}
              value={suffix}
              disabled={!mayChange}
              onValue={setSuffix}
            />
            <CheckField
              label={text.short}
              hint={text.shortHint}
              checked={shortNameToo}
              onChecked={setShort}
              disabled={!mayChange}
            />
            {patternFault === undefined && suffix.trim() !== '' && (
              <p class="soft">
                {text.example('ada', pattern.replace('{user}', 'ada').replace('{suffix}', suffix.trim()))}
              </p>
            )}
          </>
        )}
        <FaultNote fault={change.fault} />
        {mayChange && (
          <div class="row">
            <button type="submit" class="button button--primary" disabled={change.busy}>
              {common.save}
            </button>
          </div>
        )}
      </form>
    </Section>
  )
}

/** The server's own rule (protocol: putIdPatternBody), and never empty: that is what the box is for. */
const isPattern = (text: string): boolean => /^[^\s{}]*\{user\}[^\s{}]*(?:\{suffix\}[^\s{}]*)?$/.test(text)
