// An app that is disabled: Nextcloud disables one by itself at an upgrade to a version that the app does not name, and runs the app's
// uninstall steps then, as if somebody had removed it. A step that clears the second factors "so that nobody is locked out" opens every
// login to whoever has a password, on the day of an upgrade, and nobody has decided it. So the app has no such step; what Nextcloud does with
// it then is seen in test/nextcloud-real/access.test.ts.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'

test('the Nextcloud app has no step that runs when it is disabled', async () => {
  const info = await readFile(new URL('../../web-plugin/nextcloud/appinfo/info.xml', import.meta.url), 'utf8')
  const bare = info.replace(/<!--[\s\S]*?-->/g, '')
  assert.match(bare, /<two-factor-providers>/)
  assert.doesNotMatch(bare, /<uninstall>/)
})
