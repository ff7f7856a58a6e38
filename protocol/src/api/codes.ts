// HTTP bodies of /v1/codes and /v1/ways: an app logs somebody in by a typed code, because the phone cannot be asked (rules [CD…]).
import * as z from 'zod/mini'
import { codeWays, TYPED_CODE_MAX_LENGTH } from '../codes.js'
import { loginPurpose, requestContext } from './challenges.js'
import { bytesText, idText, userIdText } from './values.js'

export const codeWay = z.enum(codeWays)
export const typedCode = z.string().check(z.minLength(1), z.maxLength(TYPED_CODE_MAX_LENGTH))

/** POST /v1/codes, by an app whose user has passed the first factor. */
export const codeLoginBody = z.strictObject({
  userId: userIdText,
  purpose: loginPurpose,
  /** 32 random bytes of the app's own session; the assertion carries them. */
  appNonce: bytesText(32, 32),
  context: requestContext,
  /** As typed: the server reads its kind from its shape. */
  code: typedCode,
  /** The request that the person gave up on: it is withdrawn when the code was right. Its `appNonce` is this one's. */
  insteadOf: z.optional(idText<'ChallengeId'>()),
})
export type CodeLoginBody = z.infer<typeof codeLoginBody>

/** 200 of POST /v1/codes. */
export const codeAccepted = z.strictObject({ assertion: z.string().check(z.maxLength(4_096)) })
export type CodeAccepted = z.infer<typeof codeAccepted>

/** POST /v1/ways: which codes the policies let this person use here. The same whether they have any, or exist at all. */
export const askWaysBody = z.strictObject({ userId: userIdText, context: requestContext })
export type AskWaysBody = z.infer<typeof askWaysBody>
export const waysAnswer = z.strictObject({
  otherWays: z.array(codeWay),
  /** Whether a passkey counts here, and whether nothing else does ([PK3], [PK9]). */
  passkeys: z.enum(['off', 'offered', 'required']),
})
export type WaysAnswer = z.infer<typeof waysAnswer>
