// The page /policies: the list as it is edited, and what is not saved yet.
import type { PolicySetBody } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useApi, useReading } from '../api/context.js'
import { ChangedMeanwhile } from '../parts/changed-meanwhile.js'
import { Confirm } from '../parts/dialog.js'
import { Icon } from '../parts/icons.js'
import { Empty, FaultNote, Loaded, Note, Working } from '../parts/notes.js'
import { Page } from '../parts/page.js'
import { Tabs } from '../parts/tabs.js'
import { useToast } from '../parts/toast.js'
import { hrefTo } from '../route/router.js'
import { useMay } from '../shell/session.js'
import { useText } from '../text/language.js'
import type { Draft, DraftPolicy } from './draft.js'
import { countChanges, draftOf, moved, restored, withoutPolicy, withPolicy } from './draft.js'
import { dropDraft, keepDraft, keptDraft } from './kept-draft.js'
import { Lockouts } from './lockouts.js'
import { useNaming } from './naming.js'
import { PolicyEditor } from './policy-editor.js'
import { PolicyList } from './policy-list.js'
import { useSaving } from './saving.js'
import type { Naming } from './summary.js'
import { listDifferences } from './summary.js'
import { policiesText } from './text.js'

export function Policies(): JSX.Element {
  const api = useApi()
  const text = useText(policiesText)
  const may = useMay()
  const policies = useReading(() => api.get<PolicySetBody>('/policies'), [])
  const naming = useNaming()
  return (
    <Page title={text.title} lead={text.lead}>
      <PolicyTabs current="list" />
      {!may('policies:write') && <Note>{text.readOnly}</Note>}
      <Loaded of={policies}>
        {(set) =>
          naming ? (
            <Editing set={set} naming={naming} mayChange={may('policies:write')} onSet={policies.put} />
          ) : (
            <Working />
          )
        }
      </Loaded>
    </Page>
  )
}

export function PolicyTabs({ current }: { readonly current: 'list' | 'explain' }): JSX.Element {
  const text = useText(policiesText)
  return (
    <Tabs
      label={text.title}
      current={current}
      tabs={[
        { id: 'list', label: text.tabs.list, href: hrefTo('/policies') },
        { id: 'explain', label: text.tabs.explain, href: hrefTo('/policies/explain') },
      ]}
    />
  )
}

interface EditingProps {
  readonly set: PolicySetBody
  readonly naming: Naming
  readonly mayChange: boolean
  readonly onSet: (set: PolicySetBody) => void
}

function Editing({ set, naming, mayChange, onSet }: EditingProps): JSX.Element {
  const { text } = naming
  const say = useToast()
  const [draft, setDraft] = useState<Draft>(() => (mayChange ? keptDraft() : undefined) ?? draftOf(set))
  /** `new`: the editor is open for a policy that does not exist yet. */
  const [editing, setEditing] = useState<DraftPolicy | 'new'>()
  const saving = useSaving((saved) => {
    setDraft(draftOf(saved))
    onSet(saved)
    say({ words: text.draft.saved })
  })
  const changes = countChanges(draft)
  useEffect(() => {
    if (changes > 0) keepDraft(draft)
    else dropDraft()
  }, [draft, changes])

  const remove = (policy: DraftPolicy): void => {
    const place = draft.policies.indexOf(policy)
    setDraft(withoutPolicy(draft, policy.key))
    say({
      words: text.removed(policy.name),
      undo: async () => {
        setDraft((now) => restored(now, policy, place))
        return true
      },
    })
  }
  const list = (
    <PolicyList
      policies={draft.policies}
      defaults={draft.base.defaults}
      naming={naming}
      mayChange={mayChange}
      onMove={(policy, by) => setDraft(moved(draft, policy.key, by))}
      onSwitch={(policy, enabled) => setDraft(withPolicy(draft, { ...policy, enabled }))}
      onEdit={setEditing}
      onRemove={remove}
    />
  )
  return (
    <>
      {mayChange && (
        <div class="row">
          <button type="button" class="button button--primary" onClick={() => setEditing('new')}>
            <Icon name="plus" />
            {text.add}
          </button>
        </div>
      )}
      {draft.policies.length === 0 && <Empty icon="policies" title={text.empty} lead={text.emptyLead} />}
      {list}
      {(changes > 0 || saving.at.step !== 'idle') && (
        <SaveBar
          draft={draft}
          changes={changes}
          naming={naming}
          saving={saving}
          onDiscard={(base) => {
            saving.leave()
            setDraft(draftOf(base))
            onSet(base)
          }}
        />
      )}
      {editing !== undefined && (
        <PolicyEditor
          policy={editing === 'new' ? undefined : editing}
          otherNames={draft.policies.filter((one) => one !== editing).map(({ name }) => name)}
          profiles={draft.base.profiles}
          naming={naming}
          onClose={() => setEditing(undefined)}
          onKeep={(policy) => {
            setDraft(withPolicy(draft, policy))
            setEditing(undefined)
          }}
        />
      )}
    </>
  )
}

interface SaveBarProps {
  readonly draft: Draft
  readonly changes: number
  readonly naming: Naming
  readonly saving: ReturnType<typeof useSaving>
  readonly onDiscard: (base: PolicySetBody) => void
}

/** What is not saved yet, always in sight; and the dialogs on the way to saving it. */
function SaveBar({ draft, changes, naming, saving, onDiscard }: SaveBarProps): JSX.Element {
  const text = naming.text.draft
  const [asking, setAsking] = useState(false)
  const { at } = saving
  const busy = at.step === 'checking' || at.step === 'saving'
  return (
    <div class="save-bar">
      {at.step === 'failed' && <FaultNote fault={at.fault} />}
      <div class="save-bar__line">
        {busy ? (
          <Working words={at.step === 'checking' ? text.checking : text.saving} />
        ) : (
          <p role="status">{text.changes(changes)}</p>
        )}
        <div class="buttons">
          <button type="button" class="button" disabled={busy} onClick={() => setAsking(true)}>
            {text.discard}
          </button>
          <button
            type="button"
            class="button button--primary"
            disabled={busy}
            onClick={() => void saving.begin(draft)}
          >
            {text.save}
          </button>
        </div>
      </div>
      {asking && (
        <Confirm
          title={text.discardTitle}
          consequences={[text.discardLead]}
          confirm={text.discard}
          busy={false}
          fault={undefined}
          onClose={() => setAsking(false)}
          onConfirm={() => onDiscard(draft.base)}
        />
      )}
      {at.step === 'asking' && (
        <Lockouts
          preview={at.preview}
          naming={naming}
          onSave={() => void saving.confirm(draft)}
          onBack={saving.leave}
        />
      )}
      {at.step === 'conflict' && (
        <ChangedMeanwhile
          differences={listDifferences(at.theirs.policies, draft.policies, naming)}
          busy={false}
          onTheirs={() => onDiscard(at.theirs)}
          onYours={() => void saving.overTheirs(draft, at.theirs)}
        />
      )}
    </div>
  )
}
