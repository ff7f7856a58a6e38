// A login page on the phone opens the app by link: which request is shown, what is said when there is none, and where it goes back to.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Accounts } from '@countersign/authenticator/accounts'
import type { Answers } from '@countersign/authenticator/answering'
import { createAnswers } from '@countersign/authenticator/answering'
import type { Account, AppState, Ended, Held } from '@countersign/authenticator/app-state'
import { initialState } from '@countersign/authenticator/app-state'
import type { HistoryLog } from '@countersign/authenticator/history-log'
import { cameFor, createLinkVisits, wayBack } from '@countersign/authenticator/link-visit'
import { sheetsOf } from '@countersign/authenticator/sheets'
import { createStore } from '@countersign/authenticator/store'
import type { ApprovalLink } from '@countersign/protocol'
import { held } from './held.js'

const SERVER = 'https://id.example'
const CODE = 'AAAAAAAAAAAAAAAAAAAAAA'
const asked: Held = held(1, 7, { mode: 'link', options: [] })
const link: ApprovalLink = { challengeId: asked.request.challengeId, secret: CODE, back: '/countersign' }
const approved = { state: 'approved', byThisDevice: true, decidedAtMs: 1 } as const

interface Given {
  readonly serverUrl?: string
  readonly condition?: Account['condition']
  readonly accounts?: readonly Account[]
  /** What each pull brings: requests, or no answer. */
  readonly pulls?: readonly (readonly Held[] | undefined)[]
  readonly result?: Ended['result']
}

function opened({ serverUrl = SERVER, condition = 'online', accounts, pulls = [], result }: Given = {}) {
  // Sound: of an account only its server and its condition are read here.
  const account = { pairing: { serverUrl, deviceId: asked.deviceId }, condition } as unknown as Account
  const store = createStore<AppState>({
    ...initialState({ language: 'en', theme: 'auto' }),
    phase: 'ready',
    accounts: accounts ?? [account],
  })
  const left = [...pulls]
  const went: string[] = []
  const secrets: string[] = []
  const pullAll = async (): Promise<number | undefined> => {
    const open = left.length > 1 ? left.shift() : left[0]
    if (open) store.patch({ open })
    return open?.length
  }
  const approveLink = async (one: Held, secret: string): Promise<Ended['result']> => {
    secrets.push(secret)
    const outcome = result ?? { ...approved, returnCode: CODE }
    store.patch({ open: [], ended: { held: one, result: outcome, answered: 'approve', alsoDenied: 0 } })
    return outcome
  }
  const page = { origin: SERVER, replace: (address: string | URL) => void went.push(String(address)) }
  // Sound: nothing else of the two is called.
  const visits = createLinkVisits(store, { pullAll } as Accounts, { approveLink } as Answers, page)
  return { store, visits, went, secrets }
}

test('[LK2] the request of the link is fetched and comes before everything else that is open', async () => {
  const { store, visits } = opened({ pulls: [[held(1, 1), asked]] })
  await visits.begin('link', link)
  const state = store.get()
  assert.ok(cameFor(state, asked))
  assert.equal(cameFor(state, held(1, 1)), false)
  assert.deepEqual(sheetsOf(state.open, state.link)[0], { kind: 'link', held: [asked] })
})

test('a phone that is not connected yet asks again until it is', async () => {
  const { store, visits } = opened({ pulls: [undefined, undefined, [asked]] })
  await visits.begin('link', link)
  assert.equal(store.get().link?.step, 'here')
})

const missing: readonly (readonly [fault: string, given: Given, link: ApprovalLink | undefined])[] = [
  ['broken', {}, undefined],
  ['not_paired', { accounts: [] }, link],
  ['other_server', { serverUrl: 'https://other.example' }, link],
  ['not_here', { pulls: [[held(1, 1)]] }, link],
  ['not_here', { condition: 'revoked' }, link],
  ['not_here', { condition: 'keys_vanished' }, link],
]
for (const [fault, given, tried] of missing) {
  test(`nothing to approve: ${fault} ${JSON.stringify(given.condition ?? '')}`, async () => {
    const { store, visits } = opened(given)
    await visits.begin('link', tried)
    const { link: visit } = store.get()
    assert.ok(visit?.step === 'missing')
    assert.equal(visit.fault, fault)
  })
}

test('[LK4] an approval that counts goes back to the signed origin with the return code', async () => {
  const { store, visits, went, secrets } = opened({ pulls: [[asked]] })
  await visits.begin('link', link)
  await visits.approve(asked)
  assert.deepEqual(secrets, [CODE])
  assert.deepEqual(went, [`https://wiki.example/countersign#countersign=${CODE}`])
  const state = store.get()
  assert.equal(state.ended && wayBack(state, state.ended), went[0])
})

test('[LK4] one that does not count goes nowhere by itself, and the way back holds no code', async () => {
  for (const result of [
    { ...approved, state: 'mismatched', returnCode: undefined },
    { ...approved, byThisDevice: false, returnCode: undefined },
    { state: 'failed', fault: 'unknown' },
  ] as const) {
    const { store, visits, went } = opened({ pulls: [[asked]], result })
    await visits.begin('link', link)
    await visits.approve(asked)
    assert.deepEqual(went, [])
    const state = store.get()
    assert.equal(state.ended && wayBack(state, state.ended), 'https://wiki.example/countersign')
  }
})

test('[LK2] without the link nothing is approved; an outcome of another request has no way back', async () => {
  const { store, visits, secrets, went } = opened({ pulls: [[asked]] })
  await visits.approve(asked)
  assert.deepEqual([secrets, went], [[], []])
  const ended: Ended = { held: asked, result: approved, answered: 'approve', alsoDenied: 0 }
  assert.equal(wayBack(store.get(), ended), undefined)
  await visits.begin('link', link)
  assert.equal(wayBack(store.get(), { ...ended, held: held(1, 1) }), undefined)
})

test('[LK4] a signed origin that is none is not gone to', async () => {
  const odd = held(1, 7, { mode: 'link', options: [], origin: '' })
  const { visits, went } = opened({ pulls: [[odd]] })
  await visits.begin('link', link)
  await visits.approve(odd)
  assert.deepEqual(went, [])
})

test('what became of another request is read and put away without leaving the one of the link', () => {
  const { store } = opened()
  // Sound: putting an outcome away asks neither of them.
  const answers = createAnswers(store, {} as Accounts, {} as HistoryLog)
  const ended = (of: Held): Ended => ({ held: of, result: approved, answered: undefined, alsoDenied: 0 })
  store.patch({ link: { of: 'link', step: 'here', link }, ended: ended(held(1, 1)) })
  answers.dismiss()
  assert.deepEqual([store.get().ended, store.get().link?.step], [undefined, 'here'])
  store.patch({ ended: ended(asked) })
  answers.dismiss()
  assert.equal(store.get().link, undefined)
})
