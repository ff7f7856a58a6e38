// What a role may not do is not offered: no dead buttons for the help desk, nothing but reading for an auditor.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { DESKTOP } from '../support/browser.js'
import { ConsolePage } from './console-page.js'
import { World } from './world.js'

let world: World
before(async () => {
  world = await World.open(['anna', 'helga', 'audrey'])
  await world.home.command('admin', 'add', 'helga', '--role', 'help_desk')
  await world.home.command('admin', 'add', 'audrey', '--role', 'auditor')
})
after(() => world.close())

async function signedInAs(userId: string): Promise<ConsolePage> {
  const console = new ConsolePage(await world.screen(`console-${userId}`, DESKTOP), world.home.url)
  const phone = await world.pairedPhone(`console-${userId}`, userId)
  await console.open()
  await console.signIn(userId, phone)
  return console
}

const links = (console: ConsolePage): Promise<readonly string[]> =>
  console.screen.page.getByRole('navigation', { name: 'Console' }).getByRole('link').allInnerTexts()

test('the help desk pairs and unlocks, and is offered nothing else', async () => {
  const helga = await signedInAs('helga')
  const { page } = helga.screen
  await helga.title('Overview')
  assert.deepEqual(await links(helga), [
    'Overview',
    'Accounts',
    'Groups',
    'Import',
    'Invitations',
    'Policies',
    'Apps',
  ])
  await helga.go('Accounts')
  await page.getByRole('link', { name: 'anna', exact: true }).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Add an account' }).count(), 0)
  await page.getByRole('link', { name: 'anna', exact: true }).click()
  await page.getByRole('button', { name: 'More' }).click()
  assert.deepEqual(await page.getByRole('menuitem').allInnerTexts(), [
    'Unlock',
    'Let in without phone for a time',
  ])
  await page.keyboard.press('Escape')
  assert.equal(await page.getByRole('button', { name: 'Edit' }).count(), 0)
  await helga.screen.look('detail')
  await helga.open('/settings')
  await helga.screen.sees('This page is not open to you')
  helga.screen.expectComplaints(/40[13]/)
  assert.equal(
    await helga.call('POST', '/groups', { name: 'Mine' }),
    403,
    'and the server refuses what is not offered',
  )
})

test('an auditor reads everything and changes nothing', async () => {
  const audrey = await signedInAs('audrey')
  const { page } = audrey.screen
  await audrey.title('Overview')
  await audrey.go('Accounts')
  await page.getByRole('link', { name: 'anna', exact: true }).click()
  await audrey.title('anna')
  await audrey.screen.sees('No phone yet')
  assert.deepEqual(await page.getByRole('main').getByRole('button').allInnerTexts(), [])
  await audrey.screen.look('detail')
})
