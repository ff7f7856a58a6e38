// A QR code in letters, for a terminal.

/** Dark on light whatever the terminal's colours are: not every camera reads it the other way round. */
export async function qrText(link: string, interactive: boolean): Promise<string> {
  const { toString: qrCode } = (await import('qrcode')).default
  // Level L keeps it small enough for a terminal of 80 columns; nothing prints over it.
  const text = await qrCode(link, { type: 'utf8', errorCorrectionLevel: 'L', margin: 2 })
  return interactive ? text.replace(/^.+$/gm, (line) => `\x1b[30;47m${line}\x1b[0m`) : text
}
