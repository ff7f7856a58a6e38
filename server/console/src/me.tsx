// Starts the page at /me/.
import { Root } from './me/root.js'
import { startPage } from './shell/start.js'

startPage(<Root />)
