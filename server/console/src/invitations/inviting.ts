// Inviting many: the server takes a thousand a call, so it is called again until nobody is left.
import type { InviteBody, Invited } from '@countersign/protocol/admin'
import type { Answer } from '../api/answer.js'
import type { Api } from '../api/client.js'

export async function inviteAll(
  api: Api,
  body: InviteBody,
  onSoFar: (count: number) => void,
): Promise<Answer<Invited>> {
  const ids: string[] = []
  while (true) {
    const answer = await api.send<Invited>('POST', '/invitations', body)
    if (!answer.ok) return answer
    const { value } = answer
    ids.push(...value.ids)
    onSoFar(ids.length)
    // A call that made nothing and still promises more would go on for ever. Who was left out is counted by the last call.
    if (!value.more || value.ids.length === 0)
      return { ok: true, value: { ...value, ids, leftOut: leftOutOf(value, ids.length - value.ids.length) } }
  }
}

/** Those invited by the calls before are "invited already" to the last one. */
function leftOutOf({ leftOut }: Invited, before: number): Invited['leftOut'] {
  return { ...leftOut, invitedAlready: Math.max(0, leftOut.invitedAlready - before) }
}
