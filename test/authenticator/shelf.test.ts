// What a person does with entries of other services, over a browser's database: kept, ordered, renamed, removed and brought back, moved by a file.
import 'fake-indexeddb/auto'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { titleOf } from '@countersign/authenticator/codes/entry'
import type { Shelf } from '@countersign/authenticator/codes/shelf'
import { createShelf } from '@countersign/authenticator/codes/shelf'
import { openVault } from '@countersign/authenticator/codes/vault'
import { HOTP, Secret } from 'otpauth'

const KEY = 'JBSWY3DPEHPK3PXP'
const NOW_MS = 1_795_000_000_000
const link = (name: string, key = KEY, more = ''): string => `otpauth://totp/${name}:ann?secret=${key}${more}`
let databases = 0

async function opened(databaseName = `shelf-${databases++}`): Promise<Shelf> {
  const shelf = createShelf(await openVault(indexedDB, databaseName), () => NOW_MS)
  await shelf.load()
  return shelf
}

async function keep(shelf: Shelf, ...links: readonly string[]): Promise<void> {
  for (const each of links) {
    assert.equal(await shelf.take(each), undefined)
    const { draft } = shelf.store.get()
    assert.ok(draft)
    assert.equal(await shelf.keep(draft), 'kept')
  }
}

const titles = (shelf: Shelf): readonly string[] => shelf.store.get().entries.map(titleOf)
const idOf = (shelf: Shelf, title: string): string =>
  shelf.store.get().entries.find((entry) => titleOf(entry) === title)?.id ?? ''

test('an entry makes the codes of its service, also after the app was closed', async () => {
  const databaseName = 'kept'
  const shelf = await opened(databaseName)
  await keep(shelf, link('Bank'), link('Mail', 'GEZDGNBVGY3TQOJQ', '&algorithm=SHA256&digits=8&period=60'))
  const expected = [
    [KEY, 'SHA1', 6, 30],
    ['GEZDGNBVGY3TQOJQ', 'SHA256', 8, 60],
  ] as const
  for (const each of [shelf, await opened(databaseName)])
    for (const [i, [key, algorithm, digits, period]] of expected.entries()) {
      const code = await each.codeOf(each.store.get().entries[i]?.id ?? '')
      const counter = Math.floor(NOW_MS / 1000 / period)
      assert.equal(code?.code, HOTP.generate({ secret: Secret.fromBase32(key), algorithm, digits, counter }))
      assert.equal(code?.remainingMs, (counter + 1) * period * 1000 - NOW_MS)
    }
})

test('the same secret is kept once, whatever it is called; another form of it is another entry', async () => {
  const shelf = await opened()
  await keep(shelf, link('Bank'))
  await shelf.take(link('Bank again'))
  assert.equal(await shelf.keep({ issuer: 'Other', account: 'name' }), 'known')
  await keep(shelf, link('Bank 8', KEY, '&digits=8'))
  assert.deepEqual(titles(shelf), ['Bank', 'Bank 8'])
})

test('what was read and not kept is gone, secret and all', async () => {
  const shelf = await opened()
  await shelf.take(link('Bank'))
  const { draft } = shelf.store.get()
  shelf.dropDraft()
  assert.deepEqual(
    [...(draft?.secret ?? [])],
    Array.from({ length: 10 }, () => 0),
  )
  assert.equal(shelf.store.get().draft, undefined)
  assert.equal(await shelf.keep({ issuer: 'Bank', account: '' }), 'known')
  assert.deepEqual(titles(shelf), [])
})

test('order, names and removals last; a removal can be taken back, at its place', async () => {
  const databaseName = 'lasting'
  const shelf = await opened(databaseName)
  await keep(shelf, link('A', `${KEY}AA`), link('B', `${KEY}BB`), link('C', `${KEY}CC`))
  await shelf.move(idOf(shelf, 'C'), -1)
  await shelf.move(idOf(shelf, 'A'), -1)
  await shelf.move(idOf(shelf, 'B'), 1)
  assert.deepEqual(titles(shelf), ['A', 'C', 'B'])
  await shelf.rename(idOf(shelf, 'C'), { issuer: '  Chat\u202e ', account: 'ann' })
  await shelf.remove(idOf(shelf, 'Chat'))
  assert.deepEqual(titles(await opened(databaseName)), ['A', 'B'])
  assert.equal(shelf.store.get().removed?.issuer, 'Chat')
  await shelf.undo()
  await shelf.undo()
  assert.deepEqual(titles(shelf), ['A', 'Chat', 'B'])
  assert.deepEqual(titles(await opened(databaseName)), ['A', 'Chat', 'B'])
  assert.match((await shelf.codeOf(idOf(shelf, 'Chat')))?.code ?? '', /^[0-9]{6}$/)
})

test('a removal that the person has gone on from stays one', async () => {
  const shelf = await opened()
  await keep(shelf, link('A'))
  await shelf.remove(idOf(shelf, 'A'))
  shelf.forgetRemoved()
  await shelf.undo()
  assert.deepEqual(titles(shelf), [])
})

test('a file brings what is not here yet, and says how many were', async () => {
  const old = await opened()
  await keep(old, link('A', `${KEY}AA`), link('B', `${KEY}BB`))
  const text = await old.exported('four words in a row')
  assert.doesNotMatch(text, /JBSWY3|"A"|ann/)
  const next = await opened()
  await keep(next, link('B of old', `${KEY}BB`))
  assert.equal(await next.imported(text, 'another one'), 'not_opened')
  assert.deepEqual(await next.imported(text, 'four words in a row'), { added: 1, known: 1, left: 0 })
  assert.deepEqual(await next.imported(text, 'four words in a row'), { added: 0, known: 2, left: 0 })
  assert.deepEqual(titles(next), ['B of old', 'A'])
  assert.equal((await next.codeOf(idOf(next, 'A')))?.code, (await old.codeOf(idOf(old, 'A')))?.code)
})

test('a passphrase is the same however a keyboard spells its letters', async () => {
  const shelf = await opened()
  await keep(shelf, link('A'))
  const text = await shelf.exported('Grüße aus Köln'.normalize('NFD'))
  assert.deepEqual(await (await opened()).imported(text, 'Grüße aus Köln'.normalize('NFC')), {
    added: 1,
    known: 0,
    left: 0,
  })
})
