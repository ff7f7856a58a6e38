// Starts the page at /invite/.
import { Root } from './invite/root.js'
import { startPage } from './shell/start.js'

startPage(<Root />)
