// A link as a QR code, drawn as SVG: for screens and for paper.

/** A whole `<svg>`; it holds numbers and paths only, whatever the link. */
export async function qrSvg(link: string): Promise<string> {
  // Loaded for the first code: invitations are rare, starts are not.
  const { toString: draw } = (await import('qrcode')).default
  return draw(link, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 })
}
