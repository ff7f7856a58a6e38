// A second encoder and decoder, written from SPEC.md alone with Buffer arithmetic; shares no code with the protocol package.

type Value = number | string | Uint8Array | readonly number[] | readonly Fields[] | Fields
/** A field: tag, SPEC type, value. */
export type Fields = readonly (readonly [tag: number, type: SpecType, value: Value])[]
export type SpecType = 'u8' | 'u16' | 'u32' | 'u64' | 'raw' | 'text' | 'list' | 'record' | 'repeated'

/** `domain ‖ body` of SPEC.md section 1. */
export function messageBySpec(domain: string, fields: Fields): Buffer {
  return Buffer.concat([Buffer.from([domain.length]), Buffer.from(domain, 'ascii'), bodyBySpec(fields)])
}

export function bodyBySpec(fields: Fields): Buffer {
  return Buffer.concat(
    fields.map(([tag, type, value]) => {
      const bytes = valueBySpec(type, value)
      const head = Buffer.alloc(3)
      head.writeUInt8(tag, 0)
      head.writeUInt16BE(bytes.length, 1)
      return Buffer.concat([head, bytes])
    }),
  )
}

function valueBySpec(type: SpecType, value: Value): Buffer {
  switch (type) {
    case 'u8':
      return fixed(1, value)
    case 'u16':
      return fixed(2, value)
    case 'u32':
      return fixed(4, value)
    case 'u64':
      return fixed(8, value)
    case 'raw':
      return Buffer.from(value as Uint8Array)
    case 'text':
      return Buffer.from(value as string, 'utf8')
    case 'list':
      return Buffer.concat((value as readonly number[]).map((entry) => fixed(2, entry)))
    case 'record':
      return bodyBySpec(value as Fields)
    case 'repeated':
      return Buffer.concat(
        (value as readonly Fields[]).map((entry) => {
          const bytes = bodyBySpec(entry)
          return Buffer.concat([fixed(2, bytes.length), bytes])
        }),
      )
  }
}

function fixed(width: number, value: Value): Buffer {
  const out = Buffer.alloc(8)
  out.writeBigUInt64BE(BigInt(value as number))
  return out.subarray(8 - width)
}
