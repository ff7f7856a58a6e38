// The demo's one policy: who has no second factor yet sets one up at the login, as carol does.
import { writeFile } from 'node:fs/promises'
import type { CountersignCli } from './countersign-cli.js'

/** Puts it in force while there is no policy at all: what somebody changed stays changed. */
export async function letSetUpAtLogin(cli: CountersignCli, file: string, appId: string): Promise<void> {
  const { policies } = await cli.run('policy', 'list')
  if (!Array.isArray(policies) || policies.length > 0) return
  const when = { appIds: [appId], groupIds: [], networks: [], times: [] }
  const then = { setUp: 'at_login', setUpGraceDays: 7 }
  const policy = { name: 'Set up at the first login', enabled: true, when, then }
  await writeFile(file, JSON.stringify({ policies: [policy] }, null, 2), { mode: 0o600 })
  // Locks nobody out: who has no phone could not get in before either.
  const { error } = await cli.run('policy', 'set', file)
  if (error !== undefined) throw new Error(`the policy could not be set: ${JSON.stringify(error)}`)
}
