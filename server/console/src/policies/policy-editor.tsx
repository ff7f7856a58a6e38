// The dialog in which one policy is written: its name, when it applies, what it says.
import type { CodeWay } from '@countersign/protocol'
import { codeWays } from '@countersign/protocol'
import type { PolicySetBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { FormDialog } from '../parts/dialog.js'
import { SelectField, TextArea, TextField } from '../parts/fields.js'
import { choices } from './choices.js'
import { CodeFields } from './code-fields.js'
import type { DraftPolicy } from './draft.js'
import type { FormFaults, PolicyForm } from './form.js'
import { emptyForm, faultsOf, formOf, policyOf } from './form.js'
import { PhoneFields } from './phone-fields.js'
import { PickField } from './pick-field.js'
import type { Naming } from './summary.js'
import { bundleInWords } from './summary.js'
import { TimesField } from './times-field.js'

interface PolicyEditorProps {
  /** Undefined: a new one. */
  readonly policy: DraftPolicy | undefined
  readonly otherNames: readonly string[]
  readonly profiles: PolicySetBody['profiles']
  readonly naming: Naming
  readonly onKeep: (policy: DraftPolicy) => void
  readonly onClose: () => void
}

export function PolicyEditor(props: PolicyEditorProps): JSX.Element {
  const { policy, otherNames, naming, onKeep, onClose } = props
  const text = naming.text.editor
  const [form, setForm] = useState(() => (policy ? formOf(policy) : emptyForm()))
  const [faults, setFaults] = useState<FormFaults>()
  const [tries, setTries] = useState(0)
  useEffect(() => {
    // The dialog is longer than most screens: what is wrong must be in sight.
    const wrong = document.querySelector('dialog[open] [aria-invalid="true"]')
    if (tries > 0 && wrong instanceof HTMLElement) wrong.focus()
  }, [tries])
  const change = (part: Partial<PolicyForm>): void => {
    const next = { ...form, ...part }
    setForm(next)
    // Once told, faults go away as they are mended.
    if (faults) setFaults(faultsOf(next, otherNames, text))
  }
  return (
    <FormDialog
      title={policy ? text.editTitle(policy.name) : text.addTitle}
      submit={text.keep}
      busy={false}
      fault={undefined}
      onClose={onClose}
      onSubmit={() => {
        const found = faultsOf(form, otherNames, text)
        setFaults(found)
        setTries(tries + 1)
        if (!found) onKeep(policyOf(form, policy ?? { key: `new ${Date.now()}`, enabled: true }))
      }}
      wide
    >
      <TextField
        label={text.name}
        hint={text.nameHint}
        fault={faults?.name}
        value={form.name}
        maxLength={64}
        onValue={(name) => change({ name })}
        first
      />
      <WhenFields {...props} form={form} faults={faults} change={change} />
      <ThenFields {...props} form={form} faults={faults} change={change} />
    </FormDialog>
  )
}

interface PartProps extends PolicyEditorProps {
  readonly form: PolicyForm
  readonly faults: FormFaults | undefined
  readonly change: (part: Partial<PolicyForm>) => void
}

function WhenFields({ form, faults, change, naming }: PartProps): JSX.Element {
  const text = naming.text.editor
  return (
    <section class="form__part">
      <h3>{text.when}</h3>
      <p class="small soft">{text.whenLead}</p>
      <PickField
        legend={text.apps}
        hint={text.appsHint}
        none={text.noApps}
        options={[...naming.apps]}
        chosen={form.appIds}
        onChosen={(appIds) => change({ appIds })}
      />
      <PickField
        legend={text.groups}
        hint={text.groupsHint}
        none={text.noGroups}
        options={[...naming.groups]}
        chosen={form.groupIds}
        onChosen={(groupIds) => change({ groupIds })}
      />
      <TextArea
        label={text.networks}
        hint={text.networksHint}
        fault={faults?.networks}
        value={form.networks}
        rows={3}
        onValue={(networks) => change({ networks })}
      />
      <TimesField times={form.times} faults={faults?.times ?? []} onTimes={(times) => change({ times })} />
    </section>
  )
}

function ThenFields({ form, faults, change, naming, profiles }: PartProps): JSX.Element {
  const { text } = naming
  const { editor } = text
  return (
    <section class="form__part">
      <h3>{editor.says}</h3>
      <p class="small soft">{editor.thenLead}</p>
      {faults?.says !== undefined && (
        <p class="field__fault" role="alert">
          {faults.says}
        </p>
      )}
      <SelectField
        label={text.setting.requirement}
        value={form.requirement ?? ''}
        options={choices(text.requirement, editor.unset)}
        hint={form.requirement ? text.requirementHint[form.requirement] : undefined}
        onValue={(requirement) => change({ requirement })}
      />
      <SelectField
        label={text.setting.profile}
        value={form.profile ?? ''}
        options={choices(text.profile, editor.unset)}
        hint={form.profile ? text.profileSays(bundleInWords(profiles[form.profile], naming)) : undefined}
        onValue={(profile) =>
          change({ profile, ways: form.ways.filter((way) => waysWithin(profile, profiles).includes(way)) })
        }
      />
      <PhoneFields {...{ form, faults, change, naming }} />
      <CodeFields {...{ form, faults, change, naming }} ways={waysWithin(form.profile, profiles)} />
    </section>
  )
}

/** A policy cannot undercut the profile that it names itself. */
function waysWithin(profile: PolicyForm['profile'], profiles: PolicySetBody['profiles']): readonly CodeWay[] {
  return (profile && profiles[profile].otherWays) || codeWays
}
