// One call of each query of the store of known browsers: what the query plans are looked at by.
import { id, NOW_MS } from '../contract/sample-records.js'
import { sampleBrowser } from '../contract/store-browsers.js'
import type { Calls } from './store-calls.js'

const seen = { browser: 'Firefox on Linux', address: '192.0.2.1', place: '' }

export const browserCalls: Calls<'browsers'> = {
  browsers: {
    add: ({ browsers }) => browsers.add(sampleBrowser(id(), id())),
    byId: ({ browsers }) => browsers.byId(id()),
    byDrawnId: ({ browsers }) => browsers.byDrawnId(id(), id(), id()),
    ofAccount: ({ browsers }) => browsers.ofAccount(id()),
    noteUse: ({ browsers }) => browsers.noteUse(id(), seen, NOW_MS),
    trust: ({ browsers }) => browsers.trust(id()),
    remove: ({ browsers }) => browsers.remove(id()),
    removeOf: ({ browsers }) => browsers.removeOf(id()),
    purge: ({ browsers }) => browsers.purge(NOW_MS, 10),
  },
}
