// Preloaded into a server's process: SIGUSR2 sets its clock to what the file named in this module's address says, in milliseconds from the right time.
import { readFileSync } from 'node:fs'

const file = new URL(import.meta.url).searchParams.get('file')
const right = Date.now
let aheadMs = 0

process.on('SIGUSR2', () => {
  aheadMs = Number(readFileSync(file, 'utf8'))
})

Date.now = () => right() + aheadMs
globalThis.Date = new Proxy(Date, {
  construct: (target, given, self) =>
    Reflect.construct(target, given.length === 0 ? [target.now()] : given, self),
})
