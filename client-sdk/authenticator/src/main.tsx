// Starts the app: styles, screens, storage, the worker that keeps the shell for offline starts.
import './style/tokens.css'
import './style/base.css'
import './style/controls.css'
import './style/screens.css'
import './style/accounts.css'
import './style/codes.css'
import './style/pairing.css'
import './style/request-parts.css'
import './style/request.css'
import { render } from 'preact'
import { AppContext, createApp } from './app.js'
import { takeOpenedLink } from './opened-link.js'
import { Root } from './root.js'

const app = createApp()
const opened = takeOpenedLink()
const place = document.getElementById('app')
await app.speak()
if (place)
  render(
    <AppContext.Provider value={app}>
      <Root />
    </AppContext.Provider>,
    place,
  )
void app.start(opened)
