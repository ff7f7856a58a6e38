// What the server tells of a person and of a change: read once here, from answers that nobody has checked yet.

export type Action = 'assign' | 'pattern' | 'enable' | 'disable' | 'unlink' | 'forget'

export interface Person {
  readonly uid: string
  readonly name: string
  readonly backend: string
  /** Empty: none. */
  readonly userId: string
  readonly state: string
  readonly enabled: boolean
  readonly phones: number
  readonly enforced: boolean
  readonly missing: boolean
}

export interface Change {
  readonly uid: string
  readonly action: Action
  readonly userId?: string
  readonly enabled?: boolean
  /** The ID that was seen: if it is another by now, nothing is done. */
  readonly before?: string | null
}

export interface Outlook {
  readonly uid: string
  readonly kind: 'change' | 'same' | 'refused'
  readonly sentence: string
  readonly note: string
  readonly undo: Change | undefined
  readonly person: Person | undefined
}

type Fields = Readonly<Record<string, unknown>>

export function peopleIn({ people }: Fields): readonly Person[] {
  return listOf(people).map(personOf)
}

export function outlooksIn({ results }: Fields): readonly Outlook[] {
  return listOf(results).map((one) => {
    const { kind, undo, person } = one
    return {
      uid: text(one['uid']),
      kind: kind === 'change' || kind === 'same' ? kind : 'refused',
      sentence: text(one['sentence']),
      note: text(one['note']),
      undo: isFields(undo) ? changeOf(undo) : undefined,
      person: isFields(person) ? personOf(person) : undefined,
    }
  })
}

/** A line of a CSV file: a change, or why it is none. */
export function linesIn({
  lines,
}: Fields): readonly { line: number; uid: string; change: Change | undefined; fault: string }[] {
  return listOf(lines).map(({ line, uid, change, fault }) => ({
    line: typeof line === 'number' ? line : 0,
    uid: text(uid),
    change: isFields(change) ? changeOf(change) : undefined,
    fault: text(fault),
  }))
}

function changeOf(one: Fields): Change | undefined {
  const action = (['assign', 'pattern', 'enable', 'disable', 'unlink', 'forget'] as const).find(
    (each) => each === one['action'],
  )
  if (action === undefined) return undefined
  const before = typeof one['before'] === 'string' ? one['before'] : null
  return {
    uid: text(one['uid']),
    action,
    userId: text(one['userId']),
    enabled: one['enabled'] === true,
    before,
  }
}

function personOf(one: Fields): Person {
  return {
    uid: text(one['uid']),
    name: text(one['name']),
    backend: text(one['backend']),
    userId: text(one['userId']),
    state: text(one['state']),
    enabled: one['enabled'] === true,
    phones: typeof one['phones'] === 'number' ? one['phones'] : 0,
    enforced: one['enforced'] === true,
    missing: one['missing'] === true,
  }
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : []
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
