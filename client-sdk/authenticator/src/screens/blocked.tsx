// Why the app cannot run here at all, and the next step: another tab, no secure connection, no storage.
import type { JSX } from 'preact'
import { useApp } from '../app.js'
import { Heading, Screen } from '../parts/screen.js'
import { useText } from '../text/index.js'

export function OtherTab(): JSX.Element {
  const text = useText().otherTab
  const app = useApp()
  return (
    <Screen>
      <Heading>{text.title}</Heading>
      <p class="soft">{text.lead}</p>
      <button type="button" class="button button--primary button--wide" onClick={() => void app.useHere()}>
        {text.use}
      </button>
    </Screen>
  )
}

export function Insecure(): JSX.Element {
  const text = useText().insecure
  return (
    <Screen>
      <Heading>{text.title}</Heading>
      <p>{text.lead}</p>
      <p class="soft">{text.next}</p>
    </Screen>
  )
}

export function NoStorage(): JSX.Element {
  const text = useText()
  return (
    <Screen>
      <Heading>{text.storage.title}</Heading>
      <p>{text.storage.lead}</p>
      <button type="button" class="button button--primary button--wide" onClick={() => location.reload()}>
        {text.common.again}
      </button>
    </Screen>
  )
}
