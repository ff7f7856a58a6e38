// One pair of connections to Redis, whatever kind it is: one for commands, one that hears this node's channel.
import { Cluster, Redis } from 'ioredis'
import type { RedisAddress, RedisHost } from './redis-url.js'
import { within } from './within.js'

/** Opened together, given up together: whoever finds one of them broken opens a new pair. */
export interface RedisConnections {
  /** One command. Rejects at once when it cannot be sent. */
  call(command: string, ...words: readonly (string | number | Buffer)[]): Promise<unknown>
  /** How many connections hear it: on a cluster those of the one shard that the channel belongs to. */
  publish(channel: string, message: Buffer): Promise<number>
  close(): void
}

export interface Hearing {
  readonly channel: string
  heard(message: Buffer): void
  /** One of the connections ended, whoever ended it. */
  ended(): void
}

/** A server that does not take a connection in this time is not there. */
const CONNECT_MAX_MS = 2_000
/** Connected, logged in, asked whether it is loading, listening: on a server that answers all of it takes milliseconds. */
const OPEN_MAX_MS = 5_000

const OPTIONS = {
  lazyConnect: true,
  connectTimeout: CONNECT_MAX_MS,
  // What cannot be said now is not said later: everything here is worth something only for a moment.
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  // A broken connection is replaced from outside, so that one place decides when.
  retryStrategy: () => null,
  keepAlive: 10_000,
  noDelay: true,
} as const

/** Resolves when both answer; rejects when one of them does not, and leaves nothing open. */
export async function openRedis(address: RedisAddress, hearing: Hearing): Promise<RedisConnections> {
  const clients = new Clients()
  const opening =
    address.kind === 'cluster'
      ? openCluster(address, hearing, clients)
      : openServer(address, hearing, clients)
  try {
    const connections = await within(opening, OPEN_MAX_MS, 'redis connection')
    clients.tellEnd(() => hearing.ended())
    return connections
  } catch (cause) {
    clients.close()
    throw clients.reason ?? cause
  }
}

type SingleAddress = Exclude<RedisAddress, { readonly kind: 'cluster' }>
type ClusterAddress = Extract<RedisAddress, { readonly kind: 'cluster' }>

async function openServer(
  address: SingleAddress,
  hearing: Hearing,
  clients: Clients,
): Promise<RedisConnections> {
  const commands = clients.add(newServer(address))
  const ear = clients.add(newServer(address))
  await Promise.all([commands.connect(), ear.connect()])
  ear.on('messageBuffer', (_channel: Buffer, message: Buffer) => hearing.heard(message))
  await ear.subscribe(hearing.channel)
  return {
    call: (command, ...words) => commands.call(command, ...words),
    publish: (channel, message) => commands.publish(channel, message),
    close: () => clients.close(),
  }
}

/** Redis 7 and later: a message of the sharded kind stays within the shard of its channel, instead of visiting every server. */
async function openCluster(
  address: ClusterAddress,
  hearing: Hearing,
  clients: Clients,
): Promise<RedisConnections> {
  const commands = clients.add(newCluster(address))
  await commands.connect()
  const owner = await ownerOf(commands, hearing.channel)
  const ear = clients.add(newServer({ ...address, kind: 'single', hosts: [owner], database: 0 }))
  await ear.connect()
  ear.on('smessageBuffer', (_channel: Buffer, message: Buffer) => hearing.heard(message))
  // Also when the cluster moves the slot: then the subscription ends without the connection.
  ear.on('sunsubscribe', () => hearing.ended())
  await ear.ssubscribe(hearing.channel)
  return {
    call: (command, ...words) => commands.call(command, ...words),
    publish: async (channel, message) => Number(await commands.call('SPUBLISH', channel, message)),
    close: () => clients.close(),
  }
}

function newServer(address: SingleAddress): Redis {
  const options = { ...OPTIONS, ...accessOf(address), db: address.database }
  if (address.kind === 'single') return new Redis({ ...options, ...address.hosts[0] })
  return new Redis({
    ...options,
    sentinels: [...address.hosts],
    name: address.master,
    // All Sentinels are asked once; then whoever opens decides whether to ask again.
    sentinelRetryStrategy: () => null,
    ...(address.tls && { enableTLSForSentinelMode: true, sentinelTLS: {} }),
  })
}

function newCluster(address: ClusterAddress): Cluster {
  const { keepAlive, noDelay, connectTimeout } = OPTIONS
  return new Cluster([...address.hosts], {
    lazyConnect: true,
    // Each server is connected to when it is first needed: what is said to it meanwhile waits, as long as whoever asked does.
    enableOfflineQueue: true,
    clusterRetryStrategy: () => null,
    slotsRefreshTimeout: connectTimeout,
    // Slots move while a cluster grows, so redirections are followed; but nobody waits for a cluster that is ill.
    maxRedirections: 3,
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    retryDelayOnTryAgain: 0,
    redisOptions: { ...accessOf(address), connectTimeout, keepAlive, noDelay },
  })
}

function accessOf({ tls, username, password }: RedisAddress) {
  return {
    ...(tls && { tls: {} }),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  }
}

async function ownerOf(cluster: Cluster, channel: string): Promise<RedisHost> {
  const slot = Number(await cluster.call('CLUSTER', 'KEYSLOT', channel))
  const owner = cluster.slots[slot]?.[0]
  const colon = owner?.lastIndexOf(':') ?? -1
  if (owner === undefined || colon < 0) throw new Error(`no server of the cluster has slot ${slot}`)
  return { host: owner.slice(0, colon), port: Number(owner.slice(colon + 1)) }
}

/** The clients of one pair: they end together. */
class Clients {
  readonly #clients: (Redis | Cluster)[] = []
  #closed = false
  /** What a client said of why it does not connect: a wrong password, a name that nobody knows. */
  reason: Error | undefined

  add<C extends Redis | Cluster>(client: C): C {
    this.#clients.push(client)
    // Without a listener an error would end the process.
    client.on('error', (error: Error) => {
      this.reason = error
    })
    // It may be that nobody waits for it any more.
    if (this.#closed) client.disconnect()
    return client
  }

  /** From now on, once: one of them ended that was not closed here. */
  tellEnd(ended: () => void): void {
    for (const client of this.#clients)
      client.once('close', () => {
        if (!this.#closed) ended()
      })
  }

  close(): void {
    this.#closed = true
    for (const client of this.#clients) client.disconnect()
  }
}
