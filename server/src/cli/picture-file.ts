// A picture named at the command line → its bytes.
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { LOGO_MAX_BYTES } from '@countersign/protocol/admin'
import type { Read } from './values.js'

/** Whether it is a picture is the flow's to say; nothing larger than a logo is read. */
export function readPicture(path: string, directory: string): Read<Uint8Array> {
  const file = resolve(directory, path)
  try {
    if (statSync(file).size <= LOGO_MAX_BYTES) return { ok: true, value: new Uint8Array(readFileSync(file)) }
  } catch {
    return fault(`${path} cannot be read`)
  }
  return fault(`${path} is larger than ${LOGO_MAX_BYTES} bytes`)
}

function fault(sentence: string): Read<never> {
  return {
    ok: false,
    fault: { exit: 'usage', code: 'value_invalid', sentence, next: 'name a PNG or WebP of at most 64 kB' },
  }
}
