// Where the person is: a path and its query in the address's fragment, so that back, forward, reload and links work.
import { createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'

export interface Place {
  /** `/accounts/0192…`: begins with a slash. */
  readonly path: string
  readonly query: URLSearchParams
}

export type QueryChange = Readonly<Record<string, string | undefined>>

export function placeOf(hash: string): Place {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?', 2)
  return { path: path.startsWith('/') ? path : '/', query: new URLSearchParams(search) }
}

/** A link to a path with a query: `#/accounts?q=anna`. Values that are empty or undefined are left out. */
export function hrefTo(path: string, query: QueryChange = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []))
  const search = new URLSearchParams(given).toString()
  return `#${path}${search === '' ? '' : `?${search}`}`
}

/** The same place with other values in its query. What is not named stays; undefined or '' removes. */
export function hrefWith({ path, query }: Place, change: QueryChange): string {
  return hrefTo(path, { ...Object.fromEntries(query), ...change })
}

export function go(href: string): void {
  location.hash = href
}

/** Without a step in the history: for a query that changes while somebody types. */
export function goInstead(href: string): void {
  history.replaceState(null, '', href)
  // replaceState tells nobody.
  dispatchEvent(new HashChangeEvent('hashchange'))
}

export const PlaceContext = createContext<Place>({ path: '/', query: new URLSearchParams() })
export const usePlace = (): Place => useContext(PlaceContext)

/** Follows the fragment; for the root of a page. */
export function useHash(): Place {
  const [place, setPlace] = useState(() => placeOf(location.hash))
  useEffect(() => {
    const follow = (): void => setPlace(placeOf(location.hash))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  return place
}

/** The values of a pattern's `:names` when it fits the path: `/accounts/:id` and `/accounts/1` give `{ id: '1' }`. */
export function match(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [i, part] of wanted.entries()) {
    const value = decoded(given[i] ?? '')
    if (value === undefined) return undefined
    if (part.startsWith(':') && value !== '') params[part.slice(1)] = value
    else if (part !== value) return undefined
  }
  return params
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}
