// What stands together on one screen of the phone, and which request a tapped access pass means.
import assert from 'node:assert/strict'
import test from 'node:test'
import { meantBy, sheetsOf } from '@countersign/authenticator/sheets'
import { held } from './held.js'

test('[GR1] two symbol requests of one account share one grid, the later one at its end', () => {
  const later = held(1, 2, { options: [7, 8, 9] })
  const earlier = held(1, 1, { options: [3, 1, 2] })
  const sheets = sheetsOf([later, earlier])
  assert.deepEqual(sheets, [{ kind: 'symbols', held: [earlier, later], options: [3, 1, 2, 7, 8, 9] }])
})

test('[GR1] requests of two accounts never share a grid, even with disjoint passes', () => {
  const sheets = sheetsOf([held(1, 1), held(2, 2, { options: [7, 8, 9] })])
  assert.equal(sheets.length, 2)
})

test('[GR1] a grid never holds an access pass twice: a server that errs gets two screens', () => {
  const sheets = sheetsOf([held(1, 1), held(1, 2, { options: [3, 8, 9] })])
  assert.deepEqual(
    sheets.map(({ held: on }) => on.length),
    [1, 1],
  )
})

test('a code request has a screen of its own, in its turn', () => {
  const code = held(1, 1, { mode: 'code', options: [] })
  const sheets = sheetsOf([held(1, 2), code, held(1, 3, { options: [7, 8] })])
  assert.deepEqual(
    sheets.map(({ kind }) => kind),
    ['code', 'symbols'],
  )
})

test('[GR2] a tapped access pass means the request whose set it is in', () => {
  const [first, second] = [held(1, 1), held(1, 2, { options: [7, 8, 9] })]
  const [sheet] = sheetsOf([first, second])
  assert.ok(sheet)
  assert.equal(meantBy(sheet, 8), second)
  assert.equal(meantBy(sheet, 2), first)
})

test('[TX4] what is paid stands alone, before and after a login by access pass', () => {
  const payment = held(1, 2, { purpose: 'transaction', options: [7, 8, 9] })
  const sheets = sheetsOf([held(1, 1), payment, held(1, 3, { options: [11, 12, 13] })])
  assert.deepEqual(
    sheets.map(({ held: on }) => on.map(({ request }) => request.purpose)),
    [['login', 'login'], ['transaction']],
  )
})
