// The app that the server itself is: signing in at the console and at /me asks like any app, and has no key.
import type { AppId } from '@countersign/protocol'
import { TEXT_MAX_BYTES } from '@countersign/protocol'
import type { SessionKind } from './access.js'
import type { App } from './records.js'

// Sound: a UUID, and it names an app.
/** Always the same, so that there is never a second one. Version 8 of RFC 9562 §5.8: made up, not drawn. */
export const BUILTIN_APP_ID = '00000000-0000-8000-8000-000000000001' as AppId

/** `publicUrl` is where its pages are; it may have moved since the row was written, so it is never read from there. */
export function originsOf(app: App, publicUrl: string): readonly string[] {
  return app.state === 'builtin' ? [originOf(publicUrl)] : app.origins
}

/** `https://id.example.org/` → `https://id.example.org`. config.ts saw that it is a URL. */
export function originOf(publicUrl: string): string {
  return /^https?:\/\/[^/]+/.exec(publicUrl)?.[0] ?? publicUrl
}

const pages: Readonly<Record<SessionKind, string>> = { admin: 'Console', person: 'My account' }

/**
 * What phones show as the app: the server and which of its pages asks, since they open very different doors. A server's name that
 * leaves no room for the page is cut, never the page.
 * @example ownAppName('ACME', 'admin') // 'ACME · Console'
 */
export function ownAppName(serverName: string, kind: SessionKind): string {
  const page = ` · ${pages[kind]}`
  const whole = `${serverName}${page}`
  if (bytesIn(whole) <= TEXT_MAX_BYTES.appName) return whole
  const letters = Array.from(serverName)
  while (bytesIn(`${letters.join('').trimEnd()}…${page}`) > TEXT_MAX_BYTES.appName) letters.pop()
  return `${letters.join('').trimEnd()}…${page}`
}

function bytesIn(text: string): number {
  return new TextEncoder().encode(text).length
}
