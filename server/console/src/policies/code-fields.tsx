// The part of the policy editor about codes that stand in for the phone, and about who has no second factor yet.
import type { CodeWay } from '@countersign/protocol'
import { codeWays } from '@countersign/protocol'
import type { JSX } from 'preact'
import { SelectField, TextField } from '../parts/fields.js'
import { choices } from './choices.js'
import type { FormFaults, PolicyForm } from './form.js'
import { graceRange } from './form.js'
import { PickField } from './pick-field.js'
import type { Naming } from './summary.js'

interface CodeFieldsProps {
  readonly form: PolicyForm
  readonly faults: FormFaults | undefined
  readonly change: (part: Partial<PolicyForm>) => void
  readonly naming: Naming
  /** What the chosen profile leaves to choose from. */
  readonly ways: readonly CodeWay[]
}

export function CodeFields({ form, faults, change, naming, ways }: CodeFieldsProps): JSX.Element {
  const { text } = naming
  const { editor } = text
  return (
    <>
      <SelectField
        label={text.setting.otherWays}
        value={form.waysSaid}
        fault={faults?.ways}
        options={choices(editor.waysSaid, editor.unset)}
        onValue={(waysSaid) => change({ waysSaid })}
      />
      {form.waysSaid === 'these' && (
        <PickField
          legend={editor.ways}
          hint={editor.waysHint}
          none={text.noWays}
          options={codeWays.filter((way) => ways.includes(way)).map((way) => [way, text.way[way]] as const)}
          chosen={form.ways}
          onChosen={(chosen) => change({ ways: chosen })}
        />
      )}
      <SelectField
        label={text.setting.totpDigits}
        value={form.totpDigits}
        hint={form.totpDigits ? editor.digitsHint : undefined}
        options={choices<'6' | '8'>({ 6: text.digits(6), 8: text.digits(8) }, editor.unset)}
        onValue={(totpDigits) => change({ totpDigits })}
      />
      <SelectField
        label={text.setting.totpAlgorithm}
        value={form.totpAlgorithm ?? ''}
        hint={form.totpAlgorithm ? editor.algorithmHint : undefined}
        options={choices(text.algorithm, editor.unset)}
        onValue={(totpAlgorithm) => change({ totpAlgorithm })}
      />
      <SelectField
        label={text.setting.setUp}
        value={form.setUp ?? ''}
        hint={form.setUp ? text.setUpHint[form.setUp] : undefined}
        options={choices(text.setUp, editor.unset)}
        onValue={(setUp) => change({ setUp })}
      />
      <TextField
        label={text.setting.setUpGraceDays}
        hint={editor.graceHint(graceRange[1])}
        fault={faults?.setUpGraceDays}
        value={form.setUpGraceDays}
        inputMode="numeric"
        onValue={(setUpGraceDays) => change({ setUpGraceDays: setUpGraceDays.trim() })}
        optional
      />
    </>
  )
}
