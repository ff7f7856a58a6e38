// What the terminal has shown: each request keeps its letter and the numbers of its passes for as long as any request is open.
import type { OpenRequest } from '@countersign/client-sdk'
import type { ChallengeId } from '@countersign/protocol'

export interface Shown {
  readonly request: OpenRequest
  /** `A`, `B`, …: names the request where several are open. */
  readonly letter: string
  readonly passes: readonly { readonly number: number; readonly symbolId: number }[]
}

export interface Board {
  /**
   * The given requests as they are shown. One that is new gets the next letter and the next numbers; nobody's change when
   * another goes, since a finger may be on its way. When none is open it begins anew.
   */
  of(open: readonly OpenRequest[]): readonly Shown[]
}

export function createBoard(): Board {
  const shown = new Map<ChallengeId, Shown>()
  let nextLetter = 0
  let nextNumber = 1
  const add = (request: OpenRequest): Shown => {
    const passes = request.options.map((symbolId, i) => ({ number: nextNumber + i, symbolId }))
    const entry: Shown = { request, letter: String.fromCharCode(65 + (nextLetter % 26)), passes }
    nextLetter += 1
    nextNumber += passes.length
    shown.set(request.challengeId, entry)
    return entry
  }
  return {
    of(open) {
      for (const id of [...shown.keys()])
        if (!open.some(({ challengeId }) => challengeId === id)) shown.delete(id)
      if (shown.size === 0) {
        nextLetter = 0
        nextNumber = 1
      }
      return open.map((request) => shown.get(request.challengeId) ?? add(request))
    },
  }
}
