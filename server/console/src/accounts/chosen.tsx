// What can be done with many accounts at once: add them to a group, or invite them.
import type { AccountRow, GroupRow } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { GroupPicker } from '../groups/picker.js'
import { FormDialog } from '../parts/dialog.js'
import { useToast } from '../parts/toast.js'
import { hrefTo } from '../route/router.js'
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
  const [grouping, setGrouping] = useState(false)
  return (
    <section class="chosen" aria-label={text.chosen(accounts.length)}>
      <p class="chosen__count" role="status">
        {text.chosen(accounts.length)}
      </p>
      {may('groups:write') && (
        <button type="button" class="button button--small" onClick={() => setGrouping(true)}>
          {text.chosenGroup}
        </button>
      )}
      {may('onboarding:write') && (
        <a
          class="button button--small"
          href={hrefTo('/invitations/new', { accounts: accounts.map(({ id }) => id).join('.') })}
        >
          {text.chosenInvite}
        </a>
      )}
      <button type="button" class="button button--small button--plain" onClick={onNone}>
        {text.chosenNone}
      </button>
      {grouping && <AddToGroup {...{ accounts, onDone }} onClose={() => setGrouping(false)} />}
    </section>
  )
}

interface AddToGroupProps {
  readonly accounts: readonly AccountRow[]
  readonly onDone: () => void
  readonly onClose: () => void
}

function AddToGroup({ accounts, onDone, onClose }: AddToGroupProps): JSX.Element {
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
