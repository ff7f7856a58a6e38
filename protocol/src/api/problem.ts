// The one error body of HTTP: RFC 9457 problem details, with the stable code of errors.ts.
import * as z from 'zod/mini'
import type { ErrorCode } from '../errors.js'
import { errorCodes } from '../errors.js'

const codes = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]

/** `application/problem+json`. `fault` names the first wrong value of a refused body by its path; it never repeats the value. */
export const problemBody = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(codes),
  detail: z.optional(z.string()),
  fault: z.optional(z.strictObject({ path: z.string(), expected: z.string() })),
  retryAfterSeconds: z.optional(z.int()),
  requestId: z.optional(z.string()),
})
export type ProblemBody = z.infer<typeof problemBody>
