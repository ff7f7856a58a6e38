// Whoever needs an approval at the same moment gets the same one: it is asked for once, and all go on or none.

export interface Asking {
  /** True once the phone has approved; false when the person left it. */
  readonly approve: () => Promise<boolean>
  readonly settle: (approved: boolean) => void
}

/** `onOpen` hears when an approval is wanted, and when it is not any more. */
export function createAsking(onOpen: (open: boolean) => void): Asking {
  let waiting: { readonly answer: Promise<boolean>; readonly settle: (approved: boolean) => void } | undefined
  return {
    approve() {
      if (waiting) return waiting.answer
      let settle: (approved: boolean) => void = () => {}
      const answer = new Promise<boolean>((resolve) => {
        settle = resolve
      })
      waiting = { answer, settle }
      onOpen(true)
      return answer
    },
    settle(approved) {
      const asked = waiting
      waiting = undefined
      onOpen(false)
      asked?.settle(approved)
    },
  }
}
