// Floods of strangers while real logins go on: none of those is lost, refused, or kept waiting for long.
import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Flood } from './flooder.js'
import { compare } from './ledger.js'
import { crew, Load } from './load.js'
import type { Row, Scale } from './rows.js'
import { sqliteSite } from './site.js'

const floods: readonly Flood[] = ['bad signatures', 'oversized frames', 'unauthenticated sockets', 'bad keys']
/** Not the phones' own: a stranger in their very network takes places from phones that come there, not from those that are there. */
const ELSEWHERE = '127.0.0.66'

export async function floodsOfStrangers(scale: Scale): Promise<readonly Row[]> {
  const ms = scale === 'full' ? 15_000 : 2_000
  const site = await sqliteSite()
  const rows: Row[] = []
  try {
    for (const [at, flood] of floods.entries()) {
      const load = await Load.open(site, { ...crew(scale), seed: 40 + at })
      const flooder = fork(
        fileURLToPath(new URL('flooder.ts', import.meta.url)),
        [flood, site.url, ELSEWHERE],
        {
          execArgv: ['--conditions=source', '--import', 'tsx'],
        },
      )
      // Flooding takes a moment to begin; logins that ran before it say nothing.
      await delay(1_000)
      load.begin()
      await delay(ms)
      await load.more(10)
      const answer = once(flooder, 'message')
      flooder.send('enough')
      const [attacks] = await answer
      await load.end()
      const count = await compare(site.ports, load)
      assert.equal(count.notAsked + count.brokenOff, 0, `a login was lost to ${flood}`)
      assert.ok(Number(attacks) > 0, `no flood of ${flood}`)
      const seen = `${Math.round(Number(attacks) / (ms / 1000))} attacks/s from 64 at once`
      rows.push({ fault: 'flood', done: `${flood}, ${ms / 1000} s`, count, seen })
    }
    return rows
  } finally {
    await site.end()
  }
}
