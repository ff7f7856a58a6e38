// The page at /me/: which of its screens is shown.
import type { JSX } from 'preact'
import { Working } from '../parts/notes.js'

export function Root(): JSX.Element {
  return <Working />
}
