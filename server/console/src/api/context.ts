// Hands the API of a page to its screens, and the two ways they use it: read something, change something.
import { createContext } from 'preact'
import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks'
import type { Answer, Fault } from './answer.js'
import type { Api } from './client.js'
import { createApi } from './client.js'

export const ApiContext = createContext<Api>(createApi('/admin/v1'))
export const useApi = (): Api => useContext(ApiContext)

export interface Reading<T> {
  /** The last value that came; it stays while it is read again. */
  readonly value: T | undefined
  readonly fault: Fault | undefined
  readonly busy: boolean
  readonly again: () => void
  /** Puts a value in place that a change came back with. */
  readonly put: (value: T) => void
}

/** Reads when the screen opens and whenever one of `on` changes; an answer that was overtaken is dropped. */
export function useReading<T>(read: () => Promise<Answer<T>>, on: readonly unknown[]): Reading<T> {
  const [value, setValue] = useState<T>()
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(true)
  const [turn, setTurn] = useState(0)
  // A new API is a new sign-in: what could not be read before can be read now.
  const api = useApi()
  const latest = useRef(read)
  latest.current = read
  useEffect(() => {
    let overtaken = false
    setBusy(true)
    void latest.current().then((answer) => {
      if (overtaken) return
      setBusy(false)
      setFault(answer.ok ? undefined : answer.fault)
      if (answer.ok) setValue(answer.value)
    })
    return () => {
      overtaken = true
    }
  }, [...on, api, turn])
  const again = useCallback(() => setTurn((now) => now + 1), [])
  return { value, fault, busy, again, put: setValue }
}

export interface Changing {
  readonly busy: boolean
  readonly fault: Fault | undefined
  /** Runs one change at a time. `then` hears the value when it succeeded. */
  readonly run: <T>(change: () => Promise<Answer<T>>, then?: (value: T) => void) => Promise<void>
  readonly forget: () => void
}

export function useChanging(): Changing {
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Fault>()
  const under = useRef(false)
  const run = useCallback(async <T>(change: () => Promise<Answer<T>>, then?: (value: T) => void) => {
    if (under.current) return
    under.current = true
    setBusy(true)
    setFault(undefined)
    const answer = await change()
    under.current = false
    setBusy(false)
    if (answer.ok) then?.(answer.value)
    else setFault(answer.fault)
  }, [])
  const forget = useCallback(() => setFault(undefined), [])
  return { busy, fault, run, forget }
}
