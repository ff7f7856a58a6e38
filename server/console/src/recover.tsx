// Starts the page at /recover/.
import { Root } from './recover/root.js'
import { startPage } from './shell/start.js'

startPage(<Root />)
