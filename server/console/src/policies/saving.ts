// From a draft to the policies in force: who would be locked out, then the save, then what to do when somebody else saved first.
import type { PolicyPreview, PolicySetBody } from '@countersign/protocol/admin'
import { useState } from 'preact/hooks'
import type { Fault } from '../api/answer.js'
import { useApi } from '../api/context.js'
import type { Draft } from './draft.js'
import { bodyOf, rebased } from './draft.js'

export type SavingStep =
  | { readonly step: 'idle' }
  | { readonly step: 'checking' }
  | { readonly step: 'asking'; readonly preview: PolicyPreview }
  | { readonly step: 'saving' }
  | { readonly step: 'conflict'; readonly theirs: PolicySetBody }
  | { readonly step: 'failed'; readonly fault: Fault }

export interface Saving {
  readonly at: SavingStep
  /** Checks first; saves at once when nobody would be locked out, and asks otherwise. */
  readonly begin: (draft: Draft) => Promise<void>
  /** Saves without another look: the person has seen who it is. */
  readonly confirm: (draft: Draft) => Promise<void>
  /** Saves this list over what somebody else saved meanwhile. */
  readonly overTheirs: (draft: Draft, theirs: PolicySetBody) => Promise<void>
  readonly leave: () => void
}

export function useSaving(onSaved: (saved: PolicySetBody) => void): Saving {
  const api = useApi()
  const [at, setAt] = useState<SavingStep>({ step: 'idle' })

  const save = async (draft: Draft): Promise<void> => {
    setAt({ step: 'saving' })
    const { revision } = draft.base
    const answer = await api.send<PolicySetBody>('PUT', '/policies', bodyOf(draft), { revision })
    if (answer.ok) {
      setAt({ step: 'idle' })
      return onSaved(answer.value)
    }
    if (answer.fault.code !== 'changed_meanwhile') return setAt({ step: 'failed', fault: answer.fault })
    const theirs = await api.get<PolicySetBody>('/policies')
    setAt(theirs.ok ? { step: 'conflict', theirs: theirs.value } : { step: 'failed', fault: theirs.fault })
  }

  const begin = async (draft: Draft): Promise<void> => {
    setAt({ step: 'checking' })
    const answer = await api.send<PolicyPreview>('POST', '/policies/preview', bodyOf(draft))
    if (!answer.ok) return setAt({ step: 'failed', fault: answer.fault })
    if (answer.value.newlyLockedOut > 0) return setAt({ step: 'asking', preview: answer.value })
    return save(draft)
  }

  return {
    at,
    begin,
    confirm: save,
    // Who would be locked out may differ now: their list is what this one is compared with.
    overTheirs: (draft, theirs) => begin(rebased(draft, theirs)),
    leave: () => setAt({ step: 'idle' }),
  }
}
