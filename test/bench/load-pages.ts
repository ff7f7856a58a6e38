// Thousands of login pages that wait on a stream: plain sockets, so that the generator costs as little as it can.
import { connect } from 'node:net'
import type { WebAppLoad } from './load-web-app.js'

/** Pages of one challenge: as many as the server lets wait for one. */
const PAGES_EACH = 8

/** Opens so many pages and resolves when each has had its first event; they stay open as long as this process. */
export async function openPages(app: WebAppLoad, url: string, count: number): Promise<number> {
  const port = Number(new URL(url).port)
  let opened = 0
  while (opened < count) {
    const few = Math.min(40, Math.ceil((count - opened) / PAGES_EACH))
    // IDs that nobody has: their challenges look, cost and wait like any other, and no phone ends them.
    const asked = await Promise.all(Array.from({ length: few }, (_, i) => app.ask(`waiting-${opened}-${i}`)))
    const pages = asked
      .flatMap(({ watchToken }) => Array<string>(PAGES_EACH).fill(watchToken))
      .slice(0, count - opened)
    await Promise.all(pages.map((token) => openPage(port, token)))
    opened += pages.length
  }
  return opened
}

function openPage(port: number, token: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(
        `GET /v1/watch HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Watch ${token}\r\nAccept: text/event-stream\r\n\r\n`,
      )
    })
    let text = ''
    socket.setEncoding('latin1').on('data', (piece) => {
      text += piece
      if (text.includes('event: status')) resolve()
      else if (text.includes('problem+json')) reject(new Error(text))
    })
    socket.on('error', reject)
  })
}
