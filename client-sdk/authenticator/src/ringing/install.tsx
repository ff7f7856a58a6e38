// Onto this device as an app: by the browser's own question where it has one, else step by step; on an iPhone before pairing.
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApp, useAppState } from '../app.js'
import { isInstalled } from '../device-name.js'
import { installWay } from '../install-way.js'
import { Icon } from '../parts/icons.js'
import { Heading, Screen } from '../parts/screen.js'
import { useRingingText } from './text/index.js'

export function Install(): JSX.Element {
  const text = useRingingText().install
  const app = useApp()
  const { canInstall } = useAppState()
  return (
    <Screen back={{ at: 'settings' }}>
      <Heading>{text.title}</Heading>
      <p class="soft">{isInstalled() ? text.installed : text.lead}</p>
      {!isInstalled() && canInstall && (
        <button type="button" class="button button--primary button--wide" onClick={() => void app.install()}>
          {text.prompt}
        </button>
      )}
      {!isInstalled() && !canInstall && <Steps />}
    </Screen>
  )
}

/** A pairing link was opened where the pairing would be lost to the installed app. */
export function InstallFirst({ link }: { readonly link: string }): JSX.Element {
  const text = useRingingText().install
  const app = useApp()
  const [copied, setCopied] = useState<'not_yet' | 'copied' | 'failed'>('not_yet')
  const copy = (): void => {
    navigator.clipboard?.writeText(link).then(
      () => setCopied('copied'),
      () => setCopied('failed'),
    )
  }
  return (
    <Screen>
      <Heading>{text.firstTitle}</Heading>
      <p>{text.first}</p>
      <button type="button" class="button button--primary button--wide" onClick={copy}>
        <Icon name="link" />
        {text.copy}
      </button>
      <p class="small" role="status">
        {copied === 'copied' && text.copied}
        {copied === 'failed' && text.notCopied}
      </p>
      <Steps />
      <div class="spread" />
      <button type="button" class="button button--plain" onClick={() => void app.pairHere()}>
        {text.anyway}
      </button>
    </Screen>
  )
}

/** On the first screen of an iPhone's browser. */
export function InstallHint(): JSX.Element {
  const text = useRingingText().install
  return (
    <section class="card stack" aria-labelledby="install-first">
      <h2 id="install-first">{text.firstTitle}</h2>
      <p class="soft small">{text.first}</p>
      <Steps />
    </section>
  )
}

function Steps(): JSX.Element {
  const { ways } = useRingingText().install
  const { userAgent, maxTouchPoints: touchPoints } = navigator
  const steps = ways[installWay({ userAgent, touchPoints })]
  if (steps.length === 1) return <p>{steps[0]}</p>
  return (
    <ol class="steps">
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  )
}
