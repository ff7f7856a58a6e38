// Adds one account, and goes on to pairing its phone.

import type { AccountBody, AddAccountBody } from '@countersign/protocol/admin'
import { isEmail } from '@countersign/protocol/me'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Fault } from '../api/answer.js'
import { useApi, useChanging } from '../api/context.js'
import { FormDialog } from '../parts/dialog.js'
import { CheckField, SelectField, TextField } from '../parts/fields.js'
import { useToast } from '../parts/toast.js'
import { go, hrefTo } from '../route/router.js'
import { useMay } from '../shell/session.js'
import type { Language } from '../text/language.js'
import { languages, useSpeech, useText } from '../text/language.js'
import { accountsText } from './text.js'

export function AddAccount({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const text = useText(accountsText).new
  const api = useApi()
  const change = useChanging()
  const say = useToast()
  const mayPair = useMay()('accounts:pair')
  const [userId, setUserId] = useState('')
  const [displayName, setDisplayName] = useState('')
  const [email, setEmail] = useState('')
  const [locale, setLocale] = useState<Language>(useSpeech().language)
  const [pair, setPair] = useState(mayPair)
  const [looked, setLooked] = useState(false)

  const idFault = userId.trim() === '' ? text.missing : /\s/.test(userId.trim()) ? text.badId : undefined
  const emailFault = email.trim() === '' || isEmail(email.trim()) ? undefined : text.badEmail
  const submit = (): void => {
    setLooked(true)
    if (idFault !== undefined || emailFault !== undefined) return
    const body: AddAccountBody = {
      userId: userId.trim(),
      displayName: displayName.trim(),
      locale,
      ...(email.trim() === '' ? {} : { emails: [email.trim()] }),
    }
    void change.run(
      () => api.send<AccountBody>('POST', '/accounts', body),
      (account) => {
        say({ words: text.done(account.userId) })
        go(hrefTo(`/accounts/${account.id}`, { do: pair ? 'pair' : undefined }))
      },
    )
  }
  const taken = isTaken(change.fault)
  return (
    <FormDialog
      title={text.title}
      submit={text.submit}
      busy={change.busy}
      fault={taken ? undefined : change.fault}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label={text.userId}
        hint={text.userIdHint}
        value={userId}
        onValue={(value) => {
          setUserId(value)
          change.forget()
        }}
        fault={taken ? text.taken : looked ? idFault : undefined}
        first
      />
      <TextField label={text.displayName} optional value={displayName} onValue={setDisplayName} />
      <TextField
        label={text.email}
        hint={text.emailHint}
        optional
        type="email"
        value={email}
        onValue={setEmail}
        fault={looked ? emailFault : undefined}
      />
      <SelectField
        label={text.locale}
        value={locale}
        options={[
          ['en', languages.en],
          ['de', languages.de],
        ]}
        onValue={setLocale}
      />
      {mayPair && <CheckField label={text.pair} hint={text.pairHint} checked={pair} onChecked={setPair} />}
    </FormDialog>
  )
}

/** A name that is taken, by an ID or an alias. */
const isTaken = (fault: Fault | undefined): boolean => fault?.code === 'conflict'
