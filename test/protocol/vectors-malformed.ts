// Bodies that every strict parser must refuse, each with the reason; derived from good ones by one change.
import { documents } from './vectors-input.js'

interface Malformed {
  readonly why: string
  readonly domain: string
  readonly body: string
}

/** Where each field of a body lies. */
export function fieldsOf(
  body: Uint8Array,
): readonly { readonly tag: number; readonly start: number; readonly end: number }[] {
  const out = []
  for (let at = 0; at < body.length; ) {
    const end = at + 3 + ((body[at + 1] ?? 0) << 8) + (body[at + 2] ?? 0)
    out.push({ tag: body[at] ?? 0, start: at, end })
    at = end
  }
  return out
}

export function malformedVectors(): unknown {
  return {
    about: 'Each body must be refused by a strict parser of its document.',
    bodies: documents
      .flatMap(({ name, document, values }) => {
        const body = Buffer.from(document.encode(values))
        const fields = fieldsOf(body)
        const cut = (start: number, end: number) =>
          Buffer.concat([body.subarray(0, start), body.subarray(end)])
        const make = (why: string, bytes: Buffer): Malformed => ({
          why: `${name}: ${why}`,
          domain: document.domain,
          body: bytes.toString('hex'),
        })
        const first = fields[0]
        const second = fields[1]
        const last = fields.at(-1)
        if (!first || !second || !last) throw new Error('a document has at least two fields')
        return [
          make('empty', Buffer.alloc(0)),
          make('one trailing byte', Buffer.concat([body, Buffer.from([0])])),
          make('last byte missing', body.subarray(0, -1)),
          make('first field twice', Buffer.concat([body.subarray(0, first.end), body])),
          make(
            'first two fields swapped',
            Buffer.concat([
              body.subarray(second.start, second.end),
              body.subarray(0, first.end),
              body.subarray(second.end),
            ]),
          ),
          make('last field missing', cut(last.start, last.end)),
          make('unknown tag 200 at the end', Buffer.concat([body, Buffer.from([200, 0, 0])])),
          make('version 2', Buffer.concat([body.subarray(0, 3), Buffer.from([2]), body.subarray(4)])),
          make(
            'version in two bytes',
            Buffer.concat([Buffer.from([1, 0, 2, 0, 1]), body.subarray(first.end)]),
          ),
          ...fields.map(({ tag, start }) => {
            const bytes = Buffer.from(body)
            bytes[start] = tag + 100
            return make(`tag ${tag} renamed`, bytes)
          }),
        ]
      })
      .concat(textVectors()),
  }
}

/** Texts inside a pairing-accept body that look like others, or break lines on a screen ([CB5]). */
function textVectors(): readonly Malformed[] {
  const found = documents.find((entry) => entry.name === 'pairing-accept')
  if (!found) throw new Error('no vector named pairing-accept')
  const body = Buffer.from(found.document.encode(found.values))
  const name = fieldsOf(body).find((field) => field.tag === 6)
  if (!name) throw new Error('pairing-accept has a device name')
  const withName = (bytes: Buffer) => {
    const head = Buffer.from([6, bytes.length >> 8, bytes.length & 255])
    return Buffer.concat([body.subarray(0, name.start), head, bytes, body.subarray(name.end)]).toString('hex')
  }
  const texts: readonly (readonly [string, Buffer])[] = [
    ['not in NFC', Buffer.from('A\u0308lice')],
    ['a line feed', Buffer.from('a\nb')],
    ['a NUL', Buffer.from('a\0b')],
    ['a C1 control', Buffer.from('a\u0085b')],
    ['right-to-left override', Buffer.from('abc\u202egnp')],
    ['isolate', Buffer.from('a\u2066b\u2069')],
    ['Arabic letter mark', Buffer.from('a\u061cb')],
    ['line separator', Buffer.from('a\u2028b')],
    ['65 bytes', Buffer.from('a'.repeat(65))],
    ['overlong UTF-8', Buffer.from([0xc1, 0xa1])],
    ['a lone surrogate in UTF-8', Buffer.from([0xed, 0xa0, 0x80])],
    ['a truncated character', Buffer.from([0xc3])],
  ]
  return texts.map(([why, bytes]) => ({
    why: `pairing-accept: device name with ${why}`,
    domain: found.document.domain,
    body: withName(bytes),
  }))
}
