// How the server and its apps look to people: the resources /v1/branding and /v1/apps/{id}/logo, which anyone may read.
import type { AppId } from '@countersign/protocol'
import { isId, publicBranding } from '@countersign/protocol'
import type { Logo } from '../../core/directory.js'
import type { LogoOwner } from '../../core/ports-directory.js'
import { publicBranding as brandingOf, publicLogo } from '../../flows/public-branding.js'
import type { Exchange, Operation, OperationText } from '../operation.js'
import type { Problem } from '../problem.js'
import { sendJson } from '../reply.js'

/** It names its version, so it never changes; without the right version it may change soon. */
const KEPT_SECONDS = 31_536_000
const SOON_SECONDS = 300
/** A picture is shown, and nothing else: even a file that a browser took for a page could do nothing. */
const PICTURE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"

const open = { method: 'get', group: 'Server', access: 'anyone', cors: 'anyone' } as const
const picture = {
  status: 200,
  description: 'The picture.',
  types: ['image/png', 'image/webp'],
} as const

export const brandingOperations: readonly Operation[] = [
  {
    ...open,
    path: '/v1/branding',
    summary: 'How this server looks',
    description: 'Its name, colour and logo, and where people find help; for login pages and phones.',
    answer: {
      status: 200,
      description: 'The branding.',
      shape: { name: 'PublicBranding', schema: publicBranding },
    },
    codes: [],
    example: {
      answer: {
        name: 'ACME sign-in',
        colour: '#0b5c6b',
        helpText: 'New phone? Bring it to the help desk in room 0.12.',
        supportContact: 'help@example.org',
        logoUrl: 'https://id.example.org/v1/branding/logo?v=1795000000000',
      },
    },
    async handle({ ports, response }) {
      const branding = await brandingOf(ports)
      response.setHeader('Cache-Control', `public, max-age=${SOON_SECONDS}`)
      sendJson(response, 200, branding)
      return undefined
    },
  },
  logo(
    {
      ...open,
      path: '/v1/branding/logo',
      summary: 'The server’s logo',
      description: 'PNG or WebP. `logoUrl` of /v1/branding leads here, with the version.',
      answer: picture,
      codes: ['not_found'],
      example: {},
    },
    () => 'server',
  ),
  logo(
    {
      ...open,
      path: '/v1/apps/{id}/logo',
      summary: 'An app’s logo',
      description: 'PNG or WebP.',
      places: { id: 'The app’s id.' },
      answer: picture,
      codes: ['not_found'],
      example: {},
    },
    // Sound: isId saw the shape; the brand says which table it is looked for in.
    ({ id = '' }) => (isId(id) ? `app:${id as AppId}` : undefined),
  ),
]

function logo(
  text: OperationText,
  ownerOf: (params: Exchange['params']) => LogoOwner | undefined,
): Operation {
  return {
    ...text,
    async handle(exchange): Promise<Problem | undefined> {
      const owner = ownerOf(exchange.params)
      const found = owner === undefined ? undefined : await publicLogo(exchange.ports, owner)
      if (!found?.ok) return { code: 'not_found' }
      send(exchange, found.value)
      return undefined
    },
  }
}

function send({ response, search }: Exchange, { type, bytes, changedAtMs }: Logo): void {
  if (response.headersSent || response.destroyed) return
  const named = new URLSearchParams(search).get('v') === String(changedAtMs)
  response.statusCode = 200
  response.setHeader('Content-Type', type)
  response.setHeader('Content-Length', bytes.length)
  response.setHeader('Content-Disposition', 'inline')
  response.setHeader('Content-Security-Policy', PICTURE_POLICY)
  response.setHeader(
    'Cache-Control',
    `public, ${named ? `max-age=${KEPT_SECONDS}, immutable` : `max-age=${SOON_SECONDS}`}`,
  )
  response.end(bytes)
}
