// The part of the storage contract about passkeys: one credential once, one answer once, counted at the account.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppId } from '@countersign/protocol'
import type { Passkey, PasskeyStore } from '@countersign/server/core/ports-passkeys'
import type { Account } from '@countersign/server/core/records'
import { bytes, id, NOW_MS, race, sampleAccount } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

export function samplePasskey(accountId: Account['id'], fields: Partial<Passkey> = {}): Passkey {
  return {
    ...{ id: id(), accountId, name: 'Laptop', credentialId: bytes(32), publicKey: bytes(77) },
    ...{ signCount: 0, synced: true, createdAtMs: NOW_MS, lastUsedAtMs: undefined },
    ...fields,
  }
}

export function passkeyContract(storage: CurrentStorage): void {
  const change = <T>(work: (passkeys: PasskeyStore) => Promise<T>): Promise<T> =>
    storage().transaction(({ passkeys }) => work(passkeys))
  async function added(fields: Partial<Passkey> = {}) {
    const account = sampleAccount()
    const passkey = samplePasskey(account.id, fields)
    await storage().transaction(({ accounts }) => accounts.add(account))
    assert.equal(await change((passkeys) => passkeys.add(passkey)), true)
    return { account, passkey }
  }
  const counted = async ({ id: accountId }: Account): Promise<number | undefined> =>
    (await storage().read.accounts.byId(accountId))?.activePasskeys

  test('one is found as it was added, by its id and its credential, and those of an account oldest first', async () => {
    const { account, passkey } = await added({ lastUsedAtMs: NOW_MS, signCount: 4_000_000_000 })
    const older = samplePasskey(account.id, { createdAtMs: NOW_MS - 1, synced: false, name: 'Schlüssel' })
    await change((passkeys) => passkeys.add(older))
    await added()
    const { passkeys } = storage().read
    assert.deepEqual(await passkeys.byId(passkey.id), passkey)
    assert.deepEqual(await passkeys.byCredentialId(passkey.credentialId), passkey)
    assert.deepEqual(await passkeys.ofAccount(account.id), [older, passkey])
    assert.equal(await passkeys.byId(id()), undefined)
    assert.equal(await passkeys.byCredentialId(bytes(32)), undefined)
    assert.equal(await counted(account), 2)
  })

  test('a credential is added once, whoever has it, also at once', async () => {
    const { passkey } = await added()
    const { account: other } = await added()
    const again = samplePasskey(other.id, { credentialId: passkey.credentialId })
    assert.equal(await change((passkeys) => passkeys.add(again)), false)
    assert.equal(await counted(other), 1)
    const credentialId = bytes(32)
    const winners = await race(5, () =>
      change((passkeys) => passkeys.add(samplePasskey(other.id, { credentialId }))),
    )
    assert.equal(winners, 1)
    assert.equal(await counted(other), 2)
  })

  test('a use is noted for whoever read the count as it is, and for one of many', async () => {
    const { passkey } = await added()
    assert.equal(await change((passkeys) => passkeys.use(passkey.id, 1, 2, NOW_MS + 5)), false)
    assert.equal(await race(5, () => change((passkeys) => passkeys.use(passkey.id, 0, 7, NOW_MS + 5))), 1)
    const used = { ...passkey, signCount: 7, lastUsedAtMs: NOW_MS + 5 }
    assert.deepEqual(await storage().read.passkeys.byId(passkey.id), used)
  })

  test('one is removed once, and all of an account at once; the account knows how many it has', async () => {
    const { account, passkey } = await added()
    const more = [samplePasskey(account.id), samplePasskey(account.id)]
    for (const each of more) await change((passkeys) => passkeys.add(each))
    assert.equal(await race(3, () => change((passkeys) => passkeys.remove(passkey.id))), 1)
    assert.equal(await counted(account), 2)
    assert.equal(await change((passkeys) => passkeys.removeOf(account.id)), 2)
    assert.equal(await counted(account), 0)
    assert.equal(await change((passkeys) => passkeys.remove(passkey.id)), false)
  })

  test('an edit of the account keeps the number of its passkeys', async () => {
    const { account } = await added()
    await storage().transaction(async ({ directory }) => {
      const entry = (await directory.entry(account.id)) ?? assert.fail()
      await directory.save({ ...entry.account, displayName: 'Ada', activePasskeys: 0 }, [])
    })
    assert.equal(await counted(account), 1)
  })

  test('a question is answered once, by app and nonce, until its time is over', async () => {
    const [app, other] = [id<AppId>(), id<AppId>()]
    const nonce = bytes(32)
    assert.equal(await race(5, () => change((passkeys) => passkeys.spend(app, nonce, NOW_MS + 10))), 1)
    assert.equal(await change((passkeys) => passkeys.spend(other, nonce, NOW_MS + 20)), true)
    assert.equal(await change((passkeys) => passkeys.spend(app, bytes(32), NOW_MS + 20)), true)
    assert.ok((await change((passkeys) => passkeys.purge(NOW_MS + 10, 100))) >= 1)
    assert.equal(await change((passkeys) => passkeys.spend(app, nonce, NOW_MS + 10)), true)
    assert.equal(await change((passkeys) => passkeys.spend(other, nonce, NOW_MS + 20)), false)
  })
}
