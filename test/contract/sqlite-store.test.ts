// The SQLite storage keeps the contract.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStorage } from '@countersign/server/storage/sqlite'
import { storeContract } from './store-contract.js'

storeContract('sqlite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-'))
  const storage = await openSqliteStorage({ path: join(folder, 'contract.db') })
  return {
    storage,
    async dispose() {
      await storage.close()
      await rm(folder, { recursive: true })
    },
  }
})
