// Doctor: phones and browsers reach this very server at its public URL, by a certificate that holds, and find the authenticator.
import { X509Certificate } from 'node:crypto'
import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serverInfo, toBase64Url } from '@countersign/protocol'
import type { Config } from '../../config.js'
import { when } from '../report.js'
import type { Finding } from './check.js'
import { fault, ok, reasonOf, warning } from './check.js'

const TIMEOUT_MS = 5_000
/** Let's Encrypt renews 30 days before the end: less than that means that nobody renews. */
const RENEW_DAYS = 14
const DAY_MS = 86_400_000

export async function checkPublicUrl(publicUrl: string, serverId: Uint8Array): Promise<Finding> {
  const name = 'public URL'
  let body: unknown
  try {
    const response = await fetch(`${publicUrl}/v1/server`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    })
    body = await response.json()
  } catch (error) {
    return warning(
      name,
      `${publicUrl} does not answer from here: ${reasonOf(error)}`,
      'countersign serve, where it is not running; else check name, proxy and firewall',
    )
  }
  const info = serverInfo.safeParse(body)
  if (!info.success)
    return fault(name, `something else answers at ${publicUrl}`, 'check publicUrl and where the proxy leads')
  if (info.data.serverId !== toBase64Url(serverId))
    return fault(
      name,
      `another Countersign server answers at ${publicUrl}: its server id is ${info.data.serverId}`,
      'check publicUrl, and that this server has the keys it was first started with',
    )
  return ok(name, `${publicUrl} is this server, version ${info.data.version}`)
}

export async function checkCertificate(config: Config, nowMs: number): Promise<Finding> {
  const name = 'TLS certificate'
  const file = config['tls.certFile']
  if (file === '')
    return ok(
      name,
      config.publicUrl.startsWith('https:') ? 'kept by the proxy in front' : 'none: this computer only',
    )
  try {
    const certificate = new X509Certificate(await readFile(file))
    const { hostname } = new URL(config.publicUrl)
    const fromMs = Date.parse(certificate.validFrom)
    const untilMs = Date.parse(certificate.validTo)
    if (nowMs < fromMs || untilMs <= nowMs)
      return fault(name, `valid only from ${when(fromMs)} to ${when(untilMs)}`, `renew it: ${file}`)
    if (certificate.checkHost(hostname) === undefined && certificate.checkIP(hostname) === undefined)
      return fault(name, `it is not for ${hostname}`, 'get one for the host of publicUrl')
    const found = `for ${hostname}, valid until ${when(untilMs)}`
    return untilMs - nowMs < RENEW_DAYS * DAY_MS ? warning(name, found, `renew it: ${file}`) : ok(name, found)
  } catch (error) {
    return fault(name, `${file}: ${reasonOf(error)}`, 'a PEM file with the certificate first, then its chain')
  }
}

export async function checkAuthenticator(directory: string): Promise<Finding> {
  const name = 'authenticator'
  try {
    await access(join(directory, 'index.html'))
    return ok(name, `built in ${directory}`)
  } catch {
    return fault(name, `${directory} holds no built authenticator`, 'npm run build')
  }
}
