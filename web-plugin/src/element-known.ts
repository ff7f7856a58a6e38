// Asks for the browser's key beside the element: its proof for a request, or with `remember` its registration after a login.
import type { BrowserProof } from '@countersign/protocol'
import type { App, RememberHere } from './element-app.js'

/** No login waits for it long, or fails for it: whatever goes wrong, this is a new browser. */
export const browserKey = (
  app: App,
  signal: AbortSignal,
  remember?: RememberHere,
): Promise<BrowserProof | null> =>
  import('./element-browser.js').then((file) => file.browserKey(app, signal, remember)).catch(() => null)
