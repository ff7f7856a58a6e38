// Calls of the stores whose plans are looked at: those of push subscriptions and rings.
import { id, NOW_MS } from '../contract/sample-records.js'
import { samplePushSubscription } from '../contract/store-push.js'
import type { Calls } from './store-calls.js'

export const pushCalls: Calls<'pushSubscriptions' | 'rings'> = {
  pushSubscriptions: {
    set: ({ pushSubscriptions }) => pushSubscriptions.set(samplePushSubscription(id())),
    ofDevice: ({ pushSubscriptions }) => pushSubscriptions.ofDevice(id()),
    ofAccount: ({ pushSubscriptions }) => pushSubscriptions.ofAccount(id()),
    remove: ({ pushSubscriptions }) => pushSubscriptions.remove(id()),
    drop: ({ pushSubscriptions }) => pushSubscriptions.drop(id()),
    quiet: ({ pushSubscriptions }) => pushSubscriptions.quiet(id(), NOW_MS),
  },
  rings: {
    note: ({ rings }) => rings.note({ challengeId: id(), deviceId: id(), atMs: NOW_MS }),
    ofChallenge: ({ rings }) => rings.ofChallenge(id()),
  },
}
