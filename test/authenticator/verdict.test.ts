// What the phone says after a request ended, in both languages.
import assert from 'node:assert/strict'
import test from 'node:test'
import { de } from '@countersign/authenticator/text/de'
import { en } from '@countersign/authenticator/text/en'
import { verdictOf } from '@countersign/authenticator/verdict'
import type { ChallengeStateName } from '@countersign/protocol'
import { challengeState } from '@countersign/protocol'
import { held } from './held.js'

const states = Object.keys(challengeState) as ChallengeStateName[]
const ended = (
  state: ChallengeStateName,
  byThisDevice: boolean,
  answered: 'approve' | 'deny' | undefined,
) => ({
  held: held(1, 1),
  result: { state, byThisDevice, decidedAtMs: 2_000 },
  answered,
  alsoDenied: 0,
})

test('every state has a title and a sentence in every language, here and from elsewhere', () => {
  for (const text of [en, de])
    for (const state of states)
      for (const byThisDevice of [true, false]) {
        const { title, lines } = verdictOf(ended(state, byThisDevice, undefined), text)
        assert.ok(title.length > 3 && lines.every((line) => line.length > 10), `${state} ${title}`)
      }
})

test('only an approval that can still change offers to take it back', () => {
  const offering = states.filter((state) => verdictOf(ended(state, true, 'approve'), en).canTakeBack)
  assert.deepEqual(offering, ['approved'])
})

test('an approval of another device can be taken back here', () => {
  assert.equal(verdictOf(ended('approved', false, undefined), en).canTakeBack, true)
})

test('a denial that came after the login went on never reads as a success', () => {
  const { sign, mustBeRead, title } = verdictOf(ended('redeemed', true, 'deny'), en)
  assert.deepEqual(
    { sign, mustBeRead, title },
    { sign: 'stopped', mustBeRead: true, title: en.outcome.tooLateTitle },
  )
})

test('requests denied along with the answer are said', () => {
  const { lines } = verdictOf({ ...ended('approved', true, 'approve'), alsoDenied: 1 }, en)
  assert.ok(lines.includes('The other request was denied.'))
})
