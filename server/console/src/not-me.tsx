// Starts the page at /not-me/.
import { Root } from './not-me/root.js'
import { startPage } from './shell/start.js'

startPage(<Root />)
