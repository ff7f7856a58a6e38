// Secrets of a set-up in logs and records (SECURITY.md §3.7): the link opens a set-up, the cookie goes on with it, a backup code and an
// app's secret log in. Each of them passes the server once; none may stay in a line of the log, in the audit, in a notice or in an
// answer to anybody else. The log takes everything here, before anything is withheld.
import assert from 'node:assert/strict'
import test from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import { beginSetUpTotp } from '@countersign/server/flows/set-up/add-app-with-codes'
import { makeSetUpCodes } from '@countersign/server/flows/set-up/backup-codes-first'
import { beginSetUp, showSetUp } from '@countersign/server/flows/set-up/begin-set-up'
import { leaveSetUp } from '@countersign/server/flows/set-up/leave-set-up'
import { beginSetUpPairing, confirmSetUpPairing } from '@countersign/server/flows/set-up/pair-first-phone'
import { accountOf, answeredBy, BROWSER, offered, setUpWorld } from '../support/set-up-world.js'
import { must } from '../support/test-world.js'

test('no secret of a set-up is in the log, the audit, a notice or a refusal', async () => {
  const world = await setUpWorld()
  const { ports } = world
  const secret = await offered(world)
  const { browserSecret: browser } = must(
    await beginSetUp(ports, { secret, browserSecret: undefined, browser: BROWSER }),
  )
  const again = await beginSetUp(ports, { secret, browserSecret: undefined, browser: BROWSER })
  const { codes } = must(await makeSetUpCodes(ports, browser))
  const { link } = must(await beginSetUpPairing(ports, browser))
  const phone = await answeredBy(world, browser)
  const wrong = await confirmSetUpPairing(ports, browser, phone.confirmation === '000000' ? '1' : '000000')
  must(await confirmSetUpPairing(ports, browser, phone.confirmation))
  const totp = must(await beginSetUpTotp(ports, browser, 'Aegis'))
  must(await leaveSetUp(ports, browser))
  const gone = await showSetUp(ports, browser)

  const { id } = await accountOf(world)
  const texts = {
    log: JSON.stringify(world.log.lines),
    audit: JSON.stringify(await ports.storage.read.audit.unsealed(1_000)),
    notices: JSON.stringify(await ports.storage.read.notices.ofAccount(id, 100)),
    refusals: JSON.stringify([again, wrong, gone]),
  }
  assert.match(texts.log, /set_up_offered/)
  assert.match(texts.audit, /set_up\.finished/)
  const secrets = [
    toBase64Url(secret),
    Buffer.from(secret).toString('hex'),
    toBase64Url(browser),
    Buffer.from(browser).toString('hex'),
    ...codes.flatMap((code) => [code, code.replaceAll('-', ''), code.slice(5, 14)]),
    link.slice(link.indexOf('#') + 1),
    totp.secret,
    totp.secret.replaceAll(' ', ''),
  ]
  for (const [where, text] of Object.entries(texts))
    for (const [at, each] of secrets.entries())
      assert.ok(!text.includes(each), `secret ${at} is in the ${where}`)
})
