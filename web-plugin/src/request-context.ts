// What the server is told of the login browser: taken from the connection, never from the page.
import { browserWords } from '@countersign/protocol'
import type { PluginRequest } from './http.js'
import type { Settings } from './options.js'
import { addressWords } from './options.js'

export function contextOf<Req extends PluginRequest>(
  settings: Settings<Req>,
  req: Req,
): { readonly address: string; readonly browser: string } {
  return {
    address: addressWords(settings.address(req)),
    browser: browserWords(req.headers['user-agent']),
  }
}
