// A payment, or anything else that is approved in the very words a person reads: wanted, shown, and handed to the app once (rules [TX…]).
import type { TransactionText } from '@countersign/protocol'
import { isSameTransaction, transactionText } from '@countersign/protocol'
import type { Approved } from './options.js'
import { isLocalTarget } from './options.js'
import type { Kept } from './session.js'

/** What the app wants approved, and where the person goes on afterwards, approved or not. */
export interface WantedTransaction {
  readonly transaction: TransactionText
  readonly returnTo: string
}

/** What a phone of this person signed. */
export interface ApprovedTransaction extends Approved {
  readonly transaction: TransactionText
  /** The challenge whose evidence was checked; for the app's own record. */
  readonly challengeId: string
  readonly atMs: number
}

/** As the session has it: where the person goes on, also when the first answer that said so was lost. */
export interface KeptApproval {
  readonly approval: ApprovedTransaction
  readonly returnTo: string
}

/** An app carries out what was approved at once; what nobody fetched is asked again. */
const GOOD_FOR_MS = 300_000

/** Throws TypeError for what a phone would not show, or an address of another site. */
export function wantedTransaction(transaction: TransactionText, returnTo: string): WantedTransaction {
  const checked = transactionText.safeParse(transaction)
  if (!checked.success) {
    const field = checked.error.issues[0]?.path.join('.') ?? ''
    throw new TypeError(`countersign: transaction.${field}: a text that a phone can show expected`)
  }
  if (!isLocalTarget(returnTo)) throw new TypeError('countersign: returnTo: a path of this app expected')
  return { transaction: checked.data, returnTo }
}

/** The approval of this very text, if there is one; any other is worth nothing. */
export function approvalOf(
  { approved }: Kept,
  transaction: TransactionText,
  nowMs: number,
): ApprovedTransaction | undefined {
  if (approved === undefined || nowMs > approved.approval.atMs + GOOD_FOR_MS) return undefined
  return isSameTransaction(approved.approval.transaction, transaction) ? approved.approval : undefined
}
