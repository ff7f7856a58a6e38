// The start codes that belong to mailed invitations, as a file: they reach people by another way than the mail.
import type { StartCodes } from '@countersign/protocol/admin'
import type { Answer } from '../api/answer.js'
import type { Api } from '../api/client.js'
import { saveCsv } from '../csv.js'
import { partsOf } from './each-of.js'

/** The most that one call asks for (protocol: invitationIds). */
export const IDS_PER_CALL_MAX = 500

interface FileWords {
  readonly name: string
  readonly user: string
  readonly displayName: string
  readonly code: string
}

export async function saveStartCodes(
  api: Api,
  ids: readonly string[],
  words: FileWords,
): Promise<Answer<undefined>> {
  const rows: string[][] = []
  for (const part of partsOf(ids, IDS_PER_CALL_MAX)) {
    const answer = await api.send<StartCodes>('POST', '/invitations/start-codes', { ids: part })
    if (!answer.ok) return answer
    rows.push(
      ...answer.value.items.map(({ userId, displayName, startCode }) => [userId, displayName, startCode]),
    )
  }
  saveCsv(`${words.name}.csv`, [[words.user, words.displayName, words.code], ...rows])
  return { ok: true, value: undefined }
}
