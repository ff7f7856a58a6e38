// What is approved, first and largest: amount and payee in the app's words, exactly as they will be signed ([TX3]; PSD2 RTS Art. 5).
import type { Transaction } from '@countersign/protocol'
import { mixesAlphabets } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useText } from '../text/index.js'
import { Icon } from './icons.js'

export function TransactionWords({ transaction }: { readonly transaction: Transaction }): JSX.Element {
  const text = useText().request
  const { title, amount, payee, note } = transaction
  const isOdd = [title, payee, note].some(mixesAlphabets)
  return (
    <section class="card transaction" aria-label={text.transaction}>
      <p class="transaction__title">{title}</p>
      {amount !== '' && <p class="transaction__amount">{amount}</p>}
      {payee !== '' && (
        <p class="transaction__payee">
          <span class="soft">{text.payee}</span> <strong>{payee}</strong>
        </p>
      )}
      {note !== '' && <p class="transaction__note">{note}</p>}
      {isOdd && (
        <p class="banner">
          <Icon name="info" />
          <span>{text.mixedAlphabets}</span>
        </p>
      )}
    </section>
  )
}
