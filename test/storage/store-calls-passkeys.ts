// One call of each query of the passkey store: what the query plans are looked at by.
import { bytes, id, NOW_MS } from '../contract/sample-records.js'
import { samplePasskey } from '../contract/store-passkeys.js'
import type { Calls } from './store-calls.js'

export const passkeyCalls: Calls<'passkeys'> = {
  passkeys: {
    add: ({ passkeys }) => passkeys.add(samplePasskey(id())),
    byId: ({ passkeys }) => passkeys.byId(id()),
    byCredentialId: ({ passkeys }) => passkeys.byCredentialId(bytes(32)),
    ofAccount: ({ passkeys }) => passkeys.ofAccount(id()),
    use: ({ passkeys }) => passkeys.use(id(), 0, 1, NOW_MS),
    remove: ({ passkeys }) => passkeys.remove(id()),
    removeOf: ({ passkeys }) => passkeys.removeOf(id()),
    spend: ({ passkeys }) => passkeys.spend(id(), bytes(32), NOW_MS),
    purge: ({ passkeys }) => passkeys.purge(NOW_MS, 10),
  },
}
