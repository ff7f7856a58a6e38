// The store of links in this Nextcloud's own database: the app's contract suite, run by PHPUnit inside that Nextcloud.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { dirname } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const SUITE = fileURLToPath(
  new URL('../../web-plugin/nextcloud/tests/nextcloud/phpunit.xml', import.meta.url),
)

test('the store in the database keeps the contract that the one in memory keeps', async () => {
  const occ = (process.env['NEXTCLOUD_OCC'] ?? '').split(/\s+/).find((word) => /(?:^|\/)occ$/.test(word))
  assert.ok(occ, 'NEXTCLOUD_OCC names the file occ, so that its folder is known')
  const env = { ...process.env, NEXTCLOUD_ROOT: dirname(occ) }
  const { stdout } = await promisify(execFile)('phpunit', ['-c', SUITE], { env })
  assert.match(stdout, /OK \(\d+ tests/, stdout)
})
