// Reads a stream of server-sent events as the element does: by fetch, with the watch token in a header.
import type { ChallengeStatus } from '@countersign/protocol'

export interface Watching {
  readonly response: Response
  /** The next status; undefined when the stream has ended. */
  next(): Promise<ChallengeStatus | undefined>
  /** All text that came so far, comments included. */
  text(): string
  /** Closes the page. */
  abort(): void
}

export async function watchStream(
  url: string,
  watchToken: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Watching> {
  const controller = new AbortController()
  const response = await fetch(`${url}/v1/watch`, {
    signal: controller.signal,
    headers: { authorization: `Watch ${watchToken}`, accept: 'text/event-stream', ...headers },
  })
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let all = ''
  let unread = ''
  return {
    response,
    async next() {
      for (;;) {
        const end = unread.indexOf('\n\n')
        if (end >= 0) {
          const block = unread.slice(0, end)
          unread = unread.slice(end + 2)
          const data = /^event: status\ndata: (.*)$/.exec(block)?.[1]
          if (data !== undefined) return JSON.parse(data)
          continue
        }
        const chunk = await reader?.read()
        if (chunk === undefined || chunk.done) return undefined
        const text = decoder.decode(chunk.value, { stream: true })
        all += text
        unread += text
      }
    },
    text: () => all,
    abort: () => controller.abort(),
  }
}
