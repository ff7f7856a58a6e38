// A program that writes pairs of rows, several at a time, and prints the id of each pair once it was told that the pair is kept.
import { writeSync } from 'node:fs'
import { openSqliteStorage } from '@countersign/server/storage/sqlite'
import { sampleAccount, sampleDevice } from '../contract/sample-records.js'

/** Ends by itself if nobody kills it. */
const LONGEST_MS = 20_000

const [path = ''] = process.argv.slice(2)
const storage = await openSqliteStorage({ path })
const end = Date.now() + LONGEST_MS

async function writePairs(): Promise<void> {
  while (Date.now() < end) {
    const account = sampleAccount()
    await storage.transaction(async ({ accounts, devices }) => {
      await accounts.add(account)
      // Now and then the work waits, so that a kill can also meet a transaction half done.
      if (account.id.startsWith('0')) await new Promise(setImmediate)
      await devices.add(sampleDevice(account.id))
    })
    writeSync(1, `${account.id}\n`)
  }
}

await Promise.all(Array.from({ length: 8 }, writePairs))
await storage.close()
