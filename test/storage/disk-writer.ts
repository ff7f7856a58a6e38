// A program that writes large tickets until the disk takes no more; prints each id kept, then the fault's code.
import { writeSync } from 'node:fs'
import { openSqliteStorage } from '@countersign/server/storage/sqlite'
import { StorageFault } from '@countersign/server/storage/storage-fault'
import { bytes, sampleAccount, sampleTicket } from '../contract/sample-records.js'

/** Many times the size that the test allows the file. */
const TICKETS_MAX = 1000

const [path = ''] = process.argv.slice(2)
const storage = await openSqliteStorage({ path })
const account = sampleAccount()
await storage.transaction(({ accounts }) => accounts.add(account))
for (let i = 0; i < TICKETS_MAX; i += 1) {
  const ticket = sampleTicket(account.id, { sealedSecret: bytes(100_000) })
  try {
    await storage.transaction(async ({ tickets }) => {
      await tickets.add(ticket)
      await tickets.changeState(ticket.id, 'open', 'withdrawn')
    })
  } catch (error) {
    writeSync(1, `${error instanceof StorageFault ? error.code : String(error)}\n`)
    break
  }
  writeSync(1, `${ticket.id}\n`)
}
