// Pairing, step by step: read the link, ask the server, ask the person, make the key, compare the number.
import type { Keystore, PairingStore } from '@countersign/client-sdk'
import { acceptPairing, DeviceError, lookUpPairing } from '@countersign/client-sdk'
import type { PairingLink } from '@countersign/protocol'
import { parsePairingLink } from '@countersign/protocol'
import type { Accounts } from './accounts.js'
import type { AppState, PairingFault } from './app-state.js'
import type { Store } from './store.js'

export interface PairingSteps {
  /** From a scanned, pasted or opened link. */
  begin(linkText: string): Promise<void>
  retry(link: PairingLink): Promise<void>
  accept(deviceName: string): Promise<void>
  /** The numbers differ: this phone forgets the pairing; the server's half is never confirmed. */
  stop(): Promise<void>
  leave(): void
}

export function createPairingSteps(
  store: Store<AppState>,
  accounts: Accounts,
  { keystore, pairings }: { readonly keystore: Keystore; readonly pairings: PairingStore },
): PairingSteps {
  const fail = (error: unknown, link: PairingLink | undefined): void =>
    store.patch({ pairing: { step: 'failed', fault: faultOf(error), link } })

  async function lookUp(link: PairingLink): Promise<void> {
    store.patch({ pairing: { step: 'looking_up', link } })
    try {
      const found = await lookUpPairing(link)
      store.patch({ pairing: { step: 'offer', link, found } })
    } catch (error) {
      fail(error, link)
    }
  }

  return {
    async begin(linkText) {
      const link = parsePairingLink(linkText)
      if (!link) return store.patch({ pairing: { step: 'failed', fault: 'link_invalid', link: undefined } })
      await lookUp(link)
    },
    retry: lookUp,
    async accept(deviceName) {
      const { pairing: now } = store.get()
      if (now.step !== 'offer') return
      const { link, found } = now
      store.patch({ pairing: { step: 'accepting', link, found } })
      // Asked in the person's own tap, where browsers grant it; a refusal changes nothing but the risk of eviction.
      void navigator.storage?.persist?.()
      try {
        const { pairing, confirmation } = await acceptPairing(link, found, {
          deviceName,
          keystore,
          store: pairings,
        })
        store.patch({ pairing: { step: 'confirming', pairing, confirmation } })
        await accounts.adopt(pairing, confirmation)
      } catch (error) {
        fail(error, link)
      }
    },
    async stop() {
      const { pairing: now } = store.get()
      if (now.step !== 'confirming') return
      await accounts.remove(now.pairing.deviceId)
      store.patch({ pairing: { step: 'none' } })
    },
    leave: () => store.patch({ pairing: { step: 'none' } }),
  }
}

function faultOf(error: unknown): PairingFault {
  if (!(error instanceof DeviceError)) return 'other'
  switch (error.code) {
    case 'server_unreachable':
      return 'unreachable'
    case 'server_identity_wrong':
    case 'key_set_invalid':
    case 'account_mismatch':
    case 'confirmation_mismatch':
      return 'server_mismatch'
    case 'crypto_unavailable':
    case 'key_self_test_failed':
    case 'storage_failed':
      return 'key_unusable'
    default:
      break
  }
  if (error.serverCode === 'ticket_invalid') return 'ticket_invalid'
  if (error.serverCode === 'too_many_devices') return 'too_many_devices'
  return 'other'
}
