// A value that screens can watch: the whole of the app's state management.
import { useEffect, useState } from 'preact/hooks'

export interface Store<T> {
  get(): T
  /** Replaces what is given, keeps the rest, tells whoever watches. */
  patch(change: Partial<T>): void
  watch(listener: () => void): () => void
}

export function createStore<T extends object>(initial: T): Store<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    patch(change) {
      value = { ...value, ...change }
      for (const listener of [...listeners]) listener()
    },
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Renders again whenever the store changes. */
export function useStore<T extends object>(store: Store<T>): T {
  const [value, setValue] = useState(store.get())
  useEffect(() => {
    // A change between the first render and this effect would otherwise be missed.
    setValue(store.get())
    return store.watch(() => setValue(store.get()))
  }, [store])
  return value
}
