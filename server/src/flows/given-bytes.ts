// Bytes out of a body that the edge has checked: base64url text of a known shape.
import { fromBase64Url } from '@countersign/protocol'

/** Throws when the text is no base64url: the schemas at the edge let none such through, so it is a bug there. */
export function givenBytes(text: string): Uint8Array {
  const bytes = fromBase64Url(text)
  if (bytes === undefined) throw new TypeError('base64url text expected: the edge did not check this body')
  return bytes
}
