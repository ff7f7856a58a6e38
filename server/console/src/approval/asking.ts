// Whoever needs an approval at the same moment gets the same one: it is asked for once, and all go on or none.

export interface Asking {
  /** True once the person has approved; false when they left it. */
  readonly approve: (by: 'any' | 'passkey') => Promise<boolean>
  readonly settle: (approved: boolean) => void
}

/** `onOpen` hears how an approval is wanted, and when it is not any more. */
export function createAsking(onOpen: (open: 'any' | 'passkey' | undefined) => void): Asking {
  let waiting: { readonly answer: Promise<boolean>; readonly settle: (approved: boolean) => void } | undefined
  return {
    approve(by) {
      if (waiting) return waiting.answer
      let settle: (approved: boolean) => void = () => {}
      const answer = new Promise<boolean>((resolve) => {
        settle = resolve
      })
      waiting = { answer, settle }
      onOpen(by)
      return answer
    },
    settle(approved) {
      const asked = waiting
      waiting = undefined
      onOpen(undefined)
      asked?.settle(approved)
    },
  }
}
