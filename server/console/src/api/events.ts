// Follows a stream of the server's events for as long as a screen is open; the browser connects again by itself.
import { useEffect, useRef, useState } from 'preact/hooks'
import { useApi } from './context.js'

export type Live = 'connecting' | 'live' | 'broken'

/**
 * Calls `on` with the parsed data of each event named `name`. Returns whether the stream is alive.
 * `address` undefined: no stream.
 */
export function useEvents(address: string | undefined, name: string, on: (data: unknown) => void): Live {
  const [live, setLive] = useState<Live>('connecting')
  // A new API is a new sign-in: a stream that was refused before is open now.
  const api = useApi()
  const latest = useRef(on)
  latest.current = on
  useEffect(() => {
    if (address === undefined) return
    setLive('connecting')
    const source = new EventSource(address)
    source.addEventListener('open', () => setLive('live'))
    source.addEventListener('error', () =>
      setLive(source.readyState === EventSource.CLOSED ? 'broken' : 'connecting'),
    )
    source.addEventListener(name, (event) => {
      if (event instanceof MessageEvent) latest.current(JSON.parse(String(event.data)))
    })
    return () => source.close()
  }, [address, name, api])
  return live
}
