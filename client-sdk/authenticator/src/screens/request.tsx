// The request: what is asked, by whom, from where; the access passes or the digits; Deny and "This wasn't me" as near and as large.
import type { ComponentChildren, JSX } from 'preact'
import { useApp, useAppState } from '../app.js'
import type { Held } from '../app-state.js'
import { useArmed } from '../parts/armed.js'
import { CodeInput } from '../parts/code-input.js'
import { Countdown, useRemaining } from '../parts/countdown.js'
import { Icon } from '../parts/icons.js'
import { later } from '../parts/later.js'
import { PassGrid } from '../parts/pass.js'
import { RequestBrief, RequestFacts } from '../parts/request-facts.js'
import { Heading } from '../parts/screen.js'
import { TransactionWords } from '../parts/transaction.js'
import type { Sheet } from '../sheets.js'
import type { Messages } from '../text/en.js'
import { useText } from '../text/index.js'
import { LinkChoice } from './link.js'

const ScanChoice = later(() => import('../scan/screens.js').then((scan) => scan.ScanChoice))

interface RequestProps {
  readonly sheet: Sheet
  /** This sheet is the first of so many. */
  readonly count: number
}

export function Request({ sheet, count }: RequestProps): JSX.Element {
  const text = useText().request
  const app = useApp()
  const { oneWithdrawn, accounts } = useAppState()
  const armed = useArmed(sheet.held.map((held) => held.request.challengeId).join())
  const many = sheet.held.length > 1
  const [first] = sheet.held
  const account = accounts.find((one) => one.pairing.deviceId === first.deviceId)
  // What could not count is not offered: deny and report are.
  const mayApprove = account?.condition !== 'suspended'
  const answers = app.parts().answers
  const isPayment = first.request.purpose === 'transaction'
  const lead = isPayment ? text.pickTransaction : text.pick
  return (
    <div class="frame frame--request">
      <main>
        {count > 1 && <p class="tag tag--count">{text.more(1, count)}</p>}
        {many ? (
          <div>
            <Heading>{text.titleTwo}</Heading>
            <p class="small soft">
              {first.request.userId} · {first.request.serverName}
            </p>
          </div>
        ) : (
          <Question held={first} />
        )}
        {many && sheet.held.map((held) => <Context key={held.request.challengeId} held={held} />)}
        {oneWithdrawn && (
          <p class="banner" role="status">
            <Icon name="info" />
            <span>{text.withdrawnOne}</span>
          </p>
        )}
        {!mayApprove && <Note>{account?.pin.triesLeft === 0 ? text.pinLocked : text.suspended}</Note>}
        {mayApprove && sheet.kind === 'symbols' && (
          <section class="choice">
            <p id="choice-lead" class={many ? 'small' : undefined}>
              {many ? text.leadTwo(sheet.held.length) : lead}
            </p>
            <PassGrid
              options={sheet.options}
              armed={armed}
              label={text.passes}
              describedBy="choice-lead"
              onPick={(symbolId) => void answers.pick(sheet, symbolId)}
            />
          </section>
        )}
        {mayApprove && sheet.kind === 'link' && (
          <section class="choice">
            <LinkChoice held={first} armed={armed} />
          </section>
        )}
        {mayApprove && sheet.kind === 'qr' && (
          <section class="choice">
            <ScanChoice key={first.request.challengeId} held={first} armed={armed} />
          </section>
        )}
        {mayApprove && sheet.kind === 'code' && (
          <section class="choice">
            <CodeInput
              key={first.request.challengeId}
              armed={armed}
              onCode={(code) => void answers.type(sheet, code)}
            />
          </section>
        )}
      </main>
      <footer class="refusals">
        <button
          type="button"
          class="button button--danger-quiet refusal"
          disabled={!armed}
          onClick={() => void answers.refuse(sheet, 'deny')}
        >
          <span>{many ? text.denyAll : text.deny}</span>
          <span class="refusal__hint">{isPayment ? text.denyHintTransaction : text.denyHint}</span>
        </button>
        <button
          type="button"
          class="button button--danger refusal"
          disabled={!armed}
          onClick={() => void answers.refuse(sheet, 'report')}
        >
          <span>{many ? text.reportAll : text.report}</span>
          <span class="refusal__hint">{text.reportHint}</span>
        </button>
      </footer>
    </div>
  )
}

/** One request alone: the app's name is the heading. */
function Question({ held }: { readonly held: Held }): JSX.Element {
  const text = useText().request
  const { purpose, appName, otherOpen, transaction } = held.request
  return (
    <>
      <div class="question">
        <Heading>{titles[purpose](text)(appName)}</Heading>
        <TimeLeft held={held} />
      </div>
      {transaction && <TransactionWords transaction={transaction} />}
      <RequestFacts request={held.request} />
      {otherOpen > 0 && <Note>{text.moreOpen(otherOpen)}</Note>}
    </>
  )
}

const titles = {
  login: (text: Messages['request']) => text.title,
  stepUp: (text: Messages['request']) => text.titleStepUp,
  transaction: (text: Messages['request']) => text.titleTransaction,
} as const

/** One of several requests on the same screen. */
function Context({ held }: { readonly held: Held }): JSX.Element {
  return (
    <section class="card context">
      <div class="context__words">
        <h2>{held.request.appName}</h2>
        <RequestBrief request={held.request} />
      </div>
      <TimeLeft held={held} />
    </section>
  )
}

function TimeLeft({ held }: { readonly held: Held }): JSX.Element {
  const app = useApp()
  const { request } = held
  const remainingMs = useRemaining(request, () => app.parts().answers.runOut(held))
  return <Countdown remainingMs={remainingMs} lifetimeMs={request.expiresAtMs - request.issuedAtMs} />
}

function Note({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return (
    <p class="banner">
      <Icon name="info" />
      <span>{children}</span>
    </p>
  )
}
