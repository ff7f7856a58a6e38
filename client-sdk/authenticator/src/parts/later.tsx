// A part of the app that most visits never need: loaded when it is shown first, with words while it comes, and a way on when it does not.
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useText } from '../text/index.js'
import { Working } from './screen.js'

type Part<Props> = (props: Props) => JSX.Element | null

/** The same component, not loaded yet; until it is there, and when it cannot be had now, nothing stands in its place. */
export function laterIfAny<Props extends object>(load: () => Promise<Part<Props>>): Part<Props> {
  let kept: Part<Props> | undefined
  return function LaterIfAny(props: Props): JSX.Element | null {
    const [, setCame] = useState(false)
    useEffect(() => {
      let gone = false
      load().then(
        (part) => {
          kept = part
          if (!gone) setCame(true)
        },
        // It is no part of what the person came for, and the next visit asks again.
        () => undefined,
      )
      return () => {
        gone = true
      }
    }, [])
    const Part = kept
    return Part === undefined ? null : <Part {...props} />
  }
}

/** The same component, not loaded yet. What came once stays. */
export function later<Props extends object>(load: () => Promise<Part<Props>>): Part<Props> {
  let kept: Part<Props> | undefined
  return function Later(props: Props): JSX.Element {
    const text = useText()
    const [, setCame] = useState(false)
    const [failed, setFailed] = useState(false)
    useEffect(() => {
      if (kept !== undefined || failed) return
      let gone = false
      load().then(
        (part) => {
          kept = part
          if (!gone) setCame(true)
        },
        // No network at the first visit.
        () => gone || setFailed(true),
      )
      return () => {
        gone = true
      }
    }, [failed])
    if (kept !== undefined) {
      const Part = kept
      return <Part {...props} />
    }
    if (!failed) return <Working words={text.common.loading} />
    return (
      <div class="stack">
        <p role="alert">{text.common.notLoaded}</p>
        <button type="button" class="button button--wide" onClick={() => setFailed(false)}>
          {text.common.again}
        </button>
      </div>
    )
  }
}
