// When two entries make the same codes.
import { equalBytes } from '@countersign/protocol'
import type { NewEntry } from './entry.js'

type Making = Pick<NewEntry, 'form' | 'secret'>

export function isSameEntry(a: Making, b: Making): boolean {
  return (
    a.form.algorithm === b.form.algorithm &&
    a.form.digits === b.form.digits &&
    a.form.periodSeconds === b.form.periodSeconds &&
    equalBytes(a.secret, b.secret)
  )
}
