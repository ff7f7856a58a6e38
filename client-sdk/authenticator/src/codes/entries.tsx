// The screens of codes, as one part that is loaded on its own; and the opening of the shelf that they stand on.
import type { JSX } from 'preact'
import type { CodesRoute } from '../route.js'
import { useStore } from '../store.js'
import { AddByScan, Check, Paste } from './screens/add.js'
import { Edit } from './screens/edit.js'
import { FileScreen } from './screens/file.js'
import { List } from './screens/list.js'
import type { Shelf } from './shelf.js'
import { createShelf } from './shelf.js'
import { openVault } from './vault.js'

export async function openShelf(): Promise<Shelf> {
  const shelf = createShelf(await openVault())
  await shelf.load()
  return shelf
}

export function Entries({
  route,
  shelf,
}: {
  readonly route: CodesRoute
  readonly shelf: Shelf
}): JSX.Element {
  const state = useStore(shelf.store)
  switch (route.at) {
    case 'code-scan':
      return <AddByScan shelf={shelf} />
    case 'code-paste':
      return <Paste shelf={shelf} />
    case 'code-check':
      return state.draft ? <Check shelf={shelf} draft={state.draft} /> : <List shelf={shelf} state={state} />
    case 'code-file':
      return <FileScreen shelf={shelf} count={state.entries.length} />
    case 'code': {
      const entry = state.entries.find(({ id }) => id === route.entryId)
      if (entry) return <Edit key={entry.id} shelf={shelf} entry={entry} entries={state.entries} />
      break
    }
    case 'codes':
      break
  }
  return <List shelf={shelf} state={state} />
}
