// "This wasn't me" on the phone, end to end: a second phone was paired by somebody else, and the first one stops the account.
import assert from 'node:assert/strict'
import test, { after, before } from 'node:test'
import { World } from './world.js'

let world: World
before(async () => {
  world = await World.open(['anna', 'berta'])
})
after(() => world.close())

test('[NM1] the first phone reads of the second, says that it was not her, and the account is stopped', async () => {
  const mine = await world.pairedPhone('not-me', 'anna')
  const theirs = await world.pairedPhone('not-me-theirs', 'anna')
  const { screen } = mine
  await screen.press(/^Something changed in your account/)
  await mine.title('What you were told')
  await screen.look('told')
  await screen.page
    .getByRole('button', { name: /^This wasn’t me/ })
    .first()
    .click()
  await screen.sees('Stop your account?')
  await screen.look('ask')
  await screen.press('It was me')
  assert.equal(await screen.page.getByRole('dialog').count(), 0)
  await screen.page
    .getByRole('button', { name: /^This wasn’t me/ })
    .first()
    .click()
  await screen.press('Stop my account')
  await screen.sees('Your account is stopped')
  await screen.look('stopped')
  // What was added goes with it: the other phone is no phone of the account any more.
  await theirs.screen.sees('Removed on the server')
})

test('[NM1] in German, in the dark, at 360 px, without a network: it says that nothing is stopped yet', async () => {
  const phone = await world.phone('not-me-german', {
    locale: 'de-DE',
    colorScheme: 'dark',
    viewport: { width: 360, height: 740 },
  })
  const { screen } = phone
  const ticket = await world.ticket('berta')
  await screen.page.goto(ticket.link)
  await screen.press('Dieses Handy koppeln')
  await world.confirm(ticket, await phone.confirmation())
  await phone.title('Gekoppelt')
  await screen.press('Fertig')
  await screen.page.locator('.account-card').first().click()
  await screen.press('Was dir mitgeteilt wurde')
  await screen.page.getByRole('button', { name: /^Das war ich nicht/ }).waitFor()
  screen.expectComplaints(/ERR_INTERNET_DISCONNECTED|WebSocket/)
  await screen.context.setOffline(true)
  await screen.page.evaluate(() => window.dispatchEvent(new Event('offline')))
  await screen.press(/^Das war ich nicht/)
  await screen.press('Mein Konto sperren')
  await screen.look('working')
  await screen.sees(/dein Konto ist noch nicht gesperrt/)
  await screen.look('offline')
  await screen.context.setOffline(false)
})
