// Policies from the command line: listed, put in force from a file, previewed, explained.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { policySetBody } from '@countersign/protocol/admin'
import { policyBody } from '../support/policies.js'
import { readyPlace } from './terminal.js'

const codeOf = ({ json }: { readonly json: Readonly<Record<string, unknown>> }): unknown =>
  (json['error'] as { code?: string } | undefined)?.code

test('what policy list prints as JSON is what policy set takes', async (t) => {
  const place = await readyPlace(t)
  assert.match(
    (await place.run('policy', 'list')).out,
    /default\s+always\s+requirement required, match symbol, newBrowserMatch symbol, userVerification none, ring when_needed, passkeys offered, .*otherWays totp\+backup\+bypass.*setUp by_invitation/,
  )
  const file = join(place.folder, 'policies.json')
  writeFileSync(
    file,
    JSON.stringify({
      policies: [
        policyBody({
          id: 1,
          name: 'Office',
          says: { profile: 'strict', newBrowserMatch: 'qr', userVerification: 'biometrics', ring: 'never' },
          when: { networks: ['192.0.2.0/24'] },
        }),
      ],
    }),
  )
  const set = await place.run('policy', 'set', 'policies.json')
  assert.equal(set.code, 0, set.error)
  assert.match(
    set.out,
    /1\s+Office\s+192\.0\.2\.0\/24\s+profile strict, newBrowserMatch qr, userVerification biometrics, ring never/,
  )
  const listed = await place.run('policy', 'list', '--json')
  assert.equal(policySetBody.parse(listed.json).policies.length, 1)
  writeFileSync(file, listed.out)
  assert.equal((await place.run('policy', 'set', file)).code, 0)
})

test('a change that locks somebody out is refused, unless it is meant', async (t) => {
  const place = await readyPlace(t)
  await place.run('account', 'add', 'alice')
  const write = (policies: readonly unknown[]): void =>
    writeFileSync(join(place.folder, 'policies.json'), JSON.stringify({ policies }))
  write([policyBody({ says: { requirement: 'optional' } })])
  assert.equal((await place.run('policy', 'set', 'policies.json')).code, 0)
  write([])
  const preview = await place.run('policy', 'preview', 'policies.json')
  assert.match(preview.out, /newly locked out: 1, let in again: 0/)
  assert.match(preview.out, /alice\s+.*newly\s+default/)
  assert.equal(codeOf(await place.run('policy', 'set', 'policies.json', '--json')), 'would_lock_out')
  assert.equal((await place.run('policy', 'set', 'policies.json', '--lock-out')).code, 0)
})

test('a login is explained with what decided it', async (t) => {
  const place = await readyPlace(t)
  await place.run('account', 'add', 'alice')
  await place.run('app', 'add', 'Wiki', '--origin', 'https://wiki.example')
  const policies = [
    policyBody({ name: 'Office', says: { requirement: 'off' }, when: { networks: ['192.0.2.0/24'] } }),
  ]
  writeFileSync(join(place.folder, 'policies.json'), JSON.stringify({ policies }))
  await place.run('policy', 'set', 'policies.json')
  const inside = await place.run('policy', 'explain', 'alice', '--app', 'Wiki', '--address', '192.0.2.7')
  assert.equal(inside.code, 0, inside.error)
  assert.match(inside.out, /alice: active, 0 active phones \(0 with biometrics\), 0 passkeys/)
  assert.match(inside.out, /requirement\s+off\s+Office/)
  assert.match(inside.out, /an app that accepts waivers: no phone is asked \(trusted network\)/)
  const outside = await place.run(
    'policy',
    'explain',
    'alice',
    '--app',
    'Wiki',
    '--at',
    '2026-12-24T18:00+01:00',
  )
  assert.match(outside.out, /from an unknown address, at 2026-12-24 17:00:00 UTC/)
  assert.match(outside.out, /1\s+Office\s+is for other addresses/)
  assert.match(
    outside.out,
    /phones that can approve: 0, a passkey lets in: no\ncodes that let in instead: none/,
  )
})

test('a login that leads to the set-up is explained with how long it may be put off', async (t) => {
  const place = await readyPlace(t)
  await place.run('account', 'add', 'alice')
  await place.run('app', 'add', 'Wiki', '--origin', 'https://wiki.example')
  const policies = [
    policyBody({ name: 'Start', says: { setUp: 'at_login', setUpGraceDays: 7, otherWays: [] } }),
  ]
  writeFileSync(join(place.folder, 'policies.json'), JSON.stringify({ policies }))
  const set = await place.run('policy', 'set', 'policies.json')
  assert.match(set.out, /otherWays none, setUp at_login, setUpGraceDays 7|setUp at_login.*otherWays none/)
  const explained = await place.run(
    'policy',
    'explain',
    'alice',
    '--app',
    'Wiki',
    '--at',
    '2026-12-01T12:00Z',
  )
  assert.match(explained.out, /0 sources of codes that count, 0 backup codes left/)
  assert.match(explained.out, /otherWays\s+none\s+Start/)
  assert.match(
    explained.out,
    /leads to the set-up: a second factor is set up, or "later" until 2026-12-08 12:00:00 UTC/,
  )
  assert.match(explained.out, /any other app: a second factor is asked for, and there is none that counts/)
})

test('a file that is none, a time without its offset and an app that is not there are refused with what was expected', async (t) => {
  const place = await readyPlace(t)
  await place.run('account', 'add', 'alice')
  assert.match((await place.run('policy', 'set', 'nowhere.json')).error, /nowhere\.json cannot be read/)
  writeFileSync(join(place.folder, 'bad.json'), '{"policies": [{"name": "x"}]}')
  assert.match((await place.run('policy', 'preview', 'bad.json')).error, /policies\.0\./)
  writeFileSync(join(place.folder, 'wrong.json'), JSON.stringify({ policies: [policyBody({})] }))
  assert.match(
    (await place.run('policy', 'preview', 'wrong.json')).error,
    /policies\.0\.then: expected at least one setting/,
  )
  const explain = ['policy', 'explain', 'alice', '--app', 'Nope'] as const
  assert.equal((await place.run(...explain, '--at', 'tomorrow')).code, 2)
  assert.match((await place.run(...explain)).error, /there is no app "Nope"/)
})
