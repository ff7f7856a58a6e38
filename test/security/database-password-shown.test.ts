// The attack: whoever reads over a shoulder, a log of a deployment or a terminal's history looks for the database's password: settings give
// it inside an address, and programs like to print addresses. Whatever a command says, on success or failure, the password is not in it.
import assert from 'node:assert/strict'
import test from 'node:test'
import { emptyPlace } from '../cli/terminal.js'
import { missingPostgres, POSTGRES_PASSWORD, startPostgres } from '../support/postgres.js'

/** What is run first on every server, and what is run when it does not start. */
const COMMANDS = ['init', 'doctor'] as const

test('no command shows the password of a database that answers', { skip: missingPostgres() }, async (t) => {
  await using postgres = await startPostgres()
  const place = await emptyPlace(t, { COUNTERSIGN_STORAGE_URL: await postgres.newDatabase() })
  for (const command of COMMANDS)
    for (const more of [[], ['--json']]) {
      const { out, error } = await place.run(command, ...more)
      assert.match(out, /postgres:\/\/countersign:\*\*\*@/, command)
      assertNowhere(out + error, command)
    }
})

test('no command shows the password of a database that does not answer', async (t) => {
  const secret = encodeURIComponent(POSTGRES_PASSWORD)
  // Nobody listens at port 1.
  const url = `postgres://countersign:${secret}@127.0.0.1:1/countersign`
  const place = await emptyPlace(t, { COUNTERSIGN_STORAGE_URL: url })
  for (const command of [...COMMANDS, 'serve']) {
    const { code, out, error } = await place.run(command)
    assert.notEqual(code, 0, command)
    assertNowhere(out + error, command)
  }
})

function assertNowhere(text: string, command: string): void {
  for (const form of [POSTGRES_PASSWORD, encodeURIComponent(POSTGRES_PASSWORD)])
    assert.ok(!text.includes(form), `${command} said:\n${text}`)
}
