// A login page on this phone asks: the button that approves its request, the wait for it, and why it is not here.
import type { JSX } from 'preact'
import { useApp, useAppState } from '../app.js'
import type { Held, LinkVisit } from '../app-state.js'
import { cameFor } from '../link-visit.js'
import { Icon } from '../parts/icons.js'
import { Heading, Screen, Working } from '../parts/screen.js'
import { hrefOf } from '../route.js'
import { useText } from '../text/index.js'

/** In the place of the access passes. Without its link a request can only be denied. */
export function LinkChoice({ held, armed }: { readonly held: Held; readonly armed: boolean }): JSX.Element {
  const text = useText().link
  const app = useApp()
  const state = useAppState()
  if (!cameFor(state, held)) return <p>{text.notOpened}</p>
  return (
    <div class="stack">
      <p class="banner" id="link-here">
        <Icon name="info" />
        <span>{text.here}</span>
      </p>
      <p id="link-hint" class="small soft">
        {text.hint}
      </p>
      <button
        type="button"
        class="button button--primary button--wide"
        aria-describedby="link-here link-hint"
        disabled={!armed}
        onClick={() => void app.parts().links.approve(held)}
      >
        {text.approve}
      </button>
    </div>
  )
}

type Missing = Extract<LinkVisit, { step: 'missing' }>

/** Before the request is on the screen, and when it never comes there. */
export function LinkArrival({ visit }: { readonly visit: LinkVisit }): JSX.Element {
  const text = useText().link
  const app = useApp()
  if (visit.step === 'missing') return <LinkMissing visit={visit} />
  return (
    <Screen onBack={() => app.parts().links.leave()}>
      <Working words={text.looking} />
    </Screen>
  )
}

function LinkMissing({ visit }: { readonly visit: Missing }): JSX.Element {
  const text = useText()
  const app = useApp()
  const { accounts } = useAppState()
  const { link, fault } = visit
  const { links } = app.parts()
  const goBack = (): void => {
    links.leave()
    // The address of the link was replaced, so what is before it is the login page; an installed app has nothing before it.
    if (history.length > 1) history.back()
  }
  const isAboutAccounts = accounts.length > 0 && (fault === 'not_here' || fault === 'other_server')
  return (
    <Screen onBack={goBack}>
      <Heading>{text.link.missingTitle}</Heading>
      <p role="status">{text.link.missing[fault]}</p>
      {isAboutAccounts && (
        <section class="card stack" aria-labelledby="link-accounts">
          <h2 id="link-accounts">{text.link.accounts}</h2>
          <ul class="stack">
            {accounts.map(({ pairing }) => (
              <li key={pairing.deviceId}>
                {pairing.userId} <span class="soft">· {pairing.serverName}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div class="spread" />
      {fault === 'unreachable' && (
        <button
          type="button"
          class="button button--primary button--wide"
          onClick={() => void links.begin('link', link)}
        >
          {text.common.again}
        </button>
      )}
      <button type="button" class="button button--wide" onClick={goBack}>
        {text.link.backToPage}
      </button>
      {fault === 'not_paired' && (
        <a class="button button--plain" href={hrefOf({ at: 'add' })} onClick={() => links.leave()}>
          {text.link.pair}
        </a>
      )}
    </Screen>
  )
}
