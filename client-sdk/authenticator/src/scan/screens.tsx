// The QR code of a login page, as one part that is loaded on its own: scanned with nothing open (pull mode), pasted, or not found here.
import { parseScanLink } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useApp } from '../app.js'
import type { LinkVisit } from '../app-state.js'
import { Finder } from '../parts/finder.js'
import { Icon } from '../parts/icons.js'
import { PasteScreen } from '../parts/paste-screen.js'
import { Heading, Screen, Working } from '../parts/screen.js'
import { go, hrefOf } from '../route.js'
import { useText } from '../text/index.js'
import { useScanText } from './text/index.js'

export { ScanChoice } from './choice.js'

export function LoginScan(): JSX.Element {
  const text = useScanText()
  const app = useApp()
  const take = async (seen: string): Promise<string | undefined> => {
    const link = parseScanLink(seen)
    if (link === undefined) return text.notOurs
    go({ at: 'home' })
    await app.follow({ kind: 'scan', link: { ...link, by: 'camera' } })
    return undefined
  }
  return (
    <Screen back={{ at: 'home' }}>
      <Heading>{text.title}</Heading>
      <Finder hint={text.hint} onText={take}>
        <a class="button button--wide" href={hrefOf({ at: 'login-paste' })}>
          <Icon name="link" />
          {text.paste}
        </a>
      </Finder>
    </Screen>
  )
}

export function LoginPaste(): JSX.Element {
  const text = useScanText().pasting
  const app = useApp()
  const take = async (typed: string): Promise<string | undefined> => {
    const link = parseScanLink(typed)
    if (link === undefined) return text.invalid
    go({ at: 'home' })
    void app.follow({ kind: 'scan', link: { ...link, by: 'elsewhere' } })
    return undefined
  }
  return <PasteScreen id="login-link" back={{ at: 'login-scan' }} words={text} take={take} />
}

/** Before the request is on the screen, and when it never comes there. */
export function ScanArrival({ visit }: { readonly visit: LinkVisit }): JSX.Element {
  const text = useScanText()
  const { common } = useText()
  const app = useApp()
  const { links } = app.parts()
  if (visit.step !== 'missing')
    return (
      <Screen onBack={() => links.leave()}>
        <Working words={text.looking} />
      </Screen>
    )
  const { link, fault } = visit
  return (
    <Screen onBack={() => links.leave()}>
      <Heading>{text.missingTitle}</Heading>
      <p role="status">{text.missing[fault]}</p>
      <div class="spread" />
      {fault === 'unreachable' && link !== undefined && (
        <button
          type="button"
          class="button button--primary button--wide"
          onClick={() => void links.begin('scan', link)}
        >
          {common.again}
        </button>
      )}
      <a class="button button--wide" href={hrefOf({ at: 'login-scan' })} onClick={() => links.leave()}>
        <Icon name="scan" />
        {text.again}
      </a>
    </Screen>
  )
}
