// Policies in the console: written, moved, checked for people who would be locked out, saved, explained, and changed by two admins at once.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { DESKTOP } from '../support/browser.js'
import { ConsolePage } from './console-page.js'
import { lookBothWays } from './looks.js'
import type { Phone } from './phone.js'
import { World } from './world.js'

let world: World
let admin: ConsolePage
let phone: Phone
before(async () => {
  world = await World.open(['bert@example.org', 'clara@example.org'])
  await world.home.command('app', 'add', 'Payroll', '--origin', 'https://pay.example.org')
  admin = new ConsolePage(await world.screen('console-policies', DESKTOP), world.home.url)
  phone = await world.phone('console-policies')
  await admin.setUp(await world.setupLink(), phone, { userId: 'olga@example.org', name: 'Olga Owner' })
})
after(() => world.close())

async function addPolicy(name: string, requirement: string, networks = ''): Promise<void> {
  const { screen } = admin
  await screen.press('Add a policy')
  await admin.fill('Name', name)
  await admin.fill('Networks', networks)
  await screen.page.getByLabel('Second factor', { exact: true }).selectOption({ label: requirement })
  await screen.press('Take it into the list')
}

async function save(): Promise<void> {
  await admin.screen.press('Check and save')
}

test('a policy is written in plain words, and its faults are named', async () => {
  const { screen } = admin
  await admin.go('Policies')
  await admin.title('Policies')
  await screen.sees('No policies yet')
  await lookBothWays(screen, 'empty')
  await screen.press('Add a policy')
  await admin.fill('Networks', '192.0.2.0/24\n10.0.0.0/99')
  await screen.press('Take it into the list')
  await screen.sees('A policy needs a name.')
  await screen.sees('Line 2: “10.0.0.0/99” is not a range such as 192.0.2.0/24.')
  await screen.sees('This policy says nothing yet. Choose at least one setting.')
  await screen.press('Add a time')
  await lookBothWays(screen, 'editor')
  await admin.fill('Name', 'Office')
  await admin.fill('Networks', '192.0.2.0/24')
  await screen.press('Remove time 1')
  await screen.page.getByLabel('Second factor', { exact: true }).selectOption({ label: 'not asked' })
  await screen.press('Take it into the list')
  await screen.sees('from 192.0.2.0/24')
  await screen.sees('1 change is not saved')
})

test('what is not saved survives a look elsewhere, and saving needs no question when nobody is locked out', async () => {
  const { screen } = admin
  await admin.go('Accounts')
  await admin.title('Accounts')
  await admin.go('Policies')
  await screen.sees('1 change is not saved')
  await save()
  await screen.sees('Saved. Logins follow it from now on.')
  await addPolicy('Newcomers', 'asked only of people who have one')
  await save()
  await screen.page.getByText('1 change is not saved').waitFor({ state: 'detached' })
})

test('the order is changed by button and by keyboard, and the focus stays with the policy', async () => {
  const { screen } = admin
  const names = (): Promise<string[]> => screen.page.locator('[data-policy] h2').allInnerTexts()
  assert.deepEqual(await names(), ['Newcomers', 'Office'])
  await screen.page.getByRole('button', { name: 'Move Office up' }).click()
  assert.deepEqual(await names(), ['Office', 'Newcomers'])
  const focused = (): Promise<string | null> =>
    screen.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null)
  assert.equal(await focused(), 'Move Office down', 'the button upwards is gone at the top')
  await screen.page.keyboard.press('Alt+ArrowDown')
  assert.deepEqual(await names(), ['Newcomers', 'Office'])
  await screen.page.getByText('Office is now 2 of 2').waitFor({ state: 'attached' })
  await screen.page.keyboard.press('Alt+ArrowUp')
  await lookBothWays(screen, 'list')
  await save()
  await screen.page.getByText('change is not saved').waitFor({ state: 'detached' })
})

test('a change that locks people out names them before it is saved', async () => {
  const { screen } = admin
  await addPolicy('Everybody', 'required')
  await save()
  await screen.sees('2 people would be locked out')
  await screen.sees('bert@example.org')
  await screen.sees('clara@example.org')
  await lookBothWays(screen, 'lock-out')
  await screen.press('Back to the list')
  await screen.sees('1 change is not saved')
  await screen.press('Discard')
  await screen.page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
  await screen.page.getByRole('heading', { name: 'Everybody' }).waitFor({ state: 'detached' })
})

test('the explanation says for each setting who decided, and why each policy applies or not', async () => {
  const { screen } = admin
  await screen.page.getByRole('link', { name: 'Explain', exact: true }).click()
  await screen.page.getByRole('button', { name: 'Explain', exact: true }).click()
  await screen.sees('Say whose login it is.')
  await admin.fill('Account', 'bert@example.org')
  await screen.page.getByLabel('App', { exact: true }).selectOption({ label: 'Payroll' })
  await admin.fill('From the address', '192.0.2.7')
  await screen.page.getByRole('button', { name: 'Explain', exact: true }).click()
  await screen.sees('bert@example.org at Payroll')
  await screen.sees('Let in without the phone: a policy trusts this network.')
  const decided = screen.page.getByRole('row', { name: /Second factor/ })
  assert.match(await decided.innerText(), /not asked\s+Office/)
  await screen.sees('Decides nothing here: what it says was decided further up.')
  await lookBothWays(screen, 'explained')
  await admin.fill('From the address', '198.51.100.1')
  await screen.page.getByRole('button', { name: 'Explain', exact: true }).click()
  await screen.sees('The address is in none of its networks.')
  assert.match(await decided.innerText(), /asked only of people who have one\s+Newcomers/)
})

test('two admins at once: the second sees both versions, and nothing is lost unseen', async () => {
  const { screen } = admin
  screen.expectComplaints(/401|412/)
  await admin.go('Policies')
  await addPolicy('Mine', 'required', '203.0.113.0/24')
  const other = new ConsolePage(await world.screen('console-policies-other', DESKTOP), world.home.url)
  await other.open('/policies')
  await other.signIn('olga@example.org', phone)
  await other.screen.press('Remove Newcomers')
  await other.screen.press('Check and save')
  await other.screen.press('Save all the same')
  await other.screen.sees('Saved. Logins follow it from now on.')
  await save()
  await screen.sees('Somebody else changed this')
  await lookBothWays(screen, 'conflict')
  await screen.press('Keep theirs')
  await screen.page.getByRole('heading', { name: 'Newcomers' }).waitFor({ state: 'detached' })
})

test('a help desk reads and explains policies without being offered what it may not do', async () => {
  await world.home.command('admin', 'add', 'bert@example.org', '--role', 'help_desk')
  const desk = new ConsolePage(await world.screen('console-policies-desk', DESKTOP), world.home.url)
  const bert = await world.pairedPhone('console-policies-desk', 'bert@example.org')
  await desk.open('/policies')
  await desk.signIn('bert@example.org', bert)
  await desk.title('Policies')
  await desk.screen.sees('You may look at the policies, but not change them.')
  assert.equal(
    await desk.screen.page.getByRole('button', { name: /Add a policy|Edit|Move|Remove/ }).count(),
    0,
  )
  await desk.screen.page.getByRole('link', { name: 'Explain', exact: true }).click()
  await desk.screen.page.getByLabel('App', { exact: true }).selectOption({ label: 'Payroll' })
  await lookBothWays(desk.screen, 'help-desk')
  await desk.open('/settings')
  assert.equal(await desk.screen.page.getByRole('link', { name: 'Settings' }).count(), 0)
})
