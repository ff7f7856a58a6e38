// The load generator as seen by the bench: a process of its own, told by messages what to do, answering each when it is done.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Fleet } from './fleet.js'
import type { Report, Task } from './generator.js'

export class Generator {
  readonly #child = fork(fileURLToPath(new URL('generator.ts', import.meta.url)), {
    execArgv: ['--conditions=source', '--import', 'tsx'],
    // Messages carry a fleet of thousands of devices.
    serialization: 'advanced',
  })
  readonly #ended = new Promise<never>((_resolve, reject) => {
    this.#child.once('exit', (code) => reject(new Error(`the load generator ended with ${code}`)))
  })

  constructor() {
    // Whoever waits for a report hears of it.
    this.#ended.catch(() => undefined)
  }

  static async forFleet(fleet: Fleet): Promise<Generator> {
    const generator = new Generator()
    await generator.do({ do: 'take', fleet })
    return generator
  }

  do(task: Task): Promise<Report> {
    const done = new Promise<Report>((resolve, reject) => {
      this.#child.once('message', (message) => {
        // Sound: generator.ts sends nothing else.
        const answer = message as { readonly report?: Report; readonly error?: string }
        if (answer.report === undefined) reject(new Error(answer.error))
        else resolve(answer.report)
      })
    })
    this.#child.send(task)
    return Promise.race([done, this.#ended])
  }

  end(): void {
    this.#child.removeAllListeners('exit')
    this.#child.kill()
  }
}
