// Follows a stream of the server's events for as long as a screen is open; the browser connects again by itself.
import { useEffect, useRef, useState } from 'preact/hooks'

export type Live = 'connecting' | 'live' | 'broken'

/**
 * Calls `on` with the parsed data of each event named `name`. Returns whether the stream is alive.
 * `address` undefined: no stream.
 */
export function useEvents(address: string | undefined, name: string, on: (data: unknown) => void): Live {
  const [live, setLive] = useState<Live>('connecting')
  const latest = useRef(on)
  latest.current = on
  useEffect(() => {
    if (address === undefined) return
    const source = new EventSource(address)
    source.addEventListener('open', () => setLive('live'))
    source.addEventListener('error', () => setLive(source.readyState === EventSource.CLOSED ? 'broken' : 'connecting'))
    source.addEventListener(name, (event) => {
      if (event instanceof MessageEvent) latest.current(JSON.parse(String(event.data)))
    })
    return () => source.close()
  }, [address, name])
  return live
}
