// What commands about groups share: which group is meant.
import type { GroupRow } from '@countersign/protocol/admin'
import type { Ports } from '../core/ports.js'
import { listGroups } from '../flows/admin/groups.js'
import { operator } from './accounts.js'
import { faultOf } from './refusals.js'
import type { Fault } from './report.js'
import type { Read } from './values.js'

/** The group of a name, in whatever case. */
export async function groupNamed(ports: Ports, name: string): Promise<Read<GroupRow>> {
  const wanted = name.normalize('NFC').trim().toLowerCase()
  // Names that hold it come in order: the wanted one is the first that is it, after all that are before it.
  for (let afterName = ''; ; ) {
    const page = await listGroups(ports, operator, { part: wanted, afterName, limit: PAGE })
    if (!page.ok) return { ok: false, fault: faultOf(page.refusal, name) }
    const found = page.value.find((group) => group.name.toLowerCase() === wanted)
    if (found !== undefined) return { ok: true, value: found }
    const last = page.value.at(-1)
    if (last === undefined || page.value.length < PAGE) return { ok: false, fault: noGroup(name) }
    afterName = last.name
  }
}

export async function groupIds(ports: Ports, names: readonly string[]): Promise<Read<readonly string[]>> {
  const ids: string[] = []
  for (const name of names) {
    const group = await groupNamed(ports, name)
    if (!group.ok) return group
    ids.push(group.value.id)
  }
  return { ok: true, value: ids }
}

const PAGE = 100

function noGroup(name: string): Fault {
  return {
    exit: 'refused',
    code: 'not_found',
    sentence: `there is no group "${name}"`,
    next: 'countersign group list',
  }
}
