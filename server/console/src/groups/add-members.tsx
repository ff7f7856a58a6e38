// Adds people to a group: found by search, chosen across several searches.
import type { AccountList, AccountRow, GroupRow } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging, useReading } from '../api/context.js'
import { FormDialog } from '../parts/dialog.js'
import { Loaded } from '../parts/notes.js'
import { SearchField } from '../parts/search-field.js'
import { useToast } from '../parts/toast.js'
import { useText } from '../text/language.js'
import { groupsText } from './text.js'

/** What a search shows at once: whoever is further down is found by more letters. */
const SHOWN = 20

interface AddMembersProps {
  readonly group: GroupRow
  readonly onClose: () => void
  readonly onAdded: (group: GroupRow) => void
}

export function AddMembers({ group, onClose, onAdded }: AddMembersProps): JSX.Element {
  const text = useText(groupsText)
  const api = useApi()
  const change = useChanging()
  const say = useToast()
  const [q, setQ] = useState('')
  const [chosen, setChosen] = useState<readonly AccountRow['id'][]>([])
  const found = useReading(() => api.get<AccountList>('/accounts', { q, limit: SHOWN }), [q])
  const toggle = (id: AccountRow['id']): void =>
    setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  return (
    <FormDialog
      title={text.addTitle(group.name)}
      submit={text.addSubmit(chosen.length)}
      ready={chosen.length > 0}
      busy={change.busy}
      fault={change.fault}
      onClose={onClose}
      onSubmit={() =>
        void change.run(
          () => api.send<GroupRow>('POST', `/groups/${group.id}/members`, { add: chosen }),
          (now) => {
            say({ words: text.membersAdded(chosen.length) })
            onClose()
            onAdded(now)
          },
        )
      }
    >
      <SearchField label={text.addSearch} value={q} onValue={setQ} />
      <Loaded of={found}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="soft">{text.addNone}</p>
          ) : (
            <ul class="pick-list">
              {items.map(({ id, userId, displayName }) => (
                <li key={id}>
                  <label class="check">
                    <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
                    <span>
                      {userId} <span class="soft">{displayName}</span>
                    </span>
                  </label>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <p class="small soft">{text.addHint}</p>
    </FormDialog>
  )
}
