// Who is signed in, for the screens: their name, what they may do, and the way out.
import type { Permission, SessionBody } from '@countersign/protocol/admin'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

export interface SignedIn {
  readonly session: SessionBody
  readonly signOut: () => void
}

export const SessionContext = createContext<SignedIn | undefined>(undefined)

export function useSession(): SignedIn {
  const signedIn = useContext(SessionContext)
  if (!signedIn) throw new Error('session: rendered outside of its context')
  return signedIn
}

/** `const may = useMay()`, then `may('accounts:write') && <button …>`. For what is offered; the server decides. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useSession().session
  return (permission) => permissions.includes(permission)
}
