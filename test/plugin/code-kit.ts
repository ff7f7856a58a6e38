// Assertions of typed codes as a server makes them, good or with any claim replaced.
import type { KeyObject } from 'node:crypto'
import { randomUUID } from 'node:crypto'
import type { AccountId, CodeAssertionClaims, CodeLoginBody, CodeWay } from '@countersign/protocol'
import { ASSERTION_TYPE } from '@countersign/protocol'
import type { ServerKeys } from './assertion-kit.js'
import { signJws } from './assertion-kit.js'

export interface CodeTwist {
  readonly header?: Readonly<Record<string, unknown>>
  readonly claims?: Readonly<Record<string, unknown>>
  readonly signer?: KeyObject
}

/** What a code login was about. */
export type CodeAsked = Pick<CodeLoginBody, 'userId' | 'purpose' | 'appNonce' | 'context'> & {
  readonly accountId: AccountId
  readonly way: CodeWay
}

/** The assertion that answers this code. */
export function makeCodeAssertion(
  server: ServerKeys,
  appId: string,
  { userId, purpose, appNonce, context, accountId, way }: CodeAsked,
  { header, claims, signer = server.signing.privateKey }: CodeTwist = {},
  nowMs = Date.now(),
): string {
  const now = Math.floor(nowMs / 1000)
  const said: Omit<CodeAssertionClaims, 'aud'> = {
    iss: server.serverId,
    sub: accountId,
    user_id: userId.trim().toLowerCase(),
    jti: randomUUID(),
    nonce: appNonce,
    iat: now,
    exp: now + 60,
    auth_time: now,
    amr: ['otp', `way-${way}`],
    acr: `countersign:${way}`,
    purpose,
    address: context.address,
  }
  const head = { alg: 'EdDSA', typ: ASSERTION_TYPE, kid: server.keyId, ...header }
  return signJws(head, { ...said, aud: appId, ...claims }, signer)
}
