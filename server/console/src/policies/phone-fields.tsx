// The part of the policy editor about the phone: what a person does on it, what an approval needs beside that, and what wakes it.
import type { JSX } from 'preact'
import { SelectField, TextField } from '../parts/fields.js'
import { choices } from './choices.js'
import type { FormFaults, PolicyForm } from './form.js'
import { secondsRange, symbolRange } from './form.js'
import type { Naming } from './summary.js'

interface PhoneFieldsProps {
  readonly form: PolicyForm
  readonly faults: FormFaults | undefined
  readonly change: (part: Partial<PolicyForm>) => void
  readonly naming: Naming
}

export function PhoneFields({ form, faults, change, naming }: PhoneFieldsProps): JSX.Element {
  const { text } = naming
  const { editor } = text
  return (
    <>
      <SelectField
        label={text.setting.match}
        value={form.match ?? ''}
        hint={form.match ? text.matchHint[form.match] : undefined}
        options={choices(text.match, editor.unset)}
        onValue={(match) => change({ match })}
      />
      <SelectField
        label={text.setting.newBrowserMatch}
        value={form.newBrowserMatch ?? ''}
        hint={form.newBrowserMatch ? text.newBrowserHint : undefined}
        options={choices(text.match, editor.unset)}
        onValue={(newBrowserMatch) => change({ newBrowserMatch })}
      />
      <TextField
        label={text.setting.symbolsShown}
        hint={editor.symbolsHint(...symbolRange)}
        fault={faults?.symbolsShown}
        value={form.symbolsShown}
        inputMode="numeric"
        onValue={(symbolsShown) => change({ symbolsShown: symbolsShown.trim() })}
        optional
      />
      <SelectField
        label={text.setting.userVerification}
        value={form.userVerification ?? ''}
        hint={form.userVerification ? text.userVerificationHint[form.userVerification] : undefined}
        options={choices(text.userVerification, editor.unset)}
        onValue={(userVerification) => change({ userVerification })}
      />
      <SelectField
        label={text.setting.ring}
        value={form.ring ?? ''}
        hint={form.ring ? text.ringHint[form.ring] : undefined}
        options={choices(text.ring, editor.unset)}
        onValue={(ring) => change({ ring })}
      />
      <TextField
        label={text.setting.challengeTtlSeconds}
        hint={editor.secondsHint(...secondsRange)}
        fault={faults?.challengeTtlSeconds}
        value={form.challengeTtlSeconds}
        inputMode="numeric"
        onValue={(challengeTtlSeconds) => change({ challengeTtlSeconds: challengeTtlSeconds.trim() })}
        optional
      />
      <SelectField
        label={text.setting.passkeys}
        value={form.passkeys ?? ''}
        hint={form.passkeys ? text.passkeysHint[form.passkeys] : undefined}
        options={choices(text.passkeys, editor.unset)}
        onValue={(passkeys) => change({ passkeys })}
      />
    </>
  )
}
