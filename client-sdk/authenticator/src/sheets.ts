// Which requests stand on one screen: logins by access pass at one account share a grid, everything else has its own turn ([GR1]).
import type { DeviceId } from '@countersign/protocol'
import type { Held, LinkVisit } from './app-state.js'

export type Sheet =
  | {
      readonly kind: 'symbols'
      readonly held: readonly [Held, ...Held[]]
      readonly options: readonly number[]
    }
  | { readonly kind: 'code' | 'qr' | 'link'; readonly held: readonly [Held] }

/**
 * Oldest first, but what the person came for by a link or a code before all, and then the account whose notification they tapped. A request that arrives later joins at the end of its grid, so that
 * nothing moves under a finger.
 */
export function sheetsOf(open: readonly Held[], link?: LinkVisit, rang?: DeviceId): readonly Sheet[] {
  const sheets: Sheet[] = []
  const isFirst = ({ deviceId, request }: Held): number =>
    request.challengeId === link?.link?.challengeId ? 2 : Number(deviceId === rang)
  const ordered = [...open].sort(
    (a, b) => isFirst(b) - isFirst(a) || a.request.issuedAtMs - b.request.issuedAtMs,
  )
  for (const held of ordered) {
    const { mode } = held.request
    if (mode !== 'symbol') {
      sheets.push({ kind: mode, held: [held] })
      continue
    }
    const index = isAlone(held) ? -1 : sheets.findIndex((sheet) => canShare(sheet, held))
    const shared = sheets[index]
    if (shared?.kind === 'symbols')
      sheets[index] = {
        kind: 'symbols',
        held: [...shared.held, held],
        options: [...shared.options, ...held.request.options],
      }
    else sheets.push({ kind: 'symbols', held: [held], options: held.request.options })
  }
  return sheets
}

/** What is paid is read alone: nobody approves it while looking for the pass of something else ([TX4]). */
function isAlone({ request }: Held): boolean {
  return request.purpose === 'transaction'
}

/** Same account, and no access pass twice: then a tap says which request it means. The server promises disjoint sets; this holds even if it errs. */
function canShare(sheet: Sheet, held: Held): boolean {
  return (
    sheet.kind === 'symbols' &&
    !isAlone(sheet.held[0]) &&
    sheet.held[0].deviceId === held.deviceId &&
    held.request.options.every((option) => !sheet.options.includes(option))
  )
}

/** The request of a sheet that a tapped access pass belongs to ([GR2]). */
export function meantBy(sheet: Sheet, symbolId: number): Held {
  return sheet.held.find((held) => held.request.options.includes(symbolId)) ?? sheet.held[0]
}
