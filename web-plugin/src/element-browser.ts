// The key that this browser keeps at this origin: proves at a login that it was here before, and is registered after one ([KB…]).
//
// A file of its own beside the element. The key is made by WebCrypto and cannot be read out, by no script, ours included; a page on
// another origin, however much it looks like this one, has another store and so another key.
import type { BrowserId, BrowserProof, SignedDocument } from '@countersign/protocol'
import {
  browserProofDocument,
  browserRegistrationDocument,
  fromBase64Url,
  idFromBytes,
  idToBytes,
  toBase64Url,
} from '@countersign/protocol'
import type { App, RememberHere } from './element-app.js'
import { tell } from './element-app.js'
import { limited, pause } from './element-wait.js'

/** What the store holds, one for each origin, whoever signs in here. */
interface BrowserKey {
  readonly id: BrowserId
  readonly keys: CryptoKeyPair
}

/** A store that does not answer keeps nobody from signing in. */
const STORE_MAX_MS = 2_000
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const

/** With `remember`, after a login: registers the key; else proves it. */
export function browserKey(
  app: App,
  signal: AbortSignal,
  remember?: RememberHere,
): Promise<BrowserProof | null> {
  return remember === undefined ? prove(app, signal) : register(app, remember, signal)
}

/** What goes with the request; null: no key here, or none that can be used, and the browser is a new one. */
async function prove(app: App, signal: AbortSignal): Promise<BrowserProof | null> {
  const key = await keptKey('readonly')
  if (key === undefined) return null
  const told = await tell<RememberHere>(app, 'browser-nonce', {}, signal)
  if (told.kind !== 'ok') return null
  const values = valuesOf(told.value, key)
  return { browserId: key.id, signature: await signed(key, browserProofDocument, values) }
}

/** After a login: makes the key if there is none, and has it registered. */
async function register(app: App, facts: RememberHere, signal: AbortSignal): Promise<null> {
  const key = (await keptKey('readonly')) ?? (await newKey())
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', key.keys.publicKey))
  const values = { ...valuesOf(facts, key), publicKey }
  const body = {
    browserId: key.id,
    publicKey: toBase64Url(publicKey),
    signature: await signed(key, browserRegistrationDocument, values),
  }
  await tell(app, 'browser', body, limited(signal, STORE_MAX_MS).signal)
  return null
}

function valuesOf({ serverId, appId, nonce }: RememberHere, { id }: BrowserKey) {
  return {
    version: 1,
    serverId: fromBase64Url(serverId) ?? NOTHING,
    appId: idToBytes(appId),
    // As the browser knows it: the one thing here that no page can choose.
    origin: location.origin,
    browserId: idToBytes(id),
    nonce: fromBase64Url(nonce) ?? NOTHING,
  } as const
}

/** Fits no field: the document refuses it. */
const NOTHING = new Uint8Array(0)

async function signed<T>({ keys }: BrowserKey, document: SignedDocument<T>, values: T): Promise<string> {
  // A copy: WebCrypto's types want bytes that no other thread shares.
  const message = new Uint8Array(document.message(document.encode(values)))
  return toBase64Url(new Uint8Array(await crypto.subtle.sign(SIGNING, keys.privateKey, message)))
}

async function newKey(): Promise<BrowserKey> {
  const keys = await crypto.subtle.generateKey(CURVE, false, ['sign'])
  const made = { id: idFromBytes<BrowserId>(crypto.getRandomValues(new Uint8Array(16))), keys }
  await keptKey('readwrite', made)
  // Another window may have been first: then its key is the one.
  return (await keptKey('readonly')) ?? made
}

/** The key of this origin; with `made`, keeps that one unless there is one. */
async function keptKey(mode: IDBTransactionMode, made?: BrowserKey): Promise<BrowserKey | undefined> {
  const late = pause(STORE_MAX_MS, new AbortController().signal).then(() =>
    Promise.reject(new Error('no store')),
  )
  const database = await Promise.race([opened(), late])
  try {
    const store = database.transaction(STORE, mode).objectStore(STORE)
    const found = await Promise.race([answered<BrowserKey | undefined>(store.get(KEY)), late])
    if (found === undefined && made !== undefined) await answered(store.add(made, KEY))
    return found
  } finally {
    database.close()
  }
}

const DATABASE = 'countersign-browser'
const STORE = 'key'
const KEY = 1

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE)
  return answered(request)
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
