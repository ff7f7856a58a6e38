// In the place of the access passes: the way to scan the login page, or, once its code is here, the button that approves.
import { parseScanLink } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApp, useAppState } from '../app.js'
import type { Held } from '../app-state.js'
import { cameFor } from '../link-visit.js'
import { Finder } from '../parts/finder.js'
import { Icon } from '../parts/icons.js'
import { useScanText } from './text/index.js'

interface ChoiceProps {
  readonly held: Held
  readonly armed: boolean
}

export function ScanChoice({ held, armed }: ChoiceProps): JSX.Element {
  return cameFor(useAppState(), held) ? (
    <Scanned held={held} armed={armed} />
  ) : (
    <ToScan held={held} armed={armed} />
  )
}

/** The facts of the request stand above: whoever came by its code reads them now, and only then approves. */
function Scanned({ held, armed }: ChoiceProps): JSX.Element {
  const text = useScanText().here
  const app = useApp()
  const { link } = useAppState()
  const byCamera = link?.link !== undefined && 'by' in link.link && link.link.by === 'camera'
  return (
    <div class="stack">
      <p class="banner" id="scan-here">
        <Icon name="info" />
        <span>{byCamera ? text.camera : text.elsewhere}</span>
      </p>
      <p id="scan-hint" class={byCamera ? 'small soft' : undefined}>
        {byCamera ? text.cameraHint : text.elsewhereHint}
      </p>
      <button
        type="button"
        class="button button--primary button--wide"
        aria-describedby="scan-here scan-hint"
        disabled={!armed}
        onClick={() => void app.parts().links.approve(held)}
      >
        {text.approve}
      </button>
    </div>
  )
}

/** The person has read this request and reaches for the camera: its own code approves, as a tapped access pass does. */
function ToScan({ held, armed }: ChoiceProps): JSX.Element {
  const text = useScanText()
  const app = useApp()
  const { accounts } = useAppState()
  const [looking, setLooking] = useState(false)
  const take = async (seen: string): Promise<string | undefined> => {
    const link = parseScanLink(seen)
    if (link === undefined) return text.notOurs
    const account = accounts.find(({ pairing }) => pairing.deviceId === held.deviceId)
    const isThis =
      link.challengeId === held.request.challengeId && link.serverUrl === account?.pairing.serverUrl
    if (isThis) await app.parts().answers.scan(held, link.secret)
    // Another page of theirs, or somebody else's: what was scanned is shown, and asked again.
    else await app.follow({ kind: 'scan', link: { ...link, by: 'camera' } })
    return undefined
  }
  if (!looking)
    return (
      <div class="stack">
        <p id="scan-lead">{text.choice.lead}</p>
        <button
          type="button"
          class="button button--primary button--wide"
          aria-describedby="scan-lead"
          disabled={!armed}
          onClick={() => setLooking(true)}
        >
          <Icon name="scan" />
          {text.choice.scan}
        </button>
        <p class="small soft center">{text.choice.cannot}</p>
      </div>
    )
  return (
    <Finder hint={text.hint} onText={take}>
      <button type="button" class="button button--wide" onClick={() => setLooking(false)}>
        {text.choice.stop}
      </button>
    </Finder>
  )
}
