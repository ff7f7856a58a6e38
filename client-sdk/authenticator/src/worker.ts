// Registers the service worker, also under Trusted Types, where a script's address must come from a named policy.

const WORKER_URL = `${import.meta.env.BASE_URL}sw.js`

/** The part of Trusted Types used here; TypeScript's DOM library does not have it. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string }
}

/** Without a worker the app works too, only not offline: a failure is no fault to show. */
export function registerWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  // Sound: read only after the check that it is there, and used as the specification says.
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  const policy = trustedTypes?.createPolicy('countersign-worker', { createScriptURL: onlyOurs })
  const url = policy ? policy.createScriptURL(WORKER_URL) : WORKER_URL
  navigator.serviceWorker.register(url, { scope: import.meta.env.BASE_URL }).catch(() => undefined)
}

function onlyOurs(url: string): string {
  if (url !== WORKER_URL) throw new TypeError('worker: only our own service worker is a trusted script')
  return url
}
