// The apps that come with the server: the authenticator for phones; the console, the page for oneself and the invitation's page.
import { join } from 'node:path'
import type { BuiltPage } from './built-page.js'
import {
  AUTHENTICATOR_PERMISSIONS,
  authenticatorPolicy,
  CONSOLE_PERMISSIONS,
  consolePolicy,
} from './security-headers.js'

/** `consoleDir` holds a folder for each of its three pages. */
export function builtPages(authenticatorDir: string, consoleDir: string): readonly BuiltPage[] {
  const ofConsole = (path: string, name: string): BuiltPage => ({
    path,
    name,
    directory: consoleDir === '' ? '' : join(consoleDir, path),
    setting: 'console.dir',
    policy: () => consolePolicy,
    permissions: CONSOLE_PERMISSIONS,
  })
  return [
    {
      path: '/authenticator',
      name: 'The authenticator',
      directory: authenticatorDir,
      setting: 'authenticator.dir',
      policy: authenticatorPolicy,
      permissions: AUTHENTICATOR_PERMISSIONS,
    },
    ofConsole('/console', 'The console'),
    ofConsole('/me', 'The page for oneself'),
    ofConsole('/invite', 'The page of invitations'),
    ofConsole('/set-up', 'The set-up page'),
    ofConsole('/recover', 'The page for a lost phone'),
    ofConsole('/not-me', 'The page “this wasn’t me”'),
  ]
}
