// A program that counts up one guard so many times, by read-then-write in transactions of its own.
import type { AccountId } from '@countersign/protocol'
import { openSqliteStorage } from '@countersign/server/storage/sqlite'

const [path = '', accountId = '', times = '0'] = process.argv.slice(2)
const storage = await openSqliteStorage({ path })
for (let i = 0; i < Number(times); i += 1) {
  await storage.transaction(async ({ guards }) => {
    // The test that starts this program made the id.
    const guard = await guards.of(accountId as AccountId)
    const next = { ...guard, consecutiveWrong: guard.consecutiveWrong + 1 }
    if (!(await guards.save(next, Date.now())))
      throw new Error('another writer came between reading and writing')
  })
}
await storage.close()
