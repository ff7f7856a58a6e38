// Makes the pictures of docs/quickstart.md by walking through it in a real browser: `npm run screenshots`.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Screen } from '@countersign/test/browser'
import { Browser, DESKTOP, PHONE } from '@countersign/test/browser'
import { Launcher } from '@countersign/test/launcher'
import { LoginPage } from '@countersign/test/login-page'
import { Phone } from '@countersign/test/phone'

const FOLDER = fileURLToPath(new URL('screenshots/', import.meta.url))
const PASSWORD = 'access-pass'
/** Small, so that the words are readable beside a text. */
const WINDOW = { ...DESKTOP, viewport: { width: 720, height: 680 } }

const data = mkdtempSync(join(tmpdir(), 'countersign-quickstart-'))
const browser = await Browser.open()
mkdirSync(FOLDER, { recursive: true })
let launcher = Launcher.start(data)
try {
  await walk()
} finally {
  await browser.close()
  await launcher.stop()
  rmSync(data, { recursive: true, force: true })
}

async function walk(): Promise<void> {
  const link = await launcher.pairingLink()
  const phone = new Phone(await browser.screen('quickstart', PHONE), new URL(link).origin)
  const login = new LoginPage(await browser.screen('quickstart', WINDOW), await launcher.demoApp())
  // The server stops once on the way, and the phone waits for it.
  phone.screen.expectComplaints(/WebSocket|ERR_CONNECTION_REFUSED/)

  await phone.screen.page.goto(link)
  await phone.screen.page.getByLabel('Name of this device').waitFor()
  await picture(phone.screen, 'pair-offer')
  await phone.screen.press('Pair this phone')
  const digits = await phone.confirmation()
  await picture(phone.screen, 'pair-number')
  await launcher.confirm(digits)
  await phone.title('Paired')
  await phone.screen.press('Done')

  await login.signIn('alice', PASSWORD)
  const pass = await login.pass()
  await login.progress('On your phone')
  await phone.passes()
  await picture(login.screen, 'access-pass')
  await picture(phone.screen, 'request')
  await phone.pick(pass)
  await login.isInside('alice')
  await picture(login.screen, 'inside')
  await phone.title('Approved')
  await phone.screen.press('Done')

  await launcher.stop()
  launcher = Launcher.start(data, '--pair', 'bob')
  await phone.accept(await launcher.pairingLink())
  await launcher.confirm(await phone.confirmation())
  await phone.title('Paired')
  await phone.screen.press('Done')
  await phone.screen.page.getByText('Ready').nth(1).waitFor()
  await picture(phone.screen, 'two-accounts')
  await login.signIn('bob', PASSWORD)
  await login.screen.page.getByLabel('Your ID').waitFor()
  await picture(login.screen, 'link')
  await login.screen.press('Continue on your phone')
  await phone.pickWrong(await login.pass())

  await login.title('Not this access pass')
  await picture(login.screen, 'wrong-pick')
  await login.screen.press('Try again with a code')
  const code = await login.code()
  await login.progress('On your phone')
  await picture(login.screen, 'code')
  await phone.screen.press('Show the next request')
  await phone.screen.page.getByLabel('Six digits from your login page').fill(code)
  // Enabled half a second after the screen changed.
  await phone.screen.page.locator('button:enabled', { hasText: 'Approve' }).waitFor()
  await picture(phone.screen, 'keypad')
  await phone.screen.press('Approve')
  await login.isInside('bob')
}

async function picture({ page }: Screen, name: string): Promise<void> {
  // No control under the pointer.
  await page.mouse.move(0, 0)
  await page.screenshot({ path: join(FOLDER, `${name}.png`) })
}
