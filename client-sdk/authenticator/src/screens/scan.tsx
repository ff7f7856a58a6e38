// Scanning the pairing code. Every way it can fail has its own sentence and a next step.
import { parsePairingLink } from '@countersign/protocol'
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useApp } from '../app.js'
import type { CameraFault } from '../camera.js'
import { startCamera, watchForCodes } from '../camera.js'
import { Icon } from '../parts/icons.js'
import { Heading, Screen, Working } from '../parts/screen.js'
import { go, hrefOf } from '../route.js'
import { useText } from '../text/index.js'

type Picture = 'starting' | 'running' | CameraFault

export function Scan(): JSX.Element {
  const text = useText()
  const app = useApp()
  const video = useRef<HTMLVideoElement>(null)
  const [picture, setPicture] = useState<Picture>('starting')
  const [foreign, setForeign] = useState(false)
  const [attempt, setAttempt] = useState(0)

  useEffect(() => {
    const element = video.current
    if (!element) return
    const endings: (() => void)[] = []
    let left = false
    const onText = (seen: string): void => {
      if (!parsePairingLink(seen)) {
        setForeign(true)
        return
      }
      go({ at: 'home' })
      void app.parts().pairing.begin(seen)
    }
    void startCamera(element).then((started) => {
      if (typeof started === 'string') return setPicture(started)
      endings.push(started)
      if (left) return started()
      setPicture('running')
      endings.push(watchForCodes(element, onText))
    })
    return () => {
      left = true
      for (const end of endings) end()
    }
  }, [attempt, app])

  const fault = picture === 'starting' || picture === 'running' ? undefined : picture
  return (
    <Screen back={{ at: 'add' }}>
      <Heading>{text.scan.title}</Heading>
      <div class="finder" hidden={fault !== undefined}>
        <video ref={video} class="finder__picture" muted playsInline aria-label={text.scan.view} />
        <span class="finder__aim" aria-hidden="true" />
      </div>
      {picture === 'starting' && <Working words={text.scan.starting} />}
      {picture === 'running' && (
        <p class={foreign ? 'center' : 'center soft'} role="status">
          {foreign ? text.scan.notOurs : text.scan.hint}
        </p>
      )}
      {fault && (
        <div class="card stack" role="alert">
          <h2>{text.scan[fault]}</h2>
          <p class="soft">{text.scan[`${fault}Next`]}</p>
        </div>
      )}
      <div class="spread" />
      <div class="stack">
        {fault && fault !== 'insecure' && (
          <button
            type="button"
            class="button button--primary button--wide"
            onClick={() => {
              setPicture('starting')
              setAttempt(attempt + 1)
            }}
          >
            {text.common.again}
          </button>
        )}
        <a class="button button--wide" href={hrefOf({ at: 'paste' })}>
          <Icon name="link" />
          {text.welcome.paste}
        </a>
      </div>
    </Screen>
  )
}
