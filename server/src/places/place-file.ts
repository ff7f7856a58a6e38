// Places of addresses from a MaxMind DB file (GeoLite2 or GeoIP2, City or Country) that the operator supplies; none is shipped.
import { readFile, stat } from 'node:fs/promises'
import { isIP } from 'node:net'
import { TEXT_MAX_BYTES, toSignableText } from '@countersign/protocol'
import type { Response } from 'maxmind'
import { Reader } from 'maxmind'
import type { Log } from '../core/ports.js'
import type { Places } from '../core/ports-places.js'

/** What this reads of a record; other members belong to other products. */
interface PlaceRecord {
  readonly city?: { readonly names?: Names }
  readonly country?: { readonly names?: Names }
}
type Names = Readonly<Record<string, string>>

/** The whole of a large city file is 130 MB; what is much larger is no such file. */
const FILE_MAX_BYTES = 1_073_741_824

/**
 * Knows nothing until `refresh` has read the file, and nothing ever without one. A file that is replaced is read again; one that cannot
 * be read is said in the log, and the last good one goes on.
 *
 * @param path empty: no file
 */
export function createPlaceFile(path: string, log: Log): Places {
  let reader: Reader<Response> | undefined
  let seen: string | undefined
  return {
    of(address, language) {
      if (reader === undefined || isIP(address) === 0) return ''
      try {
        // RFC 4291 §2.5.5.2: as a socket that speaks IPv6 shows IPv4; not every file has that part of the tree.
        return wordsOf(reader.get(address.replace(/^::ffff:(?=[\d.]+$)/i, '')), language)
      } catch (error) {
        // A damaged file is no reason to keep anybody out.
        log.warn('place_unreadable', { error })
        return ''
      }
    },
    async refresh() {
      if (path === '') return
      let found = seen
      try {
        const { mtimeMs, size, ino } = await stat(path)
        found = `${mtimeMs} ${size} ${ino}`
        if (found === seen) return
        if (size > FILE_MAX_BYTES) throw new RangeError(`at most ${FILE_MAX_BYTES} bytes expected`)
        const fresh = new Reader<Response>(await readFile(path))
        reader = fresh
        const { databaseType, buildEpoch } = fresh.metadata
        log.info('places_read', { path, databaseType, builtAt: buildEpoch })
      } catch (error) {
        log.warn('places_unreadable', { path, error })
      }
      // Said once, not once a minute: until the file changes again.
      seen = found
    },
  }
}

function wordsOf(record: Response | null, language: 'en' | 'de'): string {
  // Sound: members of any type are read with care below, and a file of another kind has none of these.
  const { city, country } = (record ?? {}) as PlaceRecord
  const words = [city, country].map((place) => place?.names?.[language] ?? place?.names?.['en'])
  const known = words.filter((word) => typeof word === 'string' && word !== '')
  return toSignableText(known.join(', '), TEXT_MAX_BYTES.place)
}
