// The door to codes: their screens and the entries of other services are loaded here, beside the first paint and not with it.
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useApp } from '../app.js'
import type { Shelf } from '../codes/shelf.js'
import { Heading, Screen, Working } from '../parts/screen.js'
import type { CodesRoute } from '../route.js'
import { useText } from '../text/index.js'

interface Loaded {
  readonly shelf: Shelf
  readonly Entries: (props: { readonly route: CodesRoute; readonly shelf: Shelf }) => JSX.Element
}

export function Codes({ route }: { readonly route: CodesRoute }): JSX.Element {
  const text = useText()
  const app = useApp()
  const [loaded, setLoaded] = useState<Loaded | 'failed'>()
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let gone = false
    const load = async (): Promise<void> => {
      try {
        const [shelf, { Entries }] = await Promise.all([app.parts().shelf(), import('../codes/entries.js')])
        if (!gone) setLoaded({ shelf, Entries })
      } catch {
        // No network at the first visit, or storage that does not open: the screen says so, and asks again.
        if (!gone) setLoaded('failed')
      }
    }
    void load()
    return () => {
      gone = true
    }
  }, [app, attempt])
  if (loaded !== undefined && loaded !== 'failed')
    return <loaded.Entries route={route} shelf={loaded.shelf} />
  return (
    <Screen back={{ at: 'home' }}>
      <Heading>{text.codes.title}</Heading>
      {loaded === undefined ? (
        <Working words={text.codes.loading} />
      ) : (
        <>
          <p role="alert">{text.codes.unavailable}</p>
          <button
            type="button"
            class="button button--wide"
            onClick={() => {
              setLoaded(undefined)
              setAttempt(attempt + 1)
            }}
          >
            {text.common.again}
          </button>
        </>
      )}
    </Screen>
  )
}
