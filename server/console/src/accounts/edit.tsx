// Edits who the person is. When somebody else saved meanwhile, both versions stand side by side, and nothing is overwritten unseen.
import type { AccountBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Answer, Fault } from '../api/answer.js'
import { useApi, useChanging } from '../api/context.js'
import { ChangedMeanwhile } from '../parts/changed-meanwhile.js'
import { FormDialog } from '../parts/dialog.js'
import { Note } from '../parts/notes.js'
import { partsText } from '../parts/text.js'
import { useToast } from '../parts/toast.js'
import { languages, useText } from '../text/language.js'
import { detailText } from './detail-text.js'
import type { AccountDraft } from './draft.js'
import { changesOf, disputed, draftOf, faultsOf } from './draft.js'
import { EditFields, useFieldLabels } from './edit-fields.js'

interface EditAccountProps {
  readonly account: AccountBody
  readonly onClose: () => void
  readonly onSaved: (account: AccountBody) => void
}

export function EditAccount({ account, onClose, onSaved }: EditAccountProps): JSX.Element {
  const text = useText(detailText)
  const parts = useText(partsText)
  const labels = useFieldLabels()
  const api = useApi()
  const change = useChanging()
  const say = useToast()
  const [draft, setDraft] = useState<AccountDraft>(() => draftOf(account))
  const [looked, setLooked] = useState(false)
  const [theirs, setTheirs] = useState<AccountBody>()
  const before = draftOf(account)
  const faults = faultsOf(draft)
  const path = `/accounts/${account.id}`

  useEffect(() => {
    if (change.fault?.code !== 'changed_meanwhile') return
    void api.get<AccountBody>(path).then((answer) => answer.ok && setTheirs(answer.value))
  }, [change.fault])

  const save = (revision: number): Promise<Answer<AccountBody>> =>
    api.send<AccountBody>('PATCH', path, changesOf(before, draft), { revision })
  const saved = (now: AccountBody): void => {
    say({ words: text.saved })
    onSaved(now)
    onClose()
  }
  const submit = (): void => {
    setLooked(true)
    if (faults.size > 0) return
    if (Object.keys(changesOf(before, draft)).length === 0) onClose()
    else void change.run(() => save(account.revision), saved)
  }
  if (theirs)
    return (
      <ChangedMeanwhile
        differences={disputed(before, draftOf(theirs), draft).map((one) => ({
          what: labels[one.field],
          theirs: shown(one.theirs),
          yours: shown(one.ours),
        }))}
        busy={change.busy}
        onTheirs={() => {
          onSaved(theirs)
          onClose()
        }}
        onYours={() => {
          setTheirs(undefined)
          void change.run(() => save(theirs.revision), saved)
        }}
      />
    )
  return (
    <FormDialog
      title={text.editTitle(account.userId)}
      submit={parts.save}
      busy={change.busy}
      fault={isSaidElsewhere(change.fault) ? undefined : change.fault}
      onSubmit={submit}
      onClose={onClose}
    >
      <EditFields draft={draft} faults={looked ? faults : new Set()} onDraft={setDraft} />
      {change.fault?.code === 'conflict' && (
        <div role="alert">
          <Note tone="danger">
            <p>{text.fields.taken}</p>
          </Note>
        </div>
      )}
    </FormDialog>
  )
}

/** Two versions have a dialog of their own, a name that is taken a sentence. */
const isSaidElsewhere = (fault: Fault | undefined): boolean =>
  fault?.code === 'changed_meanwhile' || fault?.code === 'conflict'

/** A language as its name, lines as a list. */
function shown(value: string): string {
  if (value === 'en' || value === 'de') return languages[value]
  return value.split('\n').join(', ')
}
