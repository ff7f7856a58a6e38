// The page at /me/: a person signs in and sees their own account.
import type { JSX } from 'preact'
import { Gate } from '../sign-in/gate.js'
import { OwnAccount } from './own-account.js'

export function Root(): JSX.Element {
  return (
    <Gate base="/me/v1">
      <OwnAccount />
    </Gate>
  )
}
