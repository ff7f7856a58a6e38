// Invitations: who gets one, what it carries, and how it becomes a phone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from '@countersign/server/core/permissions'
import {
  listInvitations,
  printInvitations,
  remindInvitation,
  revokeInvitation,
  showStartCodes,
  summariseInvitations,
} from '@countersign/server/flows/admin/invitations'
import { invite } from '@countersign/server/flows/admin/invite'
import { loginWithCode } from '@countersign/server/flows/codes/login-with-code'
import {
  checkInvitation,
  confirmInvitation,
  declineInvitation,
  invitationPairing,
} from '@countersign/server/flows/invite/accept-invitation'
import {
  makeInvitationCodes,
  renewInvitationPairing,
} from '@countersign/server/flows/invite/codes-of-invitation'
import { sweep } from '@countersign/server/flows/sweep'
import { checked, invitedBySheet, mailsOf, phoneTakes, secretIn, setUpMail } from '../support/invited.js'
import { OPERATOR, takeOver } from '../support/onboarding.js'
import type { World } from '../support/test-world.js'
import { bytesOf, makeWorld, must, pairedDevice, reasonOf, requestBody } from '../support/test-world.js'

const all = { state: undefined, channel: undefined, limit: 100 } as const
const stateOf = async ({ ports }: World, id: string): Promise<string | undefined> =>
  (await ports.storage.read.invitations.byId(id))?.state

test('a card becomes a phone: link, start code, ticket, the same digits on both screens', async () => {
  const world = await makeWorld()
  const card = await invitedBySheet(world)
  const { ticket, pairingToken, account } = await checked(world, card)
  assert.equal(account.userId, 'alice')
  const token = bytesOf(pairingToken)
  assert.deepEqual(must(await invitationPairing(world.ports, token)), { state: 'open' })
  const { confirmation } = await phoneTakes(world, 'alice', ticket.link)
  assert.deepEqual(must(await invitationPairing(world.ports, token)), {
    state: 'accepted',
    deviceName: 'Phone',
    confirmation,
  })
  const device = must(await confirmInvitation(world.ports, token, confirmation))
  assert.equal(device.state, 'active')
  assert.equal(await stateOf(world, card.id), 'accepted')
})

test('a mail carries the link in the language of its reader, to both addresses, and never the start code', async () => {
  const world = await makeWorld()
  await setUpMail(world.ports)
  await takeOver(world.ports, [
    'user_id,email,email2,locale',
    'alice,a@example.org,a2@example.org,de',
    'bob,b@example.org,,',
  ])
  const { ids } = must(
    await invite(world.ports, OPERATOR, { select: { withoutDevice: true }, channel: 'mail' }),
  )
  assert.equal(ids.length, 2)
  const mails = await mailsOf(world.ports)
  assert.deepEqual(
    mails.map(({ to, subject }) => `${to}: ${subject}`),
    [
      'a2@example.org: ACME: Verbinden Sie Ihr Telefon',
      'a@example.org: ACME: Verbinden Sie Ihr Telefon',
      'b@example.org: ACME: pair your phone',
    ],
  )
  const codes = must(await showStartCodes(world.ports, OPERATOR, { ids }))
  assert.equal(codes.length, 2)
  for (const { startCode } of codes) {
    assert.match(startCode, /^\d{8}$/)
    for (const { text, html } of mails) assert.ok(!`${text}${html}`.includes(startCode))
  }
  const link = /https:\/\/id\.example\/invite\/#[\w-]+/.exec(mails[0]?.text ?? '')?.[0] ?? ''
  assert.ok(mails[0]?.html.includes(link))
  const named = await world.ports.storage.read.invitations.bySecret(
    world.ports.vault.keyedHash('invitation', secretIn(link)),
  )
  assert.ok(named)
})

test('nobody is invited who has a phone, is suspended, is invited already, or has no address to write to', async () => {
  const world = await makeWorld()
  await setUpMail(world.ports)
  await pairedDevice(world, 'phone')
  const job = await takeOver(world.ports, [
    'user_id,email',
    'phone,p@example.org',
    'mute,',
    'invited,i@example.org',
    'new,n@example.org',
  ])
  const invited = await world.ports.storage.read.accounts.byLoginName('invited')
  assert.ok(invited)
  must(await invite(world.ports, OPERATOR, { select: { accountIds: [invited.id] }, channel: 'mail' }))
  const { ids, more, leftOut } = must(
    await invite(world.ports, OPERATOR, { select: { importId: job.id }, channel: 'mail' }),
  )
  assert.equal(ids.length, 1)
  assert.equal(more, false)
  assert.deepEqual(leftOut, { hasDevice: 1, notActive: 0, invitedAlready: 1, noAddress: 1, notPermitted: 0 })
})

test('the start codes of a list are those of its invitations', async () => {
  const world = await makeWorld()
  const card = await invitedBySheet(world, 'alice', '11223344')
  assert.equal(card.startCode, '11223344')
})

test('by mail nobody is invited while mail is not set up', async () => {
  const { ports } = await makeWorld()
  const invited = await invite(ports, OPERATOR, { select: { withoutDevice: true }, channel: 'mail' })
  assert.deepEqual(invited, {
    ok: false,
    refusal: { reason: 'conflict', what: 'mail', because: 'not_set_up' },
  })
})

test('a group is invited, and who has not accepted yet can be seen', async () => {
  const world = await makeWorld()
  await takeOver(world.ports, ['user_id,groups', 'alice,Staff', 'bob,Staff', 'carol,'], {
    createGroups: true,
  })
  const group = await world.ports.storage.read.groups.byName('Staff')
  const { ids } = must(
    await invite(world.ports, OPERATOR, { select: { groupId: group?.id ?? '' }, channel: 'sheet' }),
  )
  assert.equal(ids.length, 2)
  await pairedDevice(world, 'alice')
  const open = must(await listInvitations(world.ports, OPERATOR, { ...all, state: 'open' }))
  assert.deepEqual(
    open.map(({ userId }) => userId),
    ['bob'],
  )
  assert.deepEqual(must(await summariseInvitations(world.ports, OPERATOR, undefined)), {
    open: 1,
    accepted: 1,
    revoked: 0,
    expired: 0,
    blocked: 0,
    notInvited: 1,
  })
})

test('a reminder carries the same link, and not twice in ten minutes', async () => {
  const world = await makeWorld()
  await setUpMail(world.ports)
  await takeOver(world.ports, ['user_id,email', 'alice,a@example.org'])
  const { ids } = must(
    await invite(world.ports, OPERATOR, { select: { withoutDevice: true }, channel: 'mail' }),
  )
  const [id = ''] = ids
  const remind = () => remindInvitation(world.ports, OPERATOR, { id })
  assert.equal(reasonOf(await remind()), 'conflict')
  world.clock.advance(600_000)
  must(await remind())
  assert.equal(reasonOf(await remind()), 'conflict')
  const links = (await mailsOf(world.ports)).map(({ text }) => /#[\w-]+/.exec(text)?.[0])
  assert.equal(links.length, 2)
  assert.equal(links[0], links[1])
  const outgoing = await world.ports.storage.read.outgoing.page({ limit: 10 })
  assert.deepEqual(outgoing.map(({ subject }) => subject).toSorted(), ['invitation', 'reminder'])
})

test('a revoked invitation, and one whose time is over, open nothing and have forgotten their secrets', async () => {
  const world = await makeWorld()
  const [revoked, expired] = [await invitedBySheet(world, 'alice'), await invitedBySheet(world, 'bob')]
  must(await revokeInvitation(world.ports, OPERATOR, { id: revoked.id }))
  world.clock.advance(14 * 86_400_000)
  assert.equal(
    reasonOf(await checkInvitation(world.ports, expired.secret, expired.startCode)),
    'invitation_refused',
  )
  await sweep(world.ports)
  for (const [{ id, secret, startCode }, state] of [
    [revoked, 'revoked'],
    [expired, 'expired'],
  ] as const) {
    const kept = await world.ports.storage.read.invitations.byId(id)
    assert.deepEqual([kept?.state, kept?.sealedSecret, kept?.sealedStartCode], [state, undefined, undefined])
    assert.equal(reasonOf(await checkInvitation(world.ports, secret, startCode)), 'invitation_refused')
  }
  assert.deepEqual(must(await printInvitations(world.ports, OPERATOR, { ids: [revoked.id, expired.id] })), [])
})

test('revoking ends what was begun: the ticket that was made is worth nothing', async () => {
  const world = await makeWorld()
  const card = await invitedBySheet(world)
  const { ticket } = await checked(world, card)
  must(await revokeInvitation(world.ports, OPERATOR, { id: card.id }))
  assert.equal((await world.ports.storage.read.tickets.byId(ticket.ticketId))?.state, 'withdrawn')
})

test('after a wrong phone answered, it is thrown out, and the code makes a new ticket', async () => {
  const world = await makeWorld()
  const card = await invitedBySheet(world)
  const first = await checked(world, card)
  await phoneTakes(world, 'alice', first.ticket.link)
  must(await declineInvitation(world.ports, bytesOf(first.pairingToken)))
  const second = await checked(world, card)
  const { confirmation } = await phoneTakes(world, 'alice', second.ticket.link)
  must(await confirmInvitation(world.ports, bytesOf(second.pairingToken), confirmation))
  const devices = await world.ports.storage.read.devices.ofAccount(second.account.id)
  assert.deepEqual(devices.map(({ state }) => state).sort(), ['active', 'revoked'])
})

test('who gives the code last goes on; the browser before is out', async () => {
  const world = await makeWorld()
  const card = await invitedBySheet(world)
  const first = await checked(world, card)
  const second = await checked(world, card)
  assert.equal(
    reasonOf(await invitationPairing(world.ports, bytesOf(first.pairingToken))),
    'invitation_refused',
  )
  assert.equal((await world.ports.storage.read.tickets.byId(first.ticket.ticketId))?.state, 'withdrawn')
  must(await invitationPairing(world.ports, bytesOf(second.pairingToken)))
})

test('a suspended account cannot accept', async () => {
  const world = await makeWorld()
  const card = await invitedBySheet(world)
  const account = await world.ports.storage.read.accounts.byLoginName('alice')
  assert.ok(account)
  await world.ports.storage.transaction(({ directory }) =>
    directory.save({ ...account, state: 'suspended' }, []),
  )
  assert.equal(
    reasonOf(await checkInvitation(world.ports, card.secret, card.startCode)),
    'invitation_refused',
  )
})

test('an auditor sees who was invited, and no secret of it', async () => {
  const world = await makeWorld()
  const card = await invitedBySheet(world)
  const account = await world.ports.storage.read.accounts.byLoginName('alice')
  assert.ok(account)
  const auditor: Actor = {
    kind: 'admin',
    freshUntilMs: Number.MAX_SAFE_INTEGER,
    accountId: account.id,
    userId: 'auditor',
    role: 'auditor',
  }
  assert.equal(must(await listInvitations(world.ports, auditor, all)).length, 1)
  for (const act of [printInvitations, showStartCodes])
    assert.equal(reasonOf(await act(world.ports, auditor, { ids: [card.id] })), 'not_permitted')
})

test('backup codes come first: they count when the phone does, and not before', async () => {
  const world = await makeWorld()
  const card = await invitedBySheet(world)
  const { ticket, pairingToken } = await checked(world, card)
  const token = bytesOf(pairingToken)
  const { codes } = must(await makeInvitationCodes(world.ports, token))
  const login = () =>
    loginWithCode(world.ports, world.app, { ...requestBody(), code: codes[0] ?? assert.fail('no codes') })
  assert.equal(reasonOf(await login()), 'code_refused')
  const { confirmation } = await phoneTakes(world, 'alice', ticket.link)
  must(await confirmInvitation(world.ports, token, confirmation))
  must(await login())
  assert.equal(reasonOf(await makeInvitationCodes(world.ports, token)), 'invitation_refused')
})

test('codes that another browser made, or that are gone, do not go home with somebody: they are made anew first', async () => {
  const world = await makeWorld()
  const card = await invitedBySheet(world)
  const first = await checked(world, card)
  must(await makeInvitationCodes(world.ports, bytesOf(first.pairingToken)))
  const second = await checked(world, card)
  const token = bytesOf(second.pairingToken)
  assert.equal(
    reasonOf(await makeInvitationCodes(world.ports, bytesOf(first.pairingToken))),
    'invitation_refused',
  )
  const { codes } = must(await makeInvitationCodes(world.ports, token))
  // An hour is too long for codes that wait.
  const { accountId } = (await world.ports.storage.read.invitations.byId(card.id)) ?? assert.fail('gone')
  await world.ports.storage.transaction(({ backupCodes }) => backupCodes.removeOf(accountId))
  const { confirmation } = await phoneTakes(world, 'alice', second.ticket.link)
  assert.equal(reasonOf(await confirmInvitation(world.ports, token, confirmation)), 'conflict')
  const anew = must(await makeInvitationCodes(world.ports, token))
  assert.notDeepEqual(anew.codes, codes)
  must(await confirmInvitation(world.ports, token, confirmation))
})

test('whoever gives the start code after somebody else made codes pairs a phone without those', async () => {
  const world = await makeWorld()
  const card = await invitedBySheet(world)
  const first = await checked(world, card)
  const { codes } = must(await makeInvitationCodes(world.ports, bytesOf(first.pairingToken)))
  const second = await checked(world, card)
  const { confirmation } = await phoneTakes(world, 'alice', second.ticket.link)
  must(await confirmInvitation(world.ports, bytesOf(second.pairingToken), confirmation))
  const code = codes[0] ?? assert.fail('no codes')
  assert.equal(
    reasonOf(await loginWithCode(world.ports, world.app, { ...requestBody(), code })),
    'code_refused',
  )
})

test('a link that was not used in time is renewed without the start code, for the browser that gave it', async () => {
  const world = await makeWorld()
  const card = await invitedBySheet(world)
  const { ticket, pairingToken } = await checked(world, card)
  const token = bytesOf(pairingToken)
  world.clock.advance(600_000)
  const renewed = must(await renewInvitationPairing(world.ports, token))
  assert.notEqual(renewed.link, ticket.link)
  const { confirmation } = await phoneTakes(world, 'alice', renewed.link)
  must(await confirmInvitation(world.ports, token, confirmation))
  assert.equal(reasonOf(await renewInvitationPairing(world.ports, token)), 'invitation_refused')
  assert.equal(
    reasonOf(await renewInvitationPairing(world.ports, world.ports.random.bytes(32))),
    'invitation_refused',
  )
})
