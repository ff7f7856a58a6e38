// A real SMTP server on this machine (smtp-server), which keeps what it takes: with TLS, with STARTTLS, or without either.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { selfSigned } from './self-signed.js'

export interface Taken {
  readonly from: string
  readonly to: readonly string[]
  /** The whole message as it came. */
  readonly raw: string
  readonly secure: boolean
  readonly user: string | undefined
}

export interface MailServerOptions {
  readonly security: 'tls' | 'starttls' | 'none'
  /** Without it nobody need sign in. */
  readonly password?: string
  /** What is answered to `RCPT TO`: an SMTP status, or nothing for yes. */
  readonly refuse?: (recipient: string) => number | undefined
}

export class MailServer {
  readonly port: number
  readonly taken: Taken[] = []
  /** How often somebody connected. */
  connections = 0
  readonly #server: SMTPServer

  private constructor(server: SMTPServer, port: number) {
    this.#server = server
    this.port = port
  }

  static async start({ security, password, refuse }: MailServerOptions): Promise<MailServer> {
    const { key, cert } = selfSigned
    const held: { server?: MailServer } = {}
    const smtp = new SMTPServer({
      secure: security === 'tls',
      key,
      cert,
      authOptional: password === undefined,
      disabledCommands: [
        ...(password === undefined ? ['AUTH'] : []),
        ...(security === 'starttls' ? [] : ['STARTTLS']),
      ],
      allowInsecureAuth: security === 'none',
      onConnect(_, done) {
        if (held.server !== undefined) held.server.connections += 1
        done()
      },
      onAuth({ username, password: given }, _, done) {
        if (given === password) done(null, { user: username })
        else done(new Error('535 bad password, and the secret banner of the server'))
      },
      onRcptTo({ address }, _, done) {
        const status = refuse?.(address)
        if (status === undefined) done()
        else done(Object.assign(new Error('what the other side says'), { responseCode: status }))
      },
      onData(stream, session, done) {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope
          held.server?.taken.push({
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            raw: Buffer.concat(chunks).toString('utf8'),
            secure: session.secure,
            user: session.user,
          })
          done()
        })
      },
    })
    smtp.on('error', () => undefined)
    const listening = smtp.listen(0, '127.0.0.1')
    await once(listening, 'listening')
    // Sound: it listens on TCP.
    const { port } = listening.address() as AddressInfo
    const server = new MailServer(smtp, port)
    held.server = server
    return server
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(resolve))
  }
}
