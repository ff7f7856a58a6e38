// The demo's pages about a payment: what is to be paid, and what became of it.
import { html, page } from './pages.js'
import type { Payment } from './payments.js'
import { wordsOf } from './payments.js'

export function payPage({ failed }: { readonly failed: boolean }): string {
  return page(
    'Pay somebody',
    html`<h1>Pay somebody</h1>
${failed ? html`<p class="fault" role="alert">A name and an amount such as 49.90 are needed.</p>` : html``}
<form method="post" action="/pay">
<label for="payee">To</label>
<input id="payee" name="payee" value="Green Grocer" maxlength="100" required>
<label for="amount">Amount in EUR</label>
<input id="amount" name="amount" value="49.90" inputmode="decimal" required>
<label for="note">Note</label>
<input id="note" name="note" value="Invoice 17" maxlength="100">
<button class="main">Continue on your phone</button>
</form>
<p class="note">Your phone shows amount and payee. What you approve there is what is paid.</p>
<p><a href="/">Home</a></p>`,
  )
}

export function paidPage(payment: Payment): string {
  const { amount, payee } = wordsOf(payment)
  return page(
    'Paid',
    html`<h1>Paid</h1>
<p><b>${amount}</b> to <b>${payee}</b>, as you approved it on your phone.</p>
<p><a class="button" href="/">Home</a></p>`,
  )
}

export function notPaidPage(): string {
  return page(
    'Not paid',
    html`<h1>Nothing was paid</h1>
<p>The phone has not approved this payment.</p>
<p><a class="button" href="/pay">Back to the payment</a></p>`,
  )
}
