// Thousands of phones lose their server at once and come back by themselves, while people log in.
import { setTimeout as delay } from 'node:timers/promises'
import type { DeviceSocketConstructor } from '@countersign/client-sdk'
import { WebSocket } from 'ws'
import { compare } from './ledger.js'
import { crew, Load } from './load.js'
import type { Row, Scale } from './rows.js'
import { sqliteSite } from './site.js'

/** Phones of one address, as behind one company's firewall. */
const PER_ADDRESS = 100

export async function crowdComesBack(scale: Scale): Promise<readonly Row[]> {
  const phones = scale === 'full' ? 10_000 : 300
  const site = await sqliteSite()
  try {
    const crowd = await Load.open(site, {
      people: phones,
      clients: 0,
      seed: 80,
      webSocket: fromManyAddresses(),
    })
    const load = await Load.open(site, { ...crew(scale), seed: 81 })
    load.begin()
    await load.more(10)
    await site.kill(0)
    await delay(1_000)
    await site.start(0)
    const backMs = Date.now()
    const loginMs = await load.firstSince(backMs)
    await crowd.allOnline()
    const allMs = Date.now() - backMs
    await load.more(10)
    await Promise.all([load.end(), crowd.end()])
    const count = await compare(site.ports, load)
    const seen = `the server serves again: first login after ${loginMs} ms, all phones after ${(allMs / 1000).toFixed(1)} s`
    return [
      { fault: 'reconnect', done: `${phones.toLocaleString('en')} phones lose their server`, count, seen },
    ]
  } finally {
    await site.end()
  }
}

/** From addresses of loopback's network: the server counts sockets by address. */
function fromManyAddresses(): DeviceSocketConstructor {
  let dialled = 0
  return class extends WebSocket {
    constructor(url: string, protocol: string) {
      dialled += 1
      const network = Math.floor(dialled / PER_ADDRESS) % 200
      super(url, protocol, { localAddress: `127.0.${1 + network}.1`, perMessageDeflate: false })
    }
  }
}
