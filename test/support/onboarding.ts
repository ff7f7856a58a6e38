// Lists of people for tests: read, started and run as an operator would.
import type { ImportOptions } from '@countersign/protocol/admin'
import type { Actor } from '@countersign/server/core/permissions'
import type { Ports } from '@countersign/server/core/ports'
import type { ImportJob, ImportLine } from '@countersign/server/core/ports-imports'
import { startImport } from '@countersign/server/flows/admin/imports'
import { readImport } from '@countersign/server/flows/admin/read-import'
import { runImportBite } from '@countersign/server/flows/run-imports'
import { must } from './test-world.js'

export const OPERATOR: Actor = { kind: 'operator' }

/** The lines of a list, or its bytes → a job that is ready. */
export async function readList(ports: Ports, list: readonly string[] | Uint8Array): Promise<ImportJob> {
  const bytes = list instanceof Uint8Array ? list : new TextEncoder().encode(`${list.join('\n')}\n`)
  const { job } = must(await readImport(ports, OPERATOR, { name: 'people.csv', upload: async () => bytes }))
  return job
}

export async function linesOf(ports: Ports, { id }: ImportJob): Promise<readonly ImportLine[]> {
  return ports.storage.read.imports.lines(id, 0, 1_000)
}

/** `plan user_id` of each line. */
export async function plansOf(ports: Ports, job: ImportJob): Promise<readonly string[]> {
  return (await linesOf(ports, job)).map(({ plan, row }) => `${plan} ${row?.userId ?? '-'}`)
}

/** `line:column code` of each fault. */
export async function faultsOf(ports: Ports, job: ImportJob): Promise<readonly string[]> {
  const lines = await linesOf(ports, job)
  const faults = [...job.headerFaults, ...lines.flatMap(({ faults }) => faults)]
  return faults.map(({ line, column, code }) => `${line}:${column} ${code}`)
}

export async function runImports(ports: Ports): Promise<void> {
  while (await runImportBite(ports));
}

/** Reads the list, starts it, and runs it to its end. */
export async function takeOver(
  ports: Ports,
  list: readonly string[] | Uint8Array,
  options: ImportOptions = {},
): Promise<ImportJob> {
  const { id } = await readList(ports, list)
  must(await startImport(ports, OPERATOR, { id, options }))
  await runImports(ports)
  const job = await ports.storage.read.imports.byId(id)
  if (job === undefined) throw new Error('the job is gone')
  return job
}
