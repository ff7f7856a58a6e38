// Calls of the stores whose plans are looked at: that of tried codes.
import { freshCodeGuard } from '@countersign/server/core/code-tries'
import { id, NOW_MS } from '../contract/sample-records.js'
import type { Calls } from './store-calls.js'

export const codeGuardCalls: Calls<'codeGuards'> = {
  codeGuards: {
    of: ({ codeGuards }) => codeGuards.of(id(), 'totp', 'app'),
    ofAccount: ({ codeGuards }) => codeGuards.ofAccount(id()),
    save: async ({ codeGuards }) => {
      const guard = freshCodeGuard(id(), 'backup', 'idFirst')
      await codeGuards.save(guard, NOW_MS)
      return codeGuards.save({ ...guard, revision: 1 }, NOW_MS)
    },
    removeOf: ({ codeGuards }) => codeGuards.removeOf(id()),
    purge: ({ codeGuards }) => codeGuards.purge(NOW_MS, 10),
  },
}
