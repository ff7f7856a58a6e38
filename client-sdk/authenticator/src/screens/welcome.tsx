// The first screen, and "add an account": what this is, and three ways to pair.
import type { JSX } from 'preact'
import { needsInstallFirst } from '../device-name.js'
import { Icon, Mark } from '../parts/icons.js'
import { laterIfAny } from '../parts/later.js'
import { Heading, Screen } from '../parts/screen.js'
import { hrefOf } from '../route.js'
import { useText } from '../text/index.js'

const InstallHint = laterIfAny(() => import('../ringing/screens.js').then((ringing) => ringing.InstallHint))

export function Welcome(): JSX.Element {
  const text = useText()
  return (
    <Screen class="frame--welcome" tools={<WelcomeTools />}>
      <div class="hero">
        <div class="hero__mark">
          <Mark />
        </div>
        <Heading>{text.welcome.title}</Heading>
        <p class="soft">{text.welcome.lead}</p>
      </div>
      <PairWays />
    </Screen>
  )
}

export function AddAccount(): JSX.Element {
  const text = useText()
  return (
    <Screen back={{ at: 'home' }}>
      <Heading>{text.home.add}</Heading>
      <p class="soft">{text.welcome.where}</p>
      <PairWays />
    </Screen>
  )
}

function PairWays(): JSX.Element {
  const text = useText()
  return (
    <div class="stack stack--ways">
      {needsInstallFirst() && <InstallHint />}
      <a class="button button--primary button--wide" href={hrefOf({ at: 'scan' })}>
        <Icon name="scan" />
        {text.welcome.scan}
      </a>
      <a class="button button--wide" href={hrefOf({ at: 'paste' })}>
        <Icon name="link" />
        {text.welcome.paste}
      </a>
      <p class="small soft center">{text.welcome.linkHint}</p>
    </div>
  )
}

/** Entries of other services stay when the last account goes. */
function WelcomeTools(): JSX.Element {
  const text = useText()
  return (
    <nav class="tools">
      <a class="icon-button" href={hrefOf({ at: 'codes' })} aria-label={text.codes.open}>
        <Icon name="key" />
      </a>
      <SettingsLink />
    </nav>
  )
}

export function SettingsLink(): JSX.Element {
  const text = useText()
  return (
    <a class="icon-button" href={hrefOf({ at: 'settings' })} aria-label={text.common.menu}>
      <Icon name="settings" />
    </a>
  )
}
