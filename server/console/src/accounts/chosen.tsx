// What can be done with many accounts at once: add them to a group, or invite them.
import type { AccountRow, GroupRow, InviteBody, Invited } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { GroupPicker } from '../groups/picker.js'
import { FormDialog } from '../parts/dialog.js'
import { ChoiceField } from '../parts/fields.js'
import { useToast } from '../parts/toast.js'
import { go } from '../route/router.js'
import { useMay } from '../shell/session.js'
import { useText } from '../text/language.js'
import { accountsText } from './text.js'

interface ChosenProps {
  readonly accounts: readonly AccountRow[]
  readonly onDone: () => void
  readonly onNone: () => void
}

export function Chosen({ accounts, onDone, onNone }: ChosenProps): JSX.Element {
  const text = useText(accountsText)
  const may = useMay()
  const [task, setTask] = useState<'group' | 'invite'>()
  const close = (): void => setTask(undefined)
  return (
    <section class="chosen" aria-label={text.chosen(accounts.length)}>
      <p class="chosen__count" role="status">
        {text.chosen(accounts.length)}
      </p>
      {may('groups:write') && (
        <button type="button" class="button button--small" onClick={() => setTask('group')}>
          {text.chosenGroup}
        </button>
      )}
      {may('onboarding:write') && (
        <button type="button" class="button button--small" onClick={() => setTask('invite')}>
          {text.chosenInvite}
        </button>
      )}
      <button type="button" class="button button--small button--plain" onClick={onNone}>
        {text.chosenNone}
      </button>
      {task === 'group' && <AddToGroup {...{ accounts, onDone }} onClose={close} />}
      {task === 'invite' && <Invite {...{ accounts }} onClose={close} />}
    </section>
  )
}

interface TaskProps {
  readonly accounts: readonly AccountRow[]
  readonly onClose: () => void
}

function AddToGroup({ accounts, onDone, onClose }: TaskProps & { readonly onDone: () => void }): JSX.Element {
  const text = useText(accountsText).addTo
  const api = useApi()
  const change = useChanging()
  const say = useToast()
  const [group, setGroup] = useState<Pick<GroupRow, 'id' | 'name'>>()
  const ids = accounts.map(({ id }) => id)
  const members = (what: 'add' | 'remove') =>
    api.send<GroupRow>('POST', `/groups/${group?.id ?? ''}/members`, { [what]: ids })
  return (
    <FormDialog
      title={text.title}
      submit={text.submit}
      ready={group !== undefined}
      busy={change.busy}
      fault={change.fault}
      onClose={onClose}
      onSubmit={() =>
        void change.run(
          () => members('add'),
          ({ name }) => {
            say({ words: text.done(ids.length, name) })
            onClose()
            onDone()
          },
        )
      }
    >
      <GroupPicker chosen={group ? [group] : []} one onChosen={([first]) => setGroup(first)} />
    </FormDialog>
  )
}

function Invite({ accounts, onClose }: TaskProps): JSX.Element {
  const text = useText(accountsText).invite
  const api = useApi()
  const change = useChanging()
  const say = useToast()
  const [channel, setChannel] = useState<InviteBody['channel']>('mail')
  const body: InviteBody = { select: { accountIds: accounts.map(({ id }) => id) }, channel }
  return (
    <FormDialog
      title={text.title}
      submit={text.submit}
      busy={change.busy}
      fault={change.fault}
      onClose={onClose}
      onSubmit={() =>
        void change.run(
          () => api.send<Invited>('POST', '/invitations', body),
          ({ ids }) => {
            say({ words: text.done(ids.length) })
            go('#/invitations')
          },
        )
      }
    >
      <p>{text.lead(accounts.length)}</p>
      <ChoiceField
        legend={text.how}
        value={channel}
        options={[
          { value: 'mail', label: text.mail, hint: text.mailHint },
          { value: 'sheet', label: text.sheet, hint: text.sheetHint },
        ]}
        onValue={setChannel}
      />
    </FormDialog>
  )
}
