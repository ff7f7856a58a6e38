// The fields of an account's edit form.
import { ALIASES_MAX, NOTES_MAX_BYTES } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { SelectField, TextArea, TextField } from '../parts/fields.js'
import { languages, useText } from '../text/language.js'
import { detailText } from './detail-text.js'
import type { AccountDraft, DraftField } from './draft.js'
import { accountsText } from './text.js'

interface EditFieldsProps {
  readonly draft: AccountDraft
  readonly faults: ReadonlySet<DraftField>
  readonly onDraft: (draft: AccountDraft) => void
}

export function EditFields({ draft, faults, onDraft }: EditFieldsProps): JSX.Element {
  const text = useText(detailText).fields
  const { badId } = useText(accountsText).new
  const labels = useFieldLabels()
  const put =
    <K extends DraftField>(field: K) =>
    (value: AccountDraft[K]): void =>
      onDraft({ ...draft, [field]: value })
  return (
    <>
      <TextField
        label={labels.userId}
        hint={text.userIdHint}
        value={draft.userId}
        onValue={put('userId')}
        fault={faults.has('userId') ? badId : undefined}
      />
      <TextField label={labels.displayName} value={draft.displayName} onValue={put('displayName')} first />
      <TextArea
        label={labels.emails}
        hint={text.emailsHint}
        rows={2}
        value={draft.emails}
        onValue={put('emails')}
        fault={faults.has('emails') ? text.emailsWrong : undefined}
      />
      <TextArea
        label={labels.aliases}
        hint={text.aliasesHint}
        rows={2}
        value={draft.aliases}
        onValue={put('aliases')}
        fault={faults.has('aliases') ? text.aliasesWrong(ALIASES_MAX) : undefined}
      />
      <SelectField
        label={labels.locale}
        value={draft.locale}
        options={[
          ['en', languages.en],
          ['de', languages.de],
        ]}
        onValue={put('locale')}
      />
      <TextArea
        label={labels.notes}
        hint={text.notesHint}
        value={draft.notes}
        onValue={put('notes')}
        maxLength={NOTES_MAX_BYTES}
      />
    </>
  )
}

/** What each field is called, in the form and where two versions are compared. */
export function useFieldLabels(): Readonly<Record<DraftField, string>> {
  const { fields, facts } = useText(detailText)
  return {
    userId: fields.userId,
    displayName: facts.displayName,
    aliases: fields.aliases,
    emails: fields.emails,
    locale: facts.locale,
    notes: fields.notes,
  }
}
