// What a browser signed, built anew from what the server knows: its own id, the app that asks, the nonce of its request ([KB2]).
import type { BrowserId } from '@countersign/protocol'
import {
  browserNoncePreimage,
  browserProofDocument,
  browserRegistrationDocument,
  idToBytes,
} from '@countersign/protocol'
import type { Ports } from '../../core/ports.js'
import type { App } from '../../core/records.js'

export interface BrowserClaim {
  readonly app: App
  readonly appNonce: Uint8Array
  readonly origin: string
  readonly drawnId: BrowserId
}

/** The bytes of a proof at a login. */
export function proofMessage(ports: Ports, claim: BrowserClaim): Uint8Array {
  return browserProofDocument.message(browserProofDocument.encode(fieldsOf(ports, claim)))
}

/** The bytes of a registration. */
export function registrationMessage(ports: Ports, claim: BrowserClaim, publicKey: Uint8Array): Uint8Array {
  const body = browserRegistrationDocument.encode({ ...fieldsOf(ports, claim), publicKey })
  return browserRegistrationDocument.message(body)
}

function fieldsOf({ vault }: Ports, { app, appNonce, origin, drawnId }: BrowserClaim) {
  return {
    version: 1,
    serverId: vault.serverId,
    appId: idToBytes(app.id),
    origin,
    browserId: idToBytes(drawnId),
    nonce: vault.sha256(browserNoncePreimage(appNonce)),
  } as const
}
