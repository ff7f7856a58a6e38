// Offline codes of a device in Node: one private file each, since a process has no place that cannot be read.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fromBase64Url, toBase64Url } from '@countersign/protocol'
import { DeviceError } from './error.js'
import { requireKeyId } from './keystore.js'
import type { KeptOfflineCode, OfflineCodeStore, OfflineCodeTerms } from './offline-code-store.js'
import { parseOfflineCodeTerms } from './offline-code-store.js'
import { importCodeKey } from './one-time-code.js'
import { readPrivate, requirePrivateDirectory, writeDurably } from './private-files.js'

interface FileContent {
  readonly terms: OfflineCodeTerms
  readonly secret: Uint8Array
}

/**
 * As JSON with mode 0600, `<directory>/<deviceId>.offline-code`. Whoever can read the file can make the codes: as safe as the
 * account it runs under, and as the key beside it.
 *
 * @param directory as of `fileKeystore`; a file that others may read is refused (`key_exposed`).
 *
 * @example
 * const device = await openDevice({ pairing, store, keystore, offlineCodes: fileOfflineCodeStore('./countersign') })
 */
export function fileOfflineCodeStore(directory: string): OfflineCodeStore {
  const pathOf = (deviceId: string): string => {
    requireKeyId(deviceId)
    return join(directory, `${deviceId}.offline-code`)
  }
  const read = async (path: string): Promise<FileContent | undefined> => {
    const text = await readPrivate(path)
    return text === undefined ? undefined : parseContent(text, path)
  }
  const write = async (path: string, { terms, secret }: FileContent): Promise<void> => {
    await requirePrivateDirectory(directory)
    await writeDurably(path, `${JSON.stringify({ terms, secret: toBase64Url(secret) })}\n`)
  }
  return {
    async take(deviceId, terms, secret) {
      await write(pathOf(deviceId), { terms, secret })
      return keptOf({ terms, secret })
    },
    async open(deviceId) {
      const content = await read(pathOf(deviceId))
      return content === undefined ? undefined : keptOf(content)
    },
    async update(deviceId, terms) {
      const path = pathOf(deviceId)
      const content = await read(path)
      if (content?.terms.totpId !== terms.totpId) return
      await write(path, { ...content, terms })
      content.secret.fill(0)
    },
    async remove(deviceId) {
      await rm(pathOf(deviceId), { force: true })
    },
  }
}

async function keptOf({ terms, secret }: FileContent): Promise<KeptOfflineCode> {
  return { terms, key: await importCodeKey(secret, terms.algorithm) }
}

function parseContent(text: string, path: string): FileContent {
  const found = readJson(text)
  const held = typeof found === 'object' && found !== null ? found : {}
  const terms = 'terms' in held ? parseOfflineCodeTerms(held.terms) : undefined
  const secret = 'secret' in held && typeof held.secret === 'string' ? fromBase64Url(held.secret) : undefined
  if (terms === undefined || secret === undefined || secret.length === 0)
    throw new DeviceError('storage_failed', `${path} is not an offline code`)
  return { terms, secret }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // No JSON at all: told like JSON of another shape.
    return undefined
  }
}
