// Pairing by a pasted link.
import { parsePairingLink } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useApp } from '../app.js'
import { PasteScreen } from '../parts/paste-screen.js'
import { go } from '../route.js'
import { useText } from '../text/index.js'

export function Paste(): JSX.Element {
  const text = useText().paste
  const app = useApp()
  const take = async (link: string): Promise<string | undefined> => {
    if (!parsePairingLink(link)) return text.invalid
    go({ at: 'home' })
    void app.parts().pairing.begin(link)
    return undefined
  }
  return <PasteScreen id="link" back={{ at: 'add' }} words={text} take={take} />
}
