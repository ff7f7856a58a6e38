// The in-memory storage keeps the contract.
import { createMemoryStorage } from '@countersign/server/storage/memory'
import { storeContract } from './store-contract.js'

storeContract('memory', async () => {
  const storage = createMemoryStorage()
  return { storage, dispose: () => storage.close() }
})
