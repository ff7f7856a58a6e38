// Starts the page at /set-up/.
import { Root } from './set-up/root.js'
import { startPage } from './shell/start.js'

startPage(<Root />)
