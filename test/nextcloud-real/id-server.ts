// The ID server of a suite: a whole real one in this process, two lines that lead to it, and phones that are paired with it.
import assert from 'node:assert/strict'
import { toBase64Url } from '@countersign/protocol'
import { addAccount } from '@countersign/server/flows/accounts'
import { deleteAccount } from '@countersign/server/flows/admin/account-standing'
import { addApp } from '@countersign/server/flows/apps'
import { confirmPairing } from '@countersign/server/flows/confirm-pairing'
import type { LogLine } from '../support/collecting-log.js'
import { OPERATOR } from '../support/onboarding.js'
import { TestServer } from '../support/test-server.js'
import { Cable } from './cable.js'
import { Phone } from './phone.js'

export class IdServer {
  readonly #server: TestServer
  /** Where Nextcloud asks first. */
  readonly main: Cable
  /** Where it asks when the first is away. */
  readonly spare: Cable
  readonly apiKey: string
  readonly appId: string
  readonly serverId: string
  readonly #phones: Phone[] = []

  private constructor(
    server: TestServer,
    [main, spare]: readonly [Cable, Cable],
    app: { readonly apiKey: string; readonly appId: string },
  ) {
    this.#server = server
    this.main = main
    this.spare = spare
    this.apiKey = app.apiKey
    this.appId = app.appId
    this.serverId = toBase64Url(server.ports.vault.serverId)
  }

  /** A server that knows one app, with this origin. `config` are settings by path. */
  static async open(origin: string, config: Readonly<Record<string, unknown>> = {}): Promise<IdServer> {
    const server = await TestServer.start({ config })
    const port = Number(new URL(server.url).port)
    const added = await addApp(server.ports, { name: 'Nextcloud', origins: [origin], mayEnrol: true })
    assert.ok(added.ok)
    const { app, apiKey } = added.value
    return new IdServer(server, [await Cable.to(port), await Cable.to(port)], { apiKey, appId: app.id })
  }

  /** Where browsers and phones reach it. */
  get url(): string {
    return this.#server.url
  }

  get ports(): TestServer['ports'] {
    return this.#server.ports
  }

  get log(): readonly LogLine[] {
    return this.#server.log
  }

  /** How many approvals were asked of it so far. */
  get asked(): number {
    return this.log.filter(({ event }) => event === 'challenge_created').length
  }

  async addAccount(userId: string): Promise<void> {
    const added = await addAccount(this.ports, { userId, displayName: userId })
    assert.ok(added.ok, JSON.stringify(added))
  }

  /** As an admin deletes it: the ID is free again. */
  async deleteAccount(userId: string): Promise<void> {
    const found = await this.ports.storage.read.accounts.withDevices(userId)
    assert.ok(found, `no account ${userId}`)
    const deleted = await deleteAccount(this.ports, OPERATOR, { id: found.account.id })
    assert.ok(deleted.ok, JSON.stringify(deleted))
  }

  /** One more phone of the account, paired and confirmed by an operator, and online. */
  async phone(userId: string, deviceName?: string): Promise<Phone> {
    const link = await this.#server.pairingLink(userId)
    const { phone, digits } = await Phone.pair(link, deviceName)
    this.#phones.push(phone)
    assert.ok((await confirmPairing(this.ports, link.ticketId, digits)).ok)
    await phone.online()
    return phone
  }

  async close(): Promise<void> {
    for (const phone of this.#phones) phone.off()
    await Promise.all([this.main.cut(), this.spare.cut()])
    await this.#server.stop()
  }
}
