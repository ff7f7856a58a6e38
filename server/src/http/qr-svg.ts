// A link as a QR code, drawn as SVG: for screens and for paper.
import { toString as draw } from 'qrcode'

/** A whole `<svg>`; it holds numbers and paths only, whatever the link. */
export function qrSvg(link: string): Promise<string> {
  return draw(link, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 })
}
