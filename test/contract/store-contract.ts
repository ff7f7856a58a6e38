// What every Storage promises, whatever holds the rows. Run by one short file per adapter.
import { after, before, describe } from 'node:test'
import type { Storage } from '@countersign/server/core/ports'
import { accessContract } from './store-access.js'
import { biometricsContract } from './store-biometrics.js'
import { browserContract } from './store-browsers.js'
import { challengeContract } from './store-challenges.js'
import { codeGuardContract } from './store-code-guards.js'
import { deviceContract } from './store-devices.js'
import { directoryContract } from './store-directory.js'
import { enrolmentContract } from './store-enrolments.js'
import { invitationContract } from './store-invitations.js'
import { leaseContract } from './store-leases.js'
import { onboardingContract } from './store-onboarding.js'
import { outgoingContract, settingContract, webhookContract } from './store-outgoing.js'
import { passkeyContract } from './store-passkeys.js'
import { pinContract } from './store-pins.js'
import { policyContract } from './store-policies.js'
import { printedCodeContract } from './store-printed-codes.js'
import { pushContract } from './store-push.js'
import { recordContract } from './store-record.js'
import { recoveryContract } from './store-recoveries.js'
import { registryContract } from './store-registry.js'
import { provisioningContract } from './store-scim.js'
import { setUpContract } from './store-set-ups.js'
import { totpContract } from './store-totps.js'
import { transactionContract } from './store-transactions.js'

export interface OpenedStorage {
  readonly storage: Storage
  /** Closes the storage and removes what it left. */
  dispose(): Promise<void>
}

/** `storage()` in a suite is the one that was opened for it; tests share it, so each makes rows of its own. */
export type CurrentStorage = () => Storage

export function storeContract(adapter: string, open: () => Promise<OpenedStorage>): void {
  const suites = {
    transactionContract,
    registryContract,
    directoryContract,
    deviceContract,
    biometricsContract,
    browserContract,
    challengeContract,
    accessContract,
    onboardingContract,
    provisioningContract,
    invitationContract,
    leaseContract,
    passkeyContract,
    policyContract,
    printedCodeContract,
    pinContract,
    pushContract,
    codeGuardContract,
    recordContract,
    recoveryContract,
    setUpContract,
    enrolmentContract,
    totpContract,
    outgoingContract,
    webhookContract,
    settingContract,
  }
  for (const [name, suite] of Object.entries(suites)) {
    describe(`${adapter}: ${name}`, () => {
      let opened: OpenedStorage | undefined
      before(async () => {
        opened = await open()
      })
      after(() => opened?.dispose())
      suite(() => {
        if (opened === undefined) throw new Error('the storage is open only while its tests run')
        return opened.storage
      })
    })
  }
}
