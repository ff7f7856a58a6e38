// Calls of the stores whose plans are looked at: that of phones' biometrics.
import { bytes, id, NOW_MS } from '../contract/sample-records.js'
import { sampleBiometrics } from '../contract/store-biometrics.js'
import type { Calls } from './store-calls.js'

export const biometricsCalls: Calls<'biometrics'> = {
  biometrics: {
    set: ({ biometrics }) => biometrics.set(sampleBiometrics(id())),
    ofDevice: ({ biometrics }) => biometrics.ofDevice(id()),
    ofAccount: ({ biometrics }) => biometrics.ofAccount(id()),
    spendCount: ({ biometrics }) => biometrics.spendCount(id(), bytes(32), 1, NOW_MS),
    remove: ({ biometrics }) => biometrics.remove(id()),
  },
}
