// Makes the pictures of docs/administration by doing what its pages say, in a real browser: `npm run screenshots`.
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { accessPasses, toBase64Url } from '@countersign/protocol'
import type { Screen } from '@countersign/test/browser'
import { Browser, DESKTOP, PHONE } from '@countersign/test/browser'
import { ConsolePage } from '@countersign/test/console-page'
import { MailServer } from '@countersign/test/mail-server'
import { Phone } from '@countersign/test/phone'
import { ServerHome } from '@countersign/test/server-process'

const FOLDER = fileURLToPath(new URL('screenshots/', import.meta.url))
const PEOPLE = fileURLToPath(new URL('administration/people.csv', import.meta.url))
/** Small, so that the words are readable beside a text. */
const WINDOW = { ...DESKTOP, viewport: { width: 1240, height: 780 } }
const OWNER = { userId: 'olga@example.org', name: 'Olga Owner' }

mkdirSync(FOLDER, { recursive: true })
const home = await ServerHome.create()
const server = await home.serve()
const mail = await MailServer.start({ security: 'none' })
const browser = await Browser.open()
try {
  await walk()
} finally {
  await browser.close()
  await mail.stop()
  await server.stop()
  home.remove()
}

async function walk(): Promise<void> {
  const admin = new ConsolePage(await browser.screen('administration', WINDOW), home.url)
  const phone = new Phone(await browser.screen('administration-phone', PHONE), home.url)
  await admin.setUp(await setupLink(), phone, OWNER)
  await setUpMail(admin)
  await importPeople(admin)
  await inviteByMail(admin)
  const [link, code] = await firstCard(admin)
  await acceptInvitation(link, code)
  const apiKey = await policies(admin)
  await logins(apiKey, phone)
  await admin.go('Accounts')
  await admin.title('Accounts')
  await admin.screen.sees('ben.lindqvist@example.org')
  await picture(admin.screen, 'console-accounts')
  await admin.go('Audit')
  await admin.screen.press('Verify')
  await admin.screen.sees(/The record is whole/)
  await picture(admin.screen, 'console-audit')
  await admin.go('Overview')
  await admin.screen.sees('Accounts without a phone')
  await picture(admin.screen, 'console-overview')
}

async function setupLink(): Promise<string> {
  // Sound: the shape of docs/reference/cli.md; a missing link fails in the next step.
  return ((await home.command('admin', 'setup-link')) as { readonly setupLink: string }).setupLink
}

async function setUpMail({ screen }: ConsolePage): Promise<void> {
  await home.command('mail', 'set', `smtp://127.0.0.1:${mail.port}`, '--from', 'ACME <id@example.org>')
  await screen.page.reload()
}

async function importPeople(admin: ConsolePage): Promise<void> {
  const { screen } = admin
  await admin.go('Import')
  await admin.title('Import people')
  await screen.page.locator('input[type=file]').setInputFiles(PEOPLE)
  await admin.title('What people.csv would do')
  await picture(screen, 'console-import')
  await screen.page.getByLabel(/Make the groups that do not exist yet/).check()
  await screen.press('Take 50 lines over')
  await admin.title('people.csv is taken over')
}

async function inviteByMail(admin: ConsolePage): Promise<void> {
  const { screen } = admin
  await admin.go('Invitations')
  await screen.page.getByRole('link', { name: 'Invite people' }).first().click()
  await admin.title('Invite people')
  await screen.page.getByLabel('By mail').check()
  await screen.page.getByRole('button', { name: 'Invite', exact: true }).click()
  await admin.title('40 people are invited')
  await picture(screen, 'console-invited')
}

/** Cards for who has no address; gives what the first one holds. */
async function firstCard(admin: ConsolePage): Promise<readonly [link: string, code: string]> {
  const { screen } = admin
  await admin.go('Invitations')
  await screen.page.getByRole('link', { name: 'Invite people' }).first().click()
  await screen.page.getByLabel('On a sheet').check()
  await screen.page.getByRole('button', { name: 'Invite', exact: true }).click()
  await admin.title('10 people are invited')
  const sheet = screen.page.waitForResponse(/\/invitations\/sheet$/)
  await screen.press('Print the sheets')
  // Sound: the server checks its answers against its schema in its own tests.
  const { items } = (await (await sheet).json()) as {
    readonly items: readonly { readonly link: string; readonly startCode: string }[]
  }
  await admin.title('Sheets to print')
  await screen.page.locator('.invite-card .qr path').nth(9).waitFor()
  await picture(screen, 'console-sheet')
  return [items[0]?.link ?? '', items[0]?.startCode ?? '']
}

async function acceptInvitation(link: string, code: string): Promise<void> {
  const page = new ConsolePage(await browser.screen('invited', WINDOW), home.url)
  const phone = new Phone(await browser.screen('invited-phone', PHONE), home.url)
  await page.screen.page.goto(link)
  await page.title('Welcome to ACME')
  await page.fill('Start code', code)
  await picture(page.screen, 'invite-code')
  await page.screen.press('Go on')
  await page.title(/^Hello/)
  await page.screen.press('Make my backup codes')
  await page.screen.page.getByLabel('I have kept them', { exact: false }).check()
  await page.screen.press('Go on to the phone')
  await page.title('Now pair your phone')
  await phone.accept(await page.screen.page.getByLabel('Pairing link').inputValue())
  await phone.confirmation()
  await page.screen.press('Yes, the same')
  await page.title('Your phone is paired')
}

/** Gives the API key of the app that the policies are explained at. */
async function policies(admin: ConsolePage): Promise<string> {
  const { screen } = admin
  const added = await home.command('app', 'add', 'Payroll', '--origin', 'https://pay.example.org')
  await admin.go('Policies')
  await screen.press('Add a policy')
  await admin.fill('Name', 'Office network')
  await admin.fill('Networks', '192.0.2.0/24')
  await screen.page.getByLabel('Second factor', { exact: true }).selectOption({ label: 'not asked' })
  await screen.press('Take it into the list')
  await screen.press('Check and save')
  await screen.sees('Saved. Logins follow it from now on.')
  await screen.page.getByRole('link', { name: 'Explain', exact: true }).click()
  await admin.fill('Account', 'ben.lindqvist@example.org')
  await screen.page.getByLabel('App', { exact: true }).selectOption({ label: 'Payroll' })
  await admin.fill('From the address', '192.0.2.7')
  await screen.page.getByRole('button', { name: 'Explain', exact: true }).click()
  await screen.sees('Let in without the phone: a policy trusts this network.')
  await screen.page.getByRole('heading', { name: /at Payroll/ }).evaluate((words) => words.scrollIntoView())
  await picture(screen, 'console-explain')
  // Sound: the shape of docs/reference/cli.md.
  return (added as { readonly apiKey: string }).apiKey
}

/** A morning at Payroll, so that the overview has something to show: four are approved, one is denied. */
async function logins(apiKey: string, phone: Phone): Promise<void> {
  for (const answer of ['approve', 'approve', 'deny', 'approve', 'approve'] as const) {
    const { shown, redeem } = await login(apiKey, OWNER.userId, '198.51.100.4')
    if (answer === 'deny') await phone.deny()
    else if (/^\d+$/.test(shown)) await phone.type(shown)
    else await phone.pick(shown)
    await phone.screen.press('Done')
    if (answer === 'approve') await redeem()
    await phone.isReady()
  }
}

interface Login {
  /** The name of the access pass that the login page shows, or its digits; empty when no phone is asked. */
  readonly shown: string
  redeem(): Promise<void>
}

/** What an app's server asks of `/v1/challenges`. */
async function login(apiKey: string, userId: string, address: string): Promise<Login> {
  const call = async (path: string, body: unknown): Promise<unknown> => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const reply = await fetch(`${home.url}/v1/challenges${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    if (!reply.ok) throw new Error(await reply.text())
    return reply.json()
  }
  const appNonce = toBase64Url(randomBytes(32))
  const context = { address, browser: 'Firefox on Linux' }
  // Sound: the server checks its answers against its schema in its own tests.
  const { challengeId, match } = (await call('', { userId, purpose: 'login', appNonce, context })) as {
    readonly challengeId: string
    readonly match?: { readonly symbolId?: number; readonly code?: string }
  }
  const shown = match?.code ?? accessPasses.find(({ id }) => id === match?.symbolId)?.name.en ?? ''
  return { shown, redeem: async () => void (await call(`/${challengeId}/redeem`, { appNonce })) }
}

async function picture({ page }: Screen, name: string): Promise<void> {
  // No control under the pointer, and no message over the page.
  await page.mouse.move(0, 0)
  const message = page.locator('.toast button').last()
  if (await message.isVisible()) await message.click()
  await page.screenshot({ path: join(FOLDER, `${name}.png`) })
}
