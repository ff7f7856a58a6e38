// The story with people: sign in, add one, pair their phone, remove it and see its connection close within a second.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { DESKTOP } from '../support/browser.js'
import { ConsolePage } from './console-page.js'
import type { Phone } from './phone.js'
import { World } from './world.js'

let world: World
let admin: ConsolePage
let anna: Phone
before(async () => {
  world = await World.open(['bert@example.org', 'clara@example.org'])
  admin = new ConsolePage(await world.screen('console-people', DESKTOP), world.home.url)
  const phone = await world.phone('console-people-owner')
  await admin.setUp(await world.setupLink(), phone, { userId: 'olga@example.org', name: 'Olga Owner' })
})
after(() => world.close())

test('an account is added, and its phone is paired from the same page', async () => {
  const { screen } = admin
  await admin.go('Accounts')
  await admin.title('Accounts')
  await screen.sees('clara@example.org')
  await screen.look('accounts')
  await screen.press('Add an account')
  await screen.look('add')
  await screen.press('Add')
  await screen.sees('Type a user ID.')
  await admin.fill('User ID', 'anna@example.org')
  await screen.page.getByLabel(/^Name/).fill('Anna Ask')
  await screen.press('Add')

  await admin.title('anna@example.org')
  await screen.sees('Pair a phone for anna@example.org')
  await screen.page.locator('.qr path').waitFor()
  await screen.look('pair')
  anna = await world.phone('console-people')
  await anna.accept(await screen.page.getByLabel('Pairing link').inputValue())
  const digits = await anna.confirmation()
  await screen.sees(`${digits.slice(0, 3)} ${digits.slice(3)}`)
  await screen.look('compare')
  await screen.press('Yes, the same')
  await anna.title('Paired')
  await anna.screen.press('Done')
  await anna.isReady()
  await screen.sees(/is paired/)
  await screen.page.reload()
  await screen.sees('Connected now')
  await screen.look('detail')
})

test('search, filter and sort are the server’s, stand in the address, and survive a reload', async () => {
  const { screen } = admin
  await admin.go('Accounts')
  await screen.sees('bert@example.org')
  await screen.page.getByLabel('Search by ID, name or e-mail').fill('ask')
  await screen.page.getByRole('link', { name: 'bert@example.org' }).waitFor({ state: 'detached' })
  await screen.sees('anna@example.org')
  await screen.page.reload()
  await screen.sees('anna@example.org')
  assert.equal(await screen.page.getByRole('row').count(), 2, 'the head and one account')
  await screen.page.getByLabel('Search by ID, name or e-mail').fill('nobody at all')
  await screen.sees('Nobody fits')
  await screen.look('nobody')
  await screen.press('Show all accounts')
  await screen.page.getByLabel('Phone', { exact: true }).selectOption('without')
  await screen.page.getByRole('link', { name: 'anna@example.org' }).waitFor({ state: 'detached' })
  await admin.go('Accounts')
  await screen.page.getByRole('button', { name: 'User ID' }).click()
  await screen.page
    .getByRole('columnheader', { name: /User ID/ })
    .and(screen.page.locator('[aria-sort="descending"]'))
    .waitFor()
  await screen.page.getByRole('rowheader').first().getByText('olga@example.org').waitFor()
})

test('suspending names what it means, and can be undone from the message', async () => {
  const { screen } = admin
  await admin.open('/accounts?q=bert')
  await admin.pick('Actions for bert@example.org', 'Suspend')
  await screen.sees('No app lets this person in any more, from now on.')
  await screen.look('suspend')
  await screen.page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click()
  await screen.sees('bert@example.org is suspended.')
  await screen.sees('Suspended')
  await screen.press('Undo')
  await screen.sees('Undone.')
  await screen.page.getByRole('row', { name: /bert/ }).getByText('Suspended').waitFor({ state: 'detached' })
})

test('an account is let in without a phone for a time, with a reason', async () => {
  const { screen } = admin
  await admin.open('/accounts?q=clara')
  await screen.page.getByRole('link', { name: 'clara@example.org' }).click()
  await admin.title('clara@example.org')
  await admin.pick('More', 'Let in without phone for a time')
  await screen.press('Let in without phone')
  await screen.sees('Give a reason: it is kept in the audit.')
  await admin.fill('Reason', 'Phone broken; called back on the number we have')
  await screen.look('second-factor-off')
  await screen.press('Let in without phone')
  await screen.sees(/gets in without a phone until/)
  await screen.look('exception')
  await screen.press('Require the phone again')
  await screen.sees('clara@example.org needs the phone again.')
})

test('two admins who edit the same account see both versions', async () => {
  const { screen } = admin
  await admin.open('/accounts?q=clara')
  await screen.page.getByRole('link', { name: 'clara@example.org' }).click()
  await screen.press('Edit')
  await screen.page.getByLabel(/^Name/).fill('Clara by the first')
  const other = await screen.context.newPage()
  await other.goto(screen.page.url())
  await other.getByRole('button', { name: 'Edit', exact: true }).click()
  await other.getByLabel(/^Name/).fill('Clara by the second')
  await other.getByRole('button', { name: 'Save' }).click()
  await other.getByText('Saved.').waitFor()
  await other.close()
  screen.expectComplaints(/401|412/)
  await screen.press('Save')
  await screen.sees('Somebody else changed this')
  await screen.sees('Clara by the second')
  await screen.look('both-versions')
  await screen.press('Save mine over it')
  await screen.sees('Saved.')
  await screen.sees('Clara by the first')
})

test('a group is made, people are added and taken out again, with a way back', async () => {
  const { screen } = admin
  await admin.go('Groups')
  await screen.sees('No groups yet')
  await screen.look('no-groups')
  await screen.page.getByRole('button', { name: 'Add a group' }).first().click()
  await screen.page.getByLabel('Name').fill('Staff')
  await screen.press('Add')
  await admin.title('Staff')
  await screen.page.getByRole('button', { name: 'Add people' }).click()
  await screen.page.getByRole('checkbox', { name: /anna/ }).check()
  await screen.page.getByRole('checkbox', { name: /bert/ }).check()
  await screen.look('add-people')
  await screen.press('Add 2')
  await screen.sees('2 people were added.')
  await screen.press('Take out: bert@example.org')
  await screen.page.getByRole('link', { name: 'bert@example.org' }).waitFor({ state: 'detached' })
  await screen.press('Undo')
  await screen.page.getByRole('link', { name: 'bert@example.org' }).waitFor()
  await screen.look('group')
  await admin.open('/accounts')
  await screen.page.getByLabel('Group', { exact: true }).selectOption({ label: 'Staff' })
  await screen.page.getByRole('link', { name: 'clara@example.org' }).waitFor({ state: 'detached' })
})

test('a phone that is removed hears of it and is disconnected', async () => {
  const { screen } = admin
  await admin.open('/accounts?q=anna')
  await screen.page.getByRole('link', { name: 'anna@example.org' }).click()
  await screen.page.getByRole('button', { name: /^Remove:/ }).click()
  await screen.sees('The phone is disconnected within a second and can approve nothing any more.')
  await screen.look('remove-phone')
  await screen.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await anna.screen.sees('Removed on the server')
  await screen.sees('No phone yet')
  await anna.screen.look('removed')
  await screen.look('no-phone')
})

test('deleting asks for the ID to be typed, and the account is gone', async () => {
  const { screen } = admin
  await admin.open('/accounts?q=bert')
  await screen.page.getByRole('link', { name: 'bert@example.org' }).click()
  await admin.pick('More', 'Delete')
  const confirm = screen.page.getByRole('dialog').getByRole('button', { name: 'Delete' })
  assert.equal(await confirm.isDisabled(), true)
  await admin.fill('Type bert@example.org to confirm', 'bert@example.org')
  await screen.look('delete')
  await confirm.click()
  await admin.title('Accounts')
  await screen.page.getByRole('link', { name: 'bert@example.org' }).waitFor({ state: 'detached' })
})
