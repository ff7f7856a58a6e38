// Waivers as a server makes them, good or with any claim replaced.
import { randomUUID, sign } from 'node:crypto'
import type { RequestApprovalBody } from '@countersign/protocol'
import type { ServerKeys } from './assertion-kit.js'

export interface WaiverTwist {
  readonly header?: Readonly<Record<string, unknown>>
  readonly claims?: Readonly<Record<string, unknown>>
  readonly signer?: ServerKeys['signing']
}

/** The waiver that answers this request. */
export function makeWaiver(
  server: ServerKeys,
  appId: string,
  body: RequestApprovalBody,
  accountId: string,
  { header, claims, signer = server.signing }: WaiverTwist = {},
): string {
  const now = Math.floor(Date.now() / 1000)
  const head = part({ alg: 'EdDSA', typ: 'countersign-waiver+jwt', kid: server.keyId, ...header })
  const said = part({
    iss: server.serverId,
    aud: appId,
    sub: accountId,
    user_id: body.userId.trim().toLowerCase(),
    jti: randomUUID(),
    nonce: body.appNonce,
    iat: now,
    exp: now + 60,
    purpose: body.purpose,
    address: body.context.address,
    because: 'not_required',
    ...claims,
  })
  const signature = sign(null, Buffer.from(`${head}.${said}`), signer.privateKey)
  return `${head}.${said}.${signature.toString('base64url')}`
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
