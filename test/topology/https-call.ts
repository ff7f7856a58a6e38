// HTTPS calls of a browser or a web app that trusts the tests' certificate, from an address of its choice; and a stream of events.
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { createInterface } from 'node:readline'
import { selfSigned } from '../support/self-signed.js'

export interface Call {
  readonly method?: 'GET' | 'POST'
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Of the 127.0.0.0/8 of this machine. */
  readonly from?: string
}

export interface Reply {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: what a stranger answers has any shape; each test reads what it needs and fails without it
  readonly json: any
}

export async function call(url: string, settings: Call = {}): Promise<Reply> {
  const response = await open(url, settings)
  let text = ''
  for await (const chunk of response.setEncoding('utf8')) text += chunk
  const isJson = /json/.test(response.headers['content-type'] ?? '')
  return { status: response.statusCode ?? 0, json: isJson ? JSON.parse(text) : text }
}

/** The states that a waiting page is told, as they come; ends when the stream does. */
export async function* watch(url: string, watchToken: string): AsyncGenerator<string> {
  const headers = { authorization: `Watch ${watchToken}`, accept: 'text/event-stream' }
  const response = await open(`${url}/v1/watch`, { headers })
  if (response.statusCode !== 200) throw new Error(`no stream: ${response.statusCode}`)
  for await (const line of createInterface({ input: response }))
    if (line.startsWith('data: ')) yield JSON.parse(line.slice('data: '.length)).state
}

function open(url: string, { method = 'GET', body, headers = {}, from }: Call): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      {
        method,
        ca: selfSigned.cert,
        // Its own each time, as many browsers would have: no connection that was kept hides a fault.
        agent: false,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(from === undefined ? {} : { localAddress: from, family: 4 }),
      },
      resolve,
    )
    asked.once('error', reject)
    asked.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
