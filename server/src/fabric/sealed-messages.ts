// Messages between nodes, sealed: whoever reads Redis learns nothing from them, and whoever writes to Redis can neither make nor repeat one.
import type { KeyObject } from 'node:crypto'
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'

/** Random, new with each process: nobody is it again. */
export type NodeId = string

const SENDER_BYTES = 16
const COUNT_BYTES = 8
const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEAD_BYTES = SENDER_BYTES + COUNT_BYTES
/** Challenges are signed bodies of at most 4 kB; notices a few more. */
export const MESSAGE_MAX_BYTES = 65_536
/** Nodes whose count is remembered, the one heard last at the end. Far more than one server ever has at once. */
const SENDERS_MAX = 4_096
const MAC_BYTES = 16

/** 32 lower case hex digits. */
export function isNodeId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text)
}

/** What is known of another node: its key, and how many of its messages were heard. */
interface Sender {
  readonly key: KeyObject
  heard: bigint
}

/**
 * AES-256-GCM under a key of the sending process, with its own count of messages as the nonce: never the same twice (NIST SP 800-38D
 * §8.2.1). The count must rise, so a message that was heard once is not heard again. Bound to the channel it was sent on.
 */
export class SealedMessages {
  readonly #own: NodeId
  readonly #keyOf: (purpose: string) => Uint8Array
  readonly #ownKey: KeyObject
  readonly #macKey: KeyObject
  readonly #senders = new Map<NodeId, Sender>()
  #sent = 0n

  /** @param keyOf a secret that all nodes of this server have in common and nobody else knows, 32 bytes for each purpose. */
  constructor(own: NodeId, keyOf: (purpose: string) => Uint8Array) {
    this.#own = own
    this.#keyOf = keyOf
    this.#ownKey = createSecretKey(keyOf(`messages of ${own}`))
    this.#macKey = createSecretKey(keyOf('notes'))
  }

  seal(channel: string, text: string): Buffer {
    this.#sent += 1n
    const head = Buffer.alloc(HEAD_BYTES)
    head.write(this.#own, 0, 'hex')
    head.writeBigUInt64BE(this.#sent, SENDER_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.#ownKey, nonceOf(this.#sent))
    cipher.setAAD(Buffer.from(channel))
    return Buffer.concat([head, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  }

  /** The text, or undefined: not sealed by a node of this server, for another channel, or heard before. Never throws. */
  open(channel: string, message: Buffer): string | undefined {
    if (message.length < HEAD_BYTES + TAG_BYTES || message.length > MESSAGE_MAX_BYTES) return undefined
    const id = message.toString('hex', 0, SENDER_BYTES)
    const count = message.readBigUInt64BE(SENDER_BYTES)
    const sender = this.#senders.get(id) ?? {
      key: createSecretKey(this.#keyOf(`messages of ${id}`)),
      heard: 0n,
    }
    if (count <= sender.heard) return undefined
    const text = decrypted(sender.key, count, channel, message)
    if (text === undefined) return undefined
    // Only now is it known to be one of ours: a stranger's ids take no place.
    sender.heard = count
    this.#senders.delete(id)
    this.#senders.set(id, sender)
    if (this.#senders.size > SENDERS_MAX) {
      const [oldest = id] = this.#senders.keys()
      this.#senders.delete(oldest)
    }
    return text
  }

  /** Proves that a node of this server wrote a note: 22 characters. */
  mac(text: string): string {
    return createHmac('sha256', this.#macKey)
      .update(text)
      .digest()
      .subarray(0, MAC_BYTES)
      .toString('base64url')
  }

  isMac(text: string, mac: string): boolean {
    const [expected, given] = [Buffer.from(this.mac(text)), Buffer.from(mac)]
    return expected.length === given.length && timingSafeEqual(expected, given)
  }
}

function nonceOf(count: bigint): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES)
  nonce.writeBigUInt64BE(count, NONCE_BYTES - COUNT_BYTES)
  return nonce
}

function decrypted(key: KeyObject, count: bigint, channel: string, message: Buffer): string | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(count), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(channel))
  decipher.setAuthTag(message.subarray(-TAG_BYTES))
  try {
    return (
      decipher.update(message.subarray(HEAD_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    )
  } catch {
    return undefined
  }
}
