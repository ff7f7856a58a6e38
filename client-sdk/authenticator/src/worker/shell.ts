// The offline shell: the files of one release, all of them or none, each checked against the hash that this worker was built with.
import { BASE } from './base.js'

/** What the build knows of a release. */
export interface Release {
  /** Named by its content: another release, another name. */
  readonly name: string
  /** Path below `/` → `sha256-…` as in Subresource Integrity. */
  readonly files: Readonly<Record<string, string>>
}

export interface Shell {
  /** Fetches every file of the release. Rejects, and leaves nothing, when one is missing or is not what was built. */
  keep(): Promise<void>
  /** Files of other releases go; call it when no page uses them any more. */
  forgetOthers(): Promise<void>
  /** The kept file that answers a request; undefined where this is not the shell's business. */
  answer(request: Pick<Request, 'method' | 'mode' | 'url'>): Promise<Response> | undefined
}

/** All names of ours begin so, those of the first release included. */
const PREFIX = 'countersign-shell'

export interface ShellPlace {
  readonly origin: string
  readonly caches: CacheStorage
  readonly fetch: (request: string, init?: RequestInit) => Promise<Response>
}

export function createShell({ name, files }: Release, { origin, caches, fetch }: ShellPlace): Shell {
  const cacheName = `${PREFIX}-${name}`

  async function fetched(path: string, integrity: string): Promise<readonly [string, Response]> {
    // A file that another release left in a cache on the way would fail its hash: asked anew.
    const response = await fetch(path, {
      cache: 'no-cache',
      credentials: 'same-origin',
      integrity,
      redirect: 'error',
    })
    if (!response.ok) throw new Error(`shell: ${path} answers ${response.status}`)
    return [path, response]
  }

  return {
    async keep() {
      const all = await Promise.all(Object.entries(files).map(([path, hash]) => fetched(path, hash)))
      const cache = await caches.open(cacheName)
      await Promise.all(all.map(([path, response]) => cache.put(path, response)))
    },
    async forgetOthers() {
      const names = (await caches.keys()).filter((known) => known.startsWith(PREFIX) && known !== cacheName)
      await Promise.all(names.map((known) => caches.delete(known)))
    },
    answer(request) {
      const url = new URL(request.url)
      if (request.method !== 'GET' || url.origin !== origin) return undefined
      if (request.mode === 'navigate' && url.pathname !== BASE) return undefined
      if (!Object.hasOwn(files, url.pathname)) return undefined
      const fromCache = async (): Promise<Response> => {
        const kept = await (await caches.open(cacheName)).match(url.pathname)
        // The browser may have cleared the cache alone: the network has it.
        return kept ?? fetch(url.pathname)
      }
      return fromCache()
    },
  }
}
