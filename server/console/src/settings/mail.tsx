// Settings, mail: the server that mail leaves through, the sender, and a test that says what the server answered.
import type { MailSettings, MailTested } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging, useReading } from '../api/context.js'
import { SelectField, TextField } from '../parts/fields.js'
import { FaultNote, Loaded, Note, Working } from '../parts/notes.js'
import { Section } from '../parts/page.js'
import { useToast } from '../parts/toast.js'
import { useText } from '../text/language.js'
import { mailText } from './mail-text.js'
import type { MailFields } from './mail-url.js'
import { fieldsOf, mailUrlOf, usualPort } from './mail-url.js'
import { settingsText } from './text.js'

export function MailSettingsPart({ mayChange }: { readonly mayChange: boolean }): JSX.Element {
  const text = useText(mailText)
  const api = useApi()
  const mail = useReading(() => api.get<MailSettings>('/settings/mail'), [])
  return (
    <Loaded of={mail}>
      {(value) => (
        <>
          {!value.configured && <Note>{text.notSet}</Note>}
          <MailForm key={value.revision} mail={value} mayChange={mayChange} onMail={mail.put} />
          {value.configured && mayChange && <TestMail />}
        </>
      )}
    </Loaded>
  )
}

interface MailFormProps {
  readonly mail: MailSettings
  readonly mayChange: boolean
  readonly onMail: (mail: MailSettings) => void
}

function MailForm({ mail, mayChange, onMail }: MailFormProps): JSX.Element {
  const text = useText(mailText)
  const common = useText(settingsText)
  const api = useApi()
  const say = useToast()
  const change = useChanging()
  const [fields, setFields] = useState(() => fieldsOf(mail))
  const [from, setFrom] = useState(mail.from)
  const [replyTo, setReplyTo] = useState(mail.replyTo)
  const [tried, setTried] = useState(false)
  const set = (part: Partial<MailFields>): void => setFields({ ...fields, ...part })
  const url = mailUrlOf(fields, mail)
  const port = Number(fields.port || usualPort(fields.security))
  const faults = {
    host: fields.host.trim() === '' ? text.hostMissing : undefined,
    port: Number.isInteger(port) && port > 0 && port < 65_536 ? undefined : text.portInvalid,
    // A new address carries user and password; the stored one cannot be read back to join it.
    password:
      url !== undefined && mail.hasPassword && fields.user !== '' && fields.password === ''
        ? text.passwordAgain
        : undefined,
    from: from.includes('@') ? undefined : text.fromMissing,
  }
  const shown = tried ? faults : undefined
  return (
    <Section title={text.title} lead={text.lead}>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (Object.values(faults).some((fault) => fault !== undefined)) return
          const body = { ...(url === undefined ? {} : { url }), from: from.trim(), replyTo: replyTo.trim() }
          void change.run(
            () => api.send<MailSettings>('PUT', '/settings/mail', body, { revision: mail.revision }),
            (saved) => {
              say({ words: common.saved })
              onMail(saved)
            },
          )
        }}
      >
        <div class="field-row">
          <TextField
            label={text.host}
            hint={text.hostHint}
            fault={shown?.host}
            value={fields.host}
            disabled={!mayChange}
            onValue={(host) => set({ host })}
          />
          <TextField
            label={text.port}
            fault={shown?.port}
            inputMode="numeric"
            placeholder={String(usualPort(fields.security))}
            value={fields.port}
            disabled={!mayChange}
            onValue={(typed) => set({ port: typed.trim() })}
          />
        </div>
        <SelectField
          label={text.security}
          value={fields.security}
          disabled={!mayChange}
          options={(['tls', 'starttls', 'none'] as const).map((one) => [one, text.securities[one]])}
          onValue={(security) => set({ security })}
        />
        <div class="field-row">
          <TextField
            label={text.user}
            value={fields.user}
            disabled={!mayChange}
            onValue={(user) => set({ user })}
            optional
          />
          <TextField
            label={text.password}
            type="password"
            autocomplete="new-password"
            hint={mail.hasPassword ? text.passwordKept : text.passwordNone}
            fault={shown?.password}
            value={fields.password}
            disabled={!mayChange}
            onValue={(password) => set({ password })}
            optional
          />
        </div>
        <TextField
          label={text.from}
          hint={text.fromHint}
          fault={shown?.from}
          value={from}
          disabled={!mayChange}
          onValue={setFrom}
        />
        <TextField
          label={text.replyTo}
          hint={text.replyToHint}
          value={replyTo}
          disabled={!mayChange}
          onValue={setReplyTo}
          optional
        />
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

function TestMail(): JSX.Element {
  const text = useText(mailText)
  const api = useApi()
  const change = useChanging()
  const [to, setTo] = useState('')
  const [tested, setTested] = useState<MailTested>()
  return (
    <Section title={text.test} lead={text.testUnsaved}>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTested(undefined)
          if (!to.includes('@')) return
          void change.run(
            () => api.send<MailTested>('POST', '/settings/mail/test', { to: to.trim() }),
            setTested,
          )
        }}
      >
        <TextField label={text.testTo} type="email" inputMode="email" value={to} onValue={setTo} />
        {change.busy ? (
          <Working words={text.testWorking} />
        ) : (
          <div class="row">
            <button type="submit" class="button">
              {text.testSend}
            </button>
          </div>
        )}
        <FaultNote fault={change.fault} />
        <div role="status">
          {tested && (
            <Note tone={tested.ok ? 'good' : 'danger'}>
              <p>{tested.ok ? text.testOk : text.testFailed}</p>
              {tested.answer !== '' && <code>{tested.answer}</code>}
            </Note>
          )}
        </div>
      </form>
    </Section>
  )
}
