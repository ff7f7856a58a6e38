// Passwords at rest: scrypt with its cost written beside each hash, so that it can be raised later.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** OWASP ASVS 5.0 appendix C: N ≥ 2^17, r = 8, p = 1. */
const LOG_N = 17
const R = 8
const P = 1
const KEY_BYTES = 32

/** `scrypt$17$8$1$<salt>$<hash>`, salt and hash in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, LOG_N, R, P)
  return ['scrypt', LOG_N, R, P, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** Compares in constant time. False for a stored text that is no hash of ours. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [name, logN, r, p, salt, hash, ...more] = stored.split('$')
  if (name !== 'scrypt' || salt === undefined || hash === undefined || more.length > 0) return false
  const expected = Buffer.from(hash, 'base64url')
  const given = await derive(password, Buffer.from(salt, 'base64url'), Number(logN), Number(r), Number(p))
  return expected.length === given.length && timingSafeEqual(expected, given)
}

function derive(password: string, salt: Buffer, logN: number, r: number, p: number): Promise<Buffer> {
  // Two ways to type the same letter must be one password (NIST SP 800-63B-4 §3.1.1.2).
  const typed = password.normalize('NFKC')
  // Node's own limit is 32 MiB; this cost needs 128 MiB and a little.
  const options = { N: 2 ** logN, r, p, maxmem: 256 * 1024 * 1024 }
  return new Promise((resolve, reject) => {
    scrypt(typed, salt, KEY_BYTES, options, (error, key) => (error === null ? resolve(key) : reject(error)))
  })
}
