// What a person does with the entries of other services: takes one in, names it, orders, removes and brings back, moves all by a file.
import type { CodeKey, CodeNow } from '@countersign/client-sdk'
import { codeNow, importCodeKey } from '@countersign/client-sdk'
import type { Store } from '../store.js'
import { createStore } from '../store.js'
import type { FileFault } from './backup-file.js'
import { openFile, sealFile } from './backup-file.js'
import type { Entry, EntryNames, NewEntry } from './entry.js'
import { cleanName, ENTRIES_MAX } from './entry.js'
import type { LinkFault } from './read-link.js'
import { isSameEntry } from './same-entry.js'
import type { Vault } from './vault.js'

export interface ShelfState {
  /** In the order in which they are shown. */
  readonly entries: readonly Entry[]
  /** Sealed under a key that this browser lost, or damaged. */
  readonly unreadable: number
  /** Read from a link, looked at by the person, not kept yet. */
  readonly draft: NewEntry | undefined
  /** Removed a moment ago: it can come back. */
  readonly removed: Entry | undefined
}

export interface Imported {
  readonly added: number
  readonly known: number
  /** Left out, because there is no room. */
  readonly left: number
}

export interface Shelf {
  readonly store: Store<ShelfState>
  load(): Promise<void>
  /** Reads a scanned or pasted text into the draft; what it is not, otherwise. */
  take(text: string): Promise<LinkFault | undefined>
  /** Keeps the draft under these names. */
  keep(names: EntryNames): Promise<'kept' | 'known' | 'full'>
  dropDraft(): void
  rename(id: string, names: EntryNames): Promise<void>
  /** One place up (−1) or down (1). */
  move(id: string, by: -1 | 1): Promise<void>
  remove(id: string): Promise<void>
  undo(): Promise<void>
  /** The person went on: what was removed is gone. */
  forgetRemoved(): void
  /** The code to type now, by this phone's clock. */
  codeOf(id: string): Promise<CodeNow | undefined>
  /** The text of a file that the passphrase opens. */
  exported(passphrase: string): Promise<string>
  imported(text: string, passphrase: string): Promise<Imported | FileFault>
}

export function createShelf(vault: Vault, nowMs: () => number = Date.now): Shelf {
  const store = createStore<ShelfState>({ entries: [], unreadable: 0, draft: undefined, removed: undefined })
  /** Of the entries whose codes were asked for: keys that cannot be read. */
  const keys = new Map<string, Promise<CodeKey | undefined>>()
  let bringBack: (() => Promise<void>) | undefined

  const keyOf = (entry: Entry): Promise<CodeKey | undefined> => {
    const open = keys.get(entry.id) ?? openKey(vault, entry)
    keys.set(entry.id, open)
    return open
  }
  const add = async (entry: NewEntry): Promise<'kept' | 'known' | 'full'> => {
    const { entries } = store.get()
    if (await isKept(vault, entries, entry)) return 'known'
    if (entries.length >= ENTRIES_MAX) return 'full'
    const kept = await vault.add(entry)
    store.patch({ entries: [...store.get().entries, kept] })
    return 'kept'
  }
  const reload = async (): Promise<void> => store.patch(await vault.entries())

  return {
    store,
    load: reload,
    async take(text) {
      const { readOtpLink } = await import('./read-link.js')
      const read = readOtpLink(text)
      if (typeof read === 'string') return read
      store.patch({ draft: read })
      return undefined
    },
    async keep(names) {
      const { draft } = store.get()
      if (draft === undefined) return 'known'
      const outcome = await add({ ...draft, ...cleaned(names) })
      if (outcome === 'full') return outcome
      forget(draft)
      store.patch({ draft: undefined })
      return outcome
    },
    dropDraft() {
      const { draft } = store.get()
      if (draft) forget(draft)
      store.patch({ draft: undefined })
    },
    async rename(id, names) {
      const before = store.get().entries.find((entry) => entry.id === id)
      if (before === undefined) return
      const renamed = await vault.rename(before, cleaned(names))
      store.patch({ entries: store.get().entries.map((entry) => (entry.id === id ? renamed : entry)) })
    },
    async move(id, by) {
      const entries = [...store.get().entries]
      const from = entries.findIndex((entry) => entry.id === id)
      const [moved] = entries.splice(from, from < 0 ? 0 : 1)
      if (moved === undefined || from + by < 0 || from + by > entries.length) return
      entries.splice(from + by, 0, moved)
      store.patch({ entries })
      await vault.arrange(entries.map((entry) => entry.id))
    },
    async remove(id) {
      const { entries } = store.get()
      const removed = entries.find((entry) => entry.id === id)
      if (removed === undefined) return
      bringBack = await vault.remove(id)
      keys.delete(id)
      store.patch({ entries: entries.filter((entry) => entry.id !== id), removed })
    },
    async undo() {
      const back = bringBack
      bringBack = undefined
      store.patch({ removed: undefined })
      await back?.()
      await reload()
    },
    forgetRemoved() {
      bringBack = undefined
      store.patch({ removed: undefined })
    },
    async codeOf(id) {
      const entry = store.get().entries.find((each) => each.id === id)
      const key = entry && (await keyOf(entry))
      return key && codeNow(key, entry.form, nowMs())
    },
    async exported(passphrase) {
      const all = await withSecrets(vault, store.get().entries)
      const text = await sealFile(all, passphrase)
      all.forEach(forget)
      return text
    },
    async imported(text, passphrase) {
      const opened = await openFile(text, passphrase)
      if (typeof opened === 'string') return opened
      const outcomes: Awaited<ReturnType<typeof add>>[] = []
      // One after the other: the second of two equal ones is known by then.
      for (const entry of opened) outcomes.push(await add(entry))
      opened.forEach(forget)
      const count = (outcome: string): number => outcomes.filter((each) => each === outcome).length
      return { added: count('kept'), known: count('known'), left: count('full') }
    },
  }
}

const cleaned = ({ issuer, account }: EntryNames): EntryNames => ({
  issuer: cleanName(issuer),
  account: cleanName(account),
})

function forget({ secret }: NewEntry): void {
  secret.fill(0)
}

async function openKey(vault: Vault, { id, form }: Entry): Promise<CodeKey | undefined> {
  const secret = await vault.secretOf(id)
  return secret && importCodeKey(secret, form.algorithm)
}

async function withSecrets(vault: Vault, entries: readonly Entry[]): Promise<readonly NewEntry[]> {
  const all: NewEntry[] = []
  for (const { id, issuer, account, form } of entries) {
    const secret = await vault.secretOf(id)
    if (secret) all.push({ issuer, account, form, secret })
  }
  return all
}

/** The same secret making the same codes is the same entry, whatever it is called. */
async function isKept(vault: Vault, entries: readonly Entry[], fresh: NewEntry): Promise<boolean> {
  for (const { id, form } of entries) {
    const secret = await vault.secretOf(id)
    const same = secret !== undefined && isSameEntry({ form, secret }, fresh)
    secret?.fill(0)
    if (same) return true
  }
  return false
}
