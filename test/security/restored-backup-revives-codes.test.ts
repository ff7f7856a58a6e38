// A database from the past knows nothing of the codes that were used since. Whoever saw one being typed waits for a restore, and types it
// again. Codes of the help desk end with a restore: they live for minutes, and another is told. Printed ones cannot be told apart, and
// without them people would be locked out: the operator hears how many people have some, and how theirs are taken away.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beginAfterRestore } from '@countersign/server/flows/begin-after-restore'
import { BACKUP, BACKUP_TOO, BYPASS, codeWorld, why } from '../support/code-world.js'

test('[BY4] after a restore no code that the help desk told before it lets anybody in', async () => {
  const codes = await codeWorld()
  // The world is the backup: made before the code was used, as far as it knows.
  await beginAfterRestore(codes.world.ports, {})
  assert.equal(why(await codes.typed(BYPASS)), 'wrong')
})

test('people with printed codes are counted, once each, for the operator to look through', async () => {
  const codes = await codeWorld()
  assert.equal((await beginAfterRestore(codes.world.ports, {})).backupCodes, 1)
  for (const code of [BACKUP, BACKUP_TOO]) assert.equal(why(await codes.typed(code)), 'ok')
  assert.equal((await beginAfterRestore(codes.world.ports, {})).backupCodes, 0)
})
