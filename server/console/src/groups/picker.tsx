// Picks groups out of all there are: what is chosen stays in sight, the rest is found by its name.
import type { GroupList, GroupRef } from '@countersign/protocol/admin'
import type { JSX } from 'preact'
import { useId, useState } from 'preact/hooks'
import { useApi, useReading } from '../api/context.js'
import { Loaded } from '../parts/notes.js'
import { SearchField } from '../parts/search-field.js'
import { useText } from '../text/language.js'
import { groupsText } from './text.js'

interface GroupPickerProps {
  readonly chosen: readonly GroupRef[]
  readonly onChosen: (chosen: readonly GroupRef[]) => void
  /** Only one may be chosen. */
  readonly one?: boolean
}

export function GroupPicker({ chosen, onChosen, one = false }: GroupPickerProps): JSX.Element {
  const text = useText(groupsText)
  const api = useApi()
  const id = useId()
  const [q, setQ] = useState('')
  const groups = useReading(() => api.get<GroupList>('/groups', { q }), [q])
  return (
    <div class="field">
      <p id={id} class="field__legend">
        {one ? text.pickOne : text.pick}
      </p>
      <SearchField label={text.pickSearch} value={q} onValue={setQ} />
      <Loaded of={groups}>
        {({ items }) => {
          const rows = q === '' ? [...chosen, ...items.filter(({ id }) => !has(chosen, id))] : items
          if (rows.length === 0)
            return (
              <p class="soft">
                {text.pickNone} <a href="#/groups?do=add">{text.pickMake}</a>
              </p>
            )
          return (
            <ul class="pick-list" aria-labelledby={id}>
              {rows.map(({ id, name }) => (
                <li key={id}>
                  <label class="check">
                    <input
                      type={one ? 'radio' : 'checkbox'}
                      checked={has(chosen, id)}
                      onChange={() => onChosen(toggled(chosen, { id, name }, one))}
                    />
                    <span>{name}</span>
                  </label>
                </li>
              ))}
            </ul>
          )
        }}
      </Loaded>
    </div>
  )
}

const has = (chosen: readonly GroupRef[], id: string): boolean => chosen.some((group) => group.id === id)

function toggled(chosen: readonly GroupRef[], group: GroupRef, one: boolean): readonly GroupRef[] {
  if (one) return [group]
  return has(chosen, group.id) ? chosen.filter(({ id }) => id !== group.id) : [...chosen, group]
}
