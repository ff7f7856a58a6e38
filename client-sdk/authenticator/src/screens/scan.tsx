// Scanning the pairing code. The code of a login page, held up here by mistake, is followed; that of another service is offered to be kept.
import { parsePairingLink, parseScanLink } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useApp } from '../app.js'
import { Finder } from '../parts/finder.js'
import { Icon } from '../parts/icons.js'
import { Heading, Screen } from '../parts/screen.js'
import { go, hrefOf } from '../route.js'
import { useText } from '../text/index.js'

export function Scan(): JSX.Element {
  const text = useText()
  const app = useApp()
  const take = async (seen: string): Promise<string | undefined> => {
    if (parsePairingLink(seen)) {
      go({ at: 'home' })
      void app.parts().pairing.begin(seen)
      return undefined
    }
    const login = parseScanLink(seen)
    if (login) {
      go({ at: 'home' })
      void app.follow({ kind: 'scan', link: { ...login, by: 'camera' } })
      return undefined
    }
    if (!/^otpauth:/i.test(seen)) return text.scan.notOurs
    const shelf = await app.parts().shelf()
    if ((await shelf.take(seen)) !== undefined) return text.scan.notOurs
    go({ at: 'code-check' })
    return undefined
  }
  return (
    <Screen back={{ at: 'add' }}>
      <Heading>{text.scan.title}</Heading>
      <Finder hint={text.scan.hint} onText={take}>
        <a class="button button--wide" href={hrefOf({ at: 'paste' })}>
          <Icon name="link" />
          {text.welcome.paste}
        </a>
      </Finder>
    </Screen>
  )
}
