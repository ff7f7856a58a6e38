// Where the person is in the app, in the address's fragment, so that the phone's back gesture works.
import { useEffect, useState } from 'preact/hooks'

export type Route =
  | { readonly at: 'home' | 'add' | 'scan' | 'paste' | 'history' | 'settings' }
  | { readonly at: 'account' | 'notices'; readonly deviceId: string }

/** Follows the fragment. A pairing link that is opened while the app runs is handed to `onPairingLink`. */
export function useRoute(onPairingLink: (link: string) => void): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash))
  useEffect(() => {
    const follow = (): void => {
      const link = takePairingLink()
      if (link) onPairingLink(link)
      setRoute(parseRoute(location.hash))
    }
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [onPairingLink])
  return route
}

/** The pairing link in the address, if any; removed from address and history at once, because it holds a secret. */
export function takePairingLink(): string | undefined {
  if (!location.hash.startsWith('#pair=')) return undefined
  const link = `${location.origin}/authenticator/${location.hash}`
  history.replaceState(null, '', `${location.pathname}#/`)
  return link
}

export function hrefOf(route: Route): string {
  if (route.at === 'home') return '#/'
  return 'deviceId' in route ? `#/${route.at}/${route.deviceId}` : `#/${route.at}`
}

export function go(route: Route): void {
  location.hash = hrefOf(route)
}

function parseRoute(hash: string): Route {
  const [, at, rest] = hash.split('/')
  if ((at === 'account' || at === 'notices') && rest) return { at, deviceId: rest }
  if (at === 'add' || at === 'scan' || at === 'paste' || at === 'history' || at === 'settings') return { at }
  return { at: 'home' }
}
