// Adds a group, or edits its name and description; two who edit at once see both versions.
import type { AddGroupBody, EditGroupBody, GroupRow } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { ChangedMeanwhile } from '../parts/changed-meanwhile.js'
import { FormDialog } from '../parts/dialog.js'
import { TextField } from '../parts/fields.js'
import { partsText } from '../parts/text.js'
import { useToast } from '../parts/toast.js'
import { go, hrefTo } from '../route/router.js'
import { useText } from '../text/language.js'
import { groupsText } from './text.js'

interface GroupFormProps {
  /** Absent: a new one. */
  readonly group?: GroupRow
  readonly onClose: () => void
  readonly onSaved?: (group: GroupRow) => void
}

export function GroupForm({ group, onClose, onSaved }: GroupFormProps): JSX.Element {
  const text = useText(groupsText)
  const parts = useText(partsText)
  const api = useApi()
  const change = useChanging()
  const say = useToast()
  const [name, setName] = useState(group?.name ?? '')
  const [description, setDescription] = useState(group?.description ?? '')
  const [looked, setLooked] = useState(false)
  const [theirs, setTheirs] = useState<GroupRow>()
  const path = `/groups/${group?.id ?? ''}`

  useEffect(() => {
    if (change.fault?.code !== 'changed_meanwhile') return
    void api.get<GroupRow>(path).then((answer) => answer.ok && setTheirs(answer.value))
  }, [change.fault])

  const body: AddGroupBody & EditGroupBody = { name: name.trim(), description: description.trim() }
  const add = (): void =>
    void change.run(
      () => api.send<GroupRow>('POST', '/groups', body),
      (added) => {
        say({ words: text.form.added(added.name) })
        go(hrefTo(`/groups/${added.id}`))
      },
    )
  const save = (revision: number): void =>
    void change.run(
      () => api.send<GroupRow>('PATCH', path, body, { revision }),
      (saved) => {
        say({ words: text.form.saved })
        onSaved?.(saved)
        onClose()
      },
    )
  if (theirs)
    return (
      <ChangedMeanwhile
        differences={[
          { what: text.form.name, theirs: theirs.name, yours: body.name ?? '' },
          { what: text.form.description, theirs: theirs.description, yours: body.description ?? '' },
        ]}
        busy={change.busy}
        onTheirs={() => {
          onSaved?.(theirs)
          onClose()
        }}
        onYours={() => {
          setTheirs(undefined)
          save(theirs.revision)
        }}
      />
    )
  const taken = change.fault?.code === 'conflict'
  return (
    <FormDialog
      title={group ? text.form.editTitle(group.name) : text.form.addTitle}
      submit={group ? parts.save : text.form.add}
      busy={change.busy}
      fault={taken || change.fault?.code === 'changed_meanwhile' ? undefined : change.fault}
      onClose={onClose}
      onSubmit={() => {
        setLooked(true)
        if (body.name === '') return
        if (group) save(group.revision)
        else add()
      }}
    >
      <TextField
        label={text.form.name}
        value={name}
        onValue={(value) => {
          setName(value)
          change.forget()
        }}
        fault={taken ? text.form.taken : looked && body.name === '' ? text.form.nameMissing : undefined}
        first
      />
      <TextField label={text.form.description} optional value={description} onValue={setDescription} />
    </FormDialog>
  )
}
