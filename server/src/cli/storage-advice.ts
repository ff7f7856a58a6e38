// What to do next when the database itself is in the way: for each fault the step that most likely ends it.
import type { StorageFaultCode } from '../core/unavailable.js'
import { Unavailable } from '../core/unavailable.js'

/** Undefined for what is no fault of the database. */
export function adviceFor(error: unknown): string | undefined {
  if (!(error instanceof Unavailable && 'code' in error)) return undefined
  const { code } = error
  if (code === 'storage_unreachable') return tlsAdvice(error.cause) ?? steps[code]
  return isStorageFaultCode(code) ? steps[code] : undefined
}

function isStorageFaultCode(code: unknown): code is StorageFaultCode {
  return typeof code === 'string' && Object.hasOwn(steps, code)
}

/** PostgreSQL was there, and the two did not agree on TLS. */
function tlsAdvice(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return 'let storage.url name the host that the certificate of PostgreSQL is for, or give it one for this host'
  // https://nodejs.org/docs/latest-v20.x/api/tls.html#x509-certificate-error-codes
  if (/CERT|UNABLE_TO_/.test(code))
    return 'let COUNTERSIGN_STORAGE_TLS_CA_FILE name the certificate of the authority that signed that of PostgreSQL'
  // It has no code (node_modules/pg/lib/connection.js).
  if (cause.message === 'The server does not support SSL connections')
    return 'switch ssl on in postgresql.conf, with a certificate for its host; COUNTERSIGN_STORAGE_TLS=off only where nobody else is on the way'
  return tlsAdvice(cause.cause)
}

const steps: Readonly<Record<StorageFaultCode, string>> = {
  storage_full: 'make room on the disk of the database, then the same again',
  storage_read_only:
    'SQLite: give this user the right to write the file and its folder, or start as the user who owns them; PostgreSQL: point storage.url at the primary, or make room: some providers lock a database whose disk is nearly full',
  storage_busy:
    'end what holds the database for so long (a backup tool, a query by hand), then the same again',
  storage_io: 'look at the disk before anything else; then countersign restore, with the newest backup',
  storage_unreadable:
    'check the path in storage.url; a file that is broken: countersign restore, with the newest backup',
  storage_too_new:
    'start the version that was here last; to go back for good: countersign restore, with a backup of before',
  storage_too_old: 'countersign migrate',
  storage_unreachable:
    'check host and port in storage.url, that PostgreSQL runs there, and that no firewall is between',
  storage_refused:
    'check user, password and database in storage.url, as psql would; @ : / # ? % in a password are written %40 %3A %2F %23 %3F %25',
  storage_closed: 'the same again',
  storage_shared:
    'stop the other one; to have several: PostgreSQL, and the same COUNTERSIGN_FABRIC_URL=redis://… for each of them',
}
