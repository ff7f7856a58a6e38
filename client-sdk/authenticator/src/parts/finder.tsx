// The camera looking for a code. Every way it can fail has its own sentence and a next step.
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { CameraFault } from '../camera.js'
import { startCamera, watchForCodes } from '../camera.js'
import { useText } from '../text/index.js'
import { Working } from './screen.js'

type Picture = 'starting' | 'running' | CameraFault

interface FinderProps {
  readonly hint: string
  /** What was seen is taken, or a sentence says why not: then the camera goes on looking. */
  readonly onText: (seen: string) => Promise<string | undefined>
  /** Other ways, below the picture. */
  readonly children: ComponentChildren
}

export function Finder({ hint, onText, children }: FinderProps): JSX.Element {
  const text = useText()
  const video = useRef<HTMLVideoElement>(null)
  const [picture, setPicture] = useState<Picture>('starting')
  const [refused, setRefused] = useState<string>()
  const [attempt, setAttempt] = useState(0)
  const latest = useRef(onText)
  latest.current = onText

  useEffect(() => {
    const element = video.current
    if (!element) return
    const endings: (() => void)[] = []
    let left = false
    const take = (seen: string): void => {
      void latest.current(seen).then((words) => left || setRefused(words))
    }
    void startCamera(element).then((started) => {
      if (typeof started === 'string') return setPicture(started)
      endings.push(started)
      if (left) return started()
      setPicture('running')
      endings.push(watchForCodes(element, take))
    })
    return () => {
      left = true
      for (const end of endings) end()
    }
  }, [attempt])

  const fault = picture === 'starting' || picture === 'running' ? undefined : picture
  return (
    <>
      <div class="finder" hidden={fault !== undefined}>
        <video ref={video} class="finder__picture" muted playsInline aria-label={text.scan.view} />
        <span class="finder__aim" aria-hidden="true" />
      </div>
      {picture === 'starting' && <Working words={text.scan.starting} />}
      {picture === 'running' && (
        <p class={refused ? 'center' : 'center soft'} role="status">
          {refused ?? hint}
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
        {children}
      </div>
    </>
  )
}
