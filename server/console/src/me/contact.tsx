// Where one is written to, and in which language; changing both in a dialog.
import type { ChangeMyContactBody, MyContact } from '@countersign/protocol/me'
import { isEmail } from '@countersign/protocol/me'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging, useReading } from '../api/context.js'
import { FormDialog } from '../parts/dialog.js'
import { SelectField, TextField } from '../parts/fields.js'
import { Loaded, Note } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { useToast } from '../parts/toast.js'
import { useText } from '../text/language.js'
import { contactText } from './contact-text.js'

export function Contact({ may }: { readonly may: boolean }): JSX.Element {
  const text = useText(contactText)
  const api = useApi()
  const say = useToast()
  const contact = useReading(() => api.get<MyContact>('/contact'), [])
  const [editing, setEditing] = useState(false)
  const edit = may && contact.value !== undefined && (
    <button type="button" class="button button--small" onClick={() => setEditing(true)}>
      {text.edit}
    </button>
  )
  return (
    <Section title={text.title} lead={text.lead} actions={edit}>
      <Loaded of={contact}>
        {({ emails, locale }) => (
          <>
            {emails.length === 0 ? (
              <p class="soft">{text.none}</p>
            ) : (
              <ul class="list">
                {emails.map((address) => (
                  <li key={address}>
                    <span class="list__words">{address}</span>
                  </li>
                ))}
              </ul>
            )}
            <p class="small soft">
              {text.locale}: {text.locales[localeOf(locale)]}
            </p>
          </>
        )}
      </Loaded>
      {!may && <p class="small soft">{text.mayNot}</p>}
      {editing && contact.value && (
        <EditContact
          contact={contact.value}
          onStale={contact.again}
          onClose={() => setEditing(false)}
          onSaved={(saved) => {
            contact.put(saved)
            setEditing(false)
            say({ words: text.saved })
          }}
        />
      )}
    </Section>
  )
}

interface EditProps {
  readonly contact: MyContact
  readonly onStale: () => void
  readonly onClose: () => void
  readonly onSaved: (saved: MyContact) => void
}

function EditContact({ contact, onStale, onClose, onSaved }: EditProps): JSX.Element {
  const text = useText(contactText)
  const api = useApi()
  const change = useChanging()
  const [first, setFirst] = useState(contact.emails[0] ?? '')
  const [second, setSecond] = useState(contact.emails[1] ?? '')
  const [locale, setLocale] = useState(localeOf(contact.locale))
  const [checked, setChecked] = useState(false)
  const given = [first, second].map((address) => address.trim()).filter((address) => address !== '')
  const stale = change.fault?.code === 'changed_meanwhile'
  const faultOf = (typed: string): string | undefined =>
    checked && typed.trim() !== '' && !isEmail(typed.trim()) ? text.bad : undefined
  const save = (): void => {
    setChecked(true)
    if (!given.every(isEmail)) return
    const body: ChangeMyContactBody = { emails: given, locale }
    // Somebody was faster: what is there now is read, and the next "Save" is about that.
    const send = () => api.send<MyContact>('PUT', '/contact', body, { revision: contact.revision })
    void change.run(async () => {
      const answer = await send()
      if (!answer.ok && answer.fault.code === 'changed_meanwhile') onStale()
      return answer
    }, onSaved)
  }
  return (
    <FormDialog
      title={text.title}
      submit={text.save}
      busy={change.busy}
      fault={stale ? undefined : change.fault}
      onSubmit={save}
      onClose={onClose}
    >
      {stale && (
        <div role="alert">
          <Note tone="warn">
            <p>{text.changed}</p>
            <p>{contact.emails.join(', ')}</p>
          </Note>
        </div>
      )}
      <TextField
        label={text.first}
        type="email"
        autocomplete="email"
        value={first}
        onValue={setFirst}
        fault={faultOf(first)}
        optional
        first
      />
      <TextField
        label={text.second}
        type="email"
        value={second}
        onValue={setSecond}
        fault={faultOf(second)}
        optional
      />
      <SelectField
        label={text.locale}
        value={locale}
        options={[
          ['en', text.locales.en],
          ['de', text.locales.de],
        ]}
        onValue={setLocale}
      />
      <p class="small soft">{text.formerTold}</p>
    </FormDialog>
  )
}

function localeOf(locale: string): 'en' | 'de' {
  return locale === 'de' ? 'de' : 'en'
}
