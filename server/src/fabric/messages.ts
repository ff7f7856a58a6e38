// What nodes tell each other: one union, one strict parser. A node of another version is a stranger too, until it is understood.
import type { ChallengeId, DeviceId } from '@countersign/protocol'
import { challengeStatus, isId, serverFrameSchema } from '@countersign/protocol'
import * as z from 'zod/mini'

const deviceId = z.custom<DeviceId>((value) => typeof value === 'string' && isId(value))
const challengeId = z.custom<ChallengeId>((value) => typeof value === 'string' && isId(value))

/** For a device whose socket the hearing node holds. `followed`: it went to the wrong node before. */
const frame = z.strictObject({
  type: z.literal('frame'),
  deviceId,
  frame: serverFrameSchema,
  followed: z.boolean(),
})
/** For the pages that wait at the hearing node. */
const status = z.strictObject({ type: z.literal('status'), challengeId, status: challengeStatus })
/**
 * The device connected elsewhere: a socket that was attached before `stamp` is an old one of it. Not `sure` when Redis did not see the
 * order of the two, and only clocks say so.
 */
const replaced = z.strictObject({
  type: z.literal('replaced'),
  deviceId,
  sure: z.boolean(),
  stamp: z.int().check(z.nonnegative()),
})
/** To oneself: proof that what is said is heard. */
const beat = z.strictObject({ type: z.literal('beat'), beat: z.int().check(z.nonnegative()) })

const nodeMessage = z.discriminatedUnion('type', [frame, status, replaced, beat])

export type NodeMessage = z.infer<typeof nodeMessage>

/** The message, or undefined for anything that is none. Never throws. */
export function parseNodeMessage(text: string): NodeMessage | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const result = nodeMessage.safeParse(value)
  return result.success ? result.data : undefined
}
