// The upload of a logo: the picture itself is the body, and what it is, is told by its bytes.
import type { LogoSaved } from '@countersign/protocol/admin'
import { LOGO_MAX_BYTES, logoSaved } from '@countersign/protocol/admin'
import type { Result } from '../../core/refusal.js'
import type { Operation } from '../operation.js'
import { readBytes } from '../read-json.js'
import type { AdminCall, AdminText } from './operation.js'
import { rawAdminOperation } from './operation.js'
import { answered } from './settle.js'

/** A header says what the client believes; the flow looks at the bytes. */
const PICTURE_TYPE = /^image\/(?:png|webp) *(?:;|$)/i

type UploadText = Pick<AdminText, 'path' | 'group' | 'summary' | 'description'>

/** PUT of a PNG or WebP of at most 64 kB. */
export function uploadLogo(
  text: UploadText,
  put: (call: AdminCall<undefined>, bytes: Uint8Array) => Promise<Result<LogoSaved>>,
): Operation {
  const whole: AdminText = {
    ...text,
    method: 'put',
    answer: {
      status: 200,
      description: 'Where it is served.',
      shape: { name: 'LogoSaved', schema: logoSaved },
    },
    codes: ['body_invalid', 'body_too_large', 'content_type_unsupported', 'not_found'],
    example: {
      answer: {
        logoUrl: 'https://id.example.org/v1/branding/logo?v=1795000000000',
        changedAtMs: 1_795_000_000_000,
      },
    },
  }
  return rawAdminOperation({ ...whole, upload: ['image/png', 'image/webp'] }, async (call) => {
    const read = await readBytes(call.exchange.request, PICTURE_TYPE, LOGO_MAX_BYTES)
    if (!read.ok) return read.problem
    return answered(call.exchange, whole, await put(call, new Uint8Array(read.value)))
  })
}
