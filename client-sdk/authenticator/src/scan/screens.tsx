// The QR code of a login page, as one part that is loaded on its own: scanned with nothing open (pull mode), pasted, or not found here.
import { parseScanLink } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApp } from '../app.js'
import type { LinkVisit } from '../app-state.js'
import { Finder } from '../parts/finder.js'
import { Icon } from '../parts/icons.js'
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
  const [typed, setTyped] = useState('')
  const [refused, setRefused] = useState(false)
  return (
    <Screen back={{ at: 'login-scan' }}>
      <Heading>{text.title}</Heading>
      <form
        class="stack stack--wide"
        onSubmit={(event) => {
          event.preventDefault()
          const link = parseScanLink(typed)
          if (link === undefined) return setRefused(true)
          go({ at: 'home' })
          void app.follow({ kind: 'scan', link: { ...link, by: 'elsewhere' } })
        }}
      >
        <div class="field">
          <label for="login-link">{text.label}</label>
          <textarea
            id="login-link"
            class="input input--link"
            rows={4}
            spellcheck={false}
            autocapitalize="off"
            autocomplete="off"
            aria-describedby="login-link-hint login-link-fault"
            aria-invalid={refused}
            value={typed}
            onInput={(event) => {
              setTyped(event.currentTarget.value)
              setRefused(false)
            }}
          />
          <p id="login-link-hint" class="small soft">
            {text.hint}
          </p>
          <p id="login-link-fault" class="field__fault" role="alert">
            {refused && text.invalid}
          </p>
        </div>
        <button type="submit" class="button button--primary button--wide">
          {text.go}
        </button>
      </form>
    </Screen>
  )
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
