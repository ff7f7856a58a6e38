// The start codes as a list that a spreadsheet opens, and runs nothing of.
import { csvLine } from '../../core/csv/write.js'
import type { Card } from '../admin/invitations.js'

export function startCodesCsv(cards: readonly Omit<Card, 'link'>[]): string {
  const lines = cards.map(({ entry, startCode }) => csvLine([entry.userId, entry.displayName, startCode]))
  return [csvLine(['user_id', 'display_name', 'start_code']), ...lines].join('')
}
