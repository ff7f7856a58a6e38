// The load generator's process: phones, an app and waiting pages, all on loopback; it does one task at a time.
import { performance } from 'node:perf_hooks'
import type { Fleet } from './fleet.js'
import { openPages } from './load-pages.js'
import { Phone } from './load-phone.js'
import { WebAppLoad } from './load-web-app.js'
import { echo, openRawSockets } from './raw-sockets.js'

export type Task =
  | { readonly do: 'take'; readonly fleet: Fleet }
  /** Complete logins by so many clients at once, for a time; `watched`: each with its page on a stream. */
  | { readonly do: 'logins'; readonly clients: number; readonly ms: number; readonly watched: boolean }
  /** One request after the other: time from the request to the frame at the phone. Each is then approved. */
  | { readonly do: 'pushes'; readonly count: number }
  | { readonly do: 'connect'; readonly first: number; readonly count: number }
  | { readonly do: 'echoes'; readonly port: number; readonly count: number; readonly bytes: number }
  | { readonly do: 'rawSockets'; readonly port: number; readonly count: number }
  | { readonly do: 'pages'; readonly count: number }
  | { readonly do: 'health'; readonly count: number }

export interface Report {
  readonly done: number
  readonly ms: number
  /** Milliseconds each, in the order they were done. */
  readonly samples: readonly number[]
  /** For pushes: from the reply to the app to the frame; below zero when the frame came first. */
  readonly afterReply?: readonly number[]
  readonly frameBytes?: number
}

let app: WebAppLoad | undefined
let fleet: Fleet | undefined
const phones: Phone[] = []

process.on('message', (message) => {
  const beganMs = performance.now()
  // Sound: generator-process.ts sends nothing else.
  work(message as Task).then(
    (report) => process.send?.({ report: { ms: performance.now() - beganMs, ...report } }),
    (error: unknown) =>
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})
// The bench is gone, for whatever reason.
process.on('disconnect', () => process.exit())

async function work(task: Task): Promise<Omit<Report, 'ms'> & { readonly ms?: number }> {
  switch (task.do) {
    case 'take':
      fleet = task.fleet
      app = new WebAppLoad(fleet)
      return { done: 1, samples: [] }
    case 'connect':
      return connect(task.first, task.count)
    case 'logins':
      return logins(task.clients, task.ms, task.watched)
    case 'pushes':
      return pushes(task.count)
    case 'echoes':
      return { done: task.count, samples: await echo(task.port, task.count, task.bytes) }
    case 'rawSockets':
      return { done: await openRawSockets(task.port, task.count), samples: [] }
    case 'pages':
      return { done: await openPages(ready(app), ready(fleet).url, task.count), samples: [] }
    case 'health':
      return health(task.count)
  }
}

async function connect(first: number, count: number): Promise<Omit<Report, 'ms'>> {
  const { devices } = ready(fleet)
  // A stranger may hold few sockets that have not authenticated: so they come a few at a time.
  for (let i = first; i < first + count; i += 50) {
    const some = devices
      .slice(i, Math.min(i + 50, first + count))
      .map((device) => new Phone(ready(fleet), device))
    await Promise.all(some.map((phone) => phone.online))
    phones.push(...some)
  }
  return { done: count, samples: [] }
}

async function logins(
  clients: number,
  ms: number,
  watched: boolean,
): Promise<Omit<Report, 'ms'> & { readonly ms: number }> {
  const free = [...phones]
  const samples: number[] = []
  const beganMs = performance.now()
  const endMs = beganMs + ms
  const client = async (): Promise<void> => {
    while (performance.now() < endMs) {
      // The one that rested longest: every account is used as rarely as there are accounts.
      const phone = free.shift()
      if (phone === undefined) throw new Error('more clients than phones')
      const startMs = performance.now()
      await oneLogin(phone, watched)
      samples.push(performance.now() - startMs)
      free.push(phone)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return { done: samples.length, ms: performance.now() - beganMs, samples }
}

/** Created, delivered, received, answered, redeemed; the page, if there is one, hears every step until the end. */
async function oneLogin(phone: Phone, watched: boolean): Promise<void> {
  const web = ready(app)
  const nextFrame = phone.nextChallenge()
  const asked = await web.ask(phone.device.userId)
  const page = watched ? web.watchToEnd(asked.watchToken) : undefined
  const frame = await nextFrame
  if (frame.challengeId !== asked.challengeId) throw new Error('a frame of another challenge')
  const receipt = phone.nextReceipt()
  phone.approve(frame, asked.match)
  await receipt
  await web.redeem(asked)
  await page
}

async function pushes(count: number): Promise<Omit<Report, 'ms'>> {
  const web = ready(app)
  const samples: number[] = []
  const afterReply: number[] = []
  let frameBytes = 0
  for (let i = 0; i < count; i += 1) {
    const phone = phones[i % phones.length]
    if (phone === undefined) throw new Error('no phone is connected')
    const arrived = phone.nextChallenge().then((frame) => ({ frame, atMs: performance.now() }))
    const startMs = performance.now()
    const asked = await web.ask(phone.device.userId)
    const repliedMs = performance.now()
    const { frame, atMs } = await arrived
    samples.push(atMs - startMs)
    afterReply.push(atMs - repliedMs)
    frameBytes = frame.bytes
    const receipt = phone.nextReceipt()
    phone.approve(frame, asked.match)
    await receipt
    await web.redeem(asked)
  }
  return { done: count, samples, afterReply, frameBytes }
}

async function health(count: number): Promise<Omit<Report, 'ms'>> {
  const samples: number[] = []
  for (let i = 0; i < count; i += 1) {
    const startMs = performance.now()
    await ready(app).healthz()
    samples.push(performance.now() - startMs)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return { done: count, samples }
}

function ready<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('take a fleet first')
  return value
}
