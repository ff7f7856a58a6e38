// What a change of the policies changed, in lines that the audit keeps and an admin reads.
import type { PolicyBody } from '@countersign/protocol/admin'

/** Lines of one entry: whoever changes more than this replaced the list, and the names say enough. */
const LINES_MAX = 100

/** @example policyChanges(before, after) // ['Staff: then.requirement "required" → "off"', 'Guests: added'] */
export function policyChanges(
  before: readonly PolicyBody[],
  after: readonly PolicyBody[],
): readonly string[] {
  const lines = [
    ...after.flatMap((policy) =>
      changesOf(
        before.find(({ id }) => id === policy.id),
        policy,
      ),
    ),
    ...before
      .filter(({ id }) => after.every((policy) => policy.id !== id))
      .map(({ name }) => `${name}: removed`),
    ...(isSameOrder(before, after) ? [] : [`order: ${after.map(({ name }) => name).join(' · ')}`]),
  ]
  if (lines.length <= LINES_MAX) return lines
  return [...lines.slice(0, LINES_MAX), `and ${lines.length - LINES_MAX} more`]
}

function changesOf(before: PolicyBody | undefined, after: PolicyBody): readonly string[] {
  if (before === undefined) return [`${after.name}: added, ${settingsText(after)}`]
  const then = new Map(flat(before))
  const now = new Map(flat(after))
  const paths = [...new Set([...then.keys(), ...now.keys()])]
  return paths.flatMap((path) => {
    const [old, new_] = [then.get(path) ?? 'nothing', now.get(path) ?? 'nothing']
    return old === new_ ? [] : [`${after.name}: ${path} ${old} → ${new_}`]
  })
}

/** Of those that both lists have. */
function isSameOrder(before: readonly PolicyBody[], after: readonly PolicyBody[]): boolean {
  const ids = (list: readonly PolicyBody[], other: readonly PolicyBody[]): string =>
    list
      .map(({ id }) => id)
      .filter((id) => other.some((policy) => policy.id === id))
      .join()
  return ids(before, after) === ids(after, before)
}

function settingsText({ then }: PolicyBody): string {
  return flat({ then })
    .map(([path, value]) => `${path} ${value}`)
    .join(', ')
}

type Flat = readonly (readonly [path: string, value: string])[]

function flat({ name, enabled, when, then }: Partial<PolicyBody>): Flat {
  const parts = { name, enabled, ...under('when', when), ...under('then', then) }
  return Object.entries(parts).flatMap(([path, value]) =>
    value === undefined ? [] : [[path, JSON.stringify(value)] as const],
  )
}

function under(word: string, part: object | undefined): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(part ?? {}).map(([name, value]) => [`${word}.${name}`, value]))
}
