// Where the person is in the app, in the address's fragment, so that the phone's back gesture works.
import { useEffect, useState } from 'preact/hooks'
import type { OpenedLink } from './opened-link.js'
import { takeOpenedLink } from './opened-link.js'

const places = [
  'add',
  'scan',
  'paste',
  'login-scan',
  'login-paste',
  'history',
  'settings',
  'install',
] as const
/** Of codes and of entries of other services; their screens are loaded when somebody goes there. */
const codePlaces = ['codes', 'code-scan', 'code-paste', 'code-check', 'code-file'] as const

export type CodesRoute =
  | { readonly at: (typeof codePlaces)[number] }
  | { readonly at: 'code'; readonly entryId: string }

export type Route =
  | { readonly at: 'home' | (typeof places)[number] }
  | CodesRoute
  | { readonly at: 'account' | 'notices'; readonly deviceId: string }

/** Follows the fragment. A link that is opened while the app runs is handed to `onLink`. */
export function useRoute(onLink: (link: OpenedLink) => void): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash))
  useEffect(() => {
    const follow = (): void => {
      const link = takeOpenedLink()
      if (link) onLink(link)
      setRoute(parseRoute(location.hash))
    }
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [onLink])
  return route
}

export function hrefOf(route: Route): string {
  if (route.at === 'home') return '#/'
  if ('entryId' in route) return `#/${route.at}/${route.entryId}`
  return 'deviceId' in route ? `#/${route.at}/${route.deviceId}` : `#/${route.at}`
}

export function go(route: Route): void {
  location.hash = hrefOf(route)
}

function parseRoute(hash: string): Route {
  const [, at, rest] = hash.split('/')
  if ((at === 'account' || at === 'notices') && rest) return { at, deviceId: rest }
  if (at === 'code' && rest) return { at, entryId: rest }
  const plain = [...places, ...codePlaces].find((known) => known === at)
  return plain === undefined ? { at: 'home' } : { at: plain }
}
