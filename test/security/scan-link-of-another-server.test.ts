// A scan link with another server: the text in a QR code is anybody's. It names a server of the attacker's, or ours with the attacker's
// secret, or is opened by a link in a mail. The phone connects to no address that a code brought, approves nothing by itself, and never
// sends the secret anywhere but inside an answer to the pinned server.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Accounts } from '@countersign/authenticator/accounts'
import type { Answers } from '@countersign/authenticator/answering'
import type { Account, AppState, Held } from '@countersign/authenticator/app-state'
import { initialState } from '@countersign/authenticator/app-state'
import { cameFor, createLinkVisits, wayBack } from '@countersign/authenticator/link-visit'
import { sheetsOf } from '@countersign/authenticator/sheets'
import { createStore } from '@countersign/authenticator/store'
import type { ScanLink } from '@countersign/protocol'
import { held } from '../authenticator/held.js'

const OURS = 'https://id.example'
const asked = held(1, 7, { mode: 'qr', options: [] })
const link: ScanLink = {
  serverUrl: OURS,
  challengeId: asked.request.challengeId,
  secret: 'AAAAAAAAAAAAAAAAAAAAAA',
}

function phone(open: readonly Held[]) {
  // Sound: of an account only its server and its condition are read here.
  const account = {
    pairing: { serverUrl: OURS, deviceId: asked.deviceId },
    condition: 'online',
  } as unknown as Account
  const store = createStore<AppState>({
    ...initialState({ language: 'en', theme: 'auto' }),
    phase: 'ready',
    accounts: [account],
  })
  const pulled: string[] = []
  const approved: string[] = []
  const went: string[] = []
  const pullAll = async (isMeant: (pairing: Account['pairing']) => boolean = () => true): Promise<number> => {
    if (isMeant(account.pairing)) pulled.push(account.pairing.serverUrl)
    store.patch({ open })
    return open.length
  }
  const scan = async (_: Held, secret: string): Promise<void> => void approved.push(secret)
  const page = { origin: OURS, replace: (address: string | URL) => void went.push(String(address)) }
  // Sound: nothing else of the two is called.
  const visits = createLinkVisits(
    store,
    { pullAll } as unknown as Accounts,
    { scan } as unknown as Answers,
    page,
  )
  return { store, visits, pulled, approved, went }
}

test('[QR3] a link of a server that no account belongs to is followed nowhere', async () => {
  for (const serverUrl of [
    'https://evil.example',
    'http://id.example',
    'https://id.example.evil.example',
    `${OURS}:444`,
  ]) {
    const { store, visits, pulled, approved } = phone([asked])
    await visits.begin('scan', { ...link, serverUrl, by: 'camera' })
    const { link: visit } = store.get()
    assert.deepEqual([visit?.step, visit?.step === 'missing' && visit.fault], ['missing', 'other_server'])
    assert.deepEqual([pulled, approved], [[], []])
  }
})

test('[QR4] a scanned or opened link shows its request before all others, and approves nothing until the person taps', async () => {
  for (const by of ['camera', 'elsewhere'] as const) {
    const { store, visits, approved, went } = phone([held(1, 1), asked])
    await visits.begin('scan', { ...link, by })
    assert.equal(store.get().link?.step, 'here')
    assert.equal(sheetsOf(store.get().open, store.get().link)[0]?.held[0], asked)
    assert.ok(cameFor(store.get(), asked))
    assert.deepEqual(approved, [])
    await visits.approve(asked)
    assert.deepEqual([approved, went], [[link.secret], []])
  }
})

test('[QR4] a link whose request is not among the verified ones is none: nothing is shown for it', async () => {
  const { store, visits } = phone([held(1, 1)])
  await visits.begin('scan', { ...link, by: 'elsewhere' })
  const { link: visit } = store.get()
  assert.equal(visit?.step === 'missing' && visit.fault, 'not_here')
})

test('[QR4] the secret of a QR code approves no request of another mode, and leads no browser anywhere', async () => {
  const other = held(1, 7, { mode: 'link', options: [] })
  const { store, visits } = phone([other])
  await visits.begin('scan', { ...link, by: 'camera' })
  assert.equal(cameFor(store.get(), other), false)
  const ended = {
    held: other,
    result: { state: 'approved', byThisDevice: true, decidedAtMs: 1 },
    answered: 'approve',
    alsoDenied: 0,
  } as const
  assert.equal(wayBack(store.get(), ended), undefined)
})
