// Cards to print and to hand over: one a person, in their language, with the words of the console's cards.

/** What stands on one card. */
export interface PrintedCard {
  readonly locale: 'en' | 'de'
  readonly serverName: string
  readonly userId: string
  readonly displayName: string
  readonly link: string
  readonly startCode: string
  readonly expiresAtMs: number
}

/** A page that needs nothing from elsewhere: six cards on a sheet of A4, cut along the lines. */
export async function cardsHtml(cards: readonly PrintedCard[]): Promise<string> {
  const drawn = await Promise.all(cards.map(cardHtml))
  return `${HEAD}${drawn.join('\n')}\n</body></html>\n`
}

async function cardHtml(card: PrintedCard): Promise<string> {
  const { locale, serverName, userId, displayName, link, startCode, expiresAtMs } = card
  const say = cardWords[locale]
  const { toString: qrCode } = (await import('qrcode')).default
  const svg = await qrCode(link, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 })
  const until = new Intl.DateTimeFormat(DATES_AS_IN[locale], { dateStyle: 'medium' }).format(expiresAtMs)
  const name = escaped(displayName || userId)
  const server = escaped(serverName)
  return [
    `<section lang="${locale}">`,
    `<div class="top"><div><p class="soft">${server}</p><h2>${say.hello(name)}</h2><p>${say.lead(server)}</p></div>${svg}</div>`,
    `<ol><li>${say.scan}</li><li>${say.type} <b>${startCode.slice(0, 4)} ${startCode.slice(4)}</b></li><li>${say.follow}</li></ol>`,
    `<p class="soft small">${say.user}: <strong>${escaped(userId)}</strong>. ${say.until(until)}</p>`,
    `<p class="soft small">${escaped(link)}</p>`,
    '</section>',
  ].join('\n')
}

const DATES_AS_IN = { en: 'en-GB', de: 'de-DE' } as const

/** The console's own, which is not there on a server that is looked after by command line only; a test holds them together. */
export const cardWords = {
  en: {
    hello: (name: string) => `Hello ${name}`,
    lead: (server: string) => `Your phone becomes your key to ${server}. It takes three minutes.`,
    scan: 'Scan this code with your phone’s camera and open the page.',
    type: 'Type your start code there:',
    follow: 'Follow the page: it pairs your phone.',
    user: 'Your user ID',
    until: (date: string) => `Valid until ${date}. Nobody will ask you for this code by telephone or mail.`,
  },
  de: {
    hello: (name: string) => `Hallo ${name}`,
    lead: (server: string) => `Dein Handy wird dein Schlüssel zu ${server}. Es dauert drei Minuten.`,
    scan: 'Scanne diesen Code mit der Kamera deines Handys und öffne die Seite.',
    type: 'Tippe dort deinen Startcode ein:',
    follow: 'Folge der Seite: sie koppelt dein Handy.',
    user: 'Deine Benutzer-ID',
    until: (date: string) =>
      `Gültig bis ${date}. Niemand fragt dich am Telefon oder per E-Mail nach diesem Code.`,
  },
} as const

const HEAD = `<!doctype html><html><head><meta charset="utf-8"><title>Countersign</title><style>
@page{size:A4;margin:12mm}
body{margin:0;display:grid;grid-template-columns:1fr 1fr;grid-auto-rows:minmax(90mm,auto);font:9.5pt/1.4 system-ui,sans-serif;color:#1f1d1a;background:#fff}
section{box-sizing:border-box;display:flex;flex-direction:column;justify-content:space-between;gap:2mm;min-width:0;padding:6mm;border:1px dashed #8b857a;break-inside:avoid;overflow-wrap:anywhere}
p,h2,ol{margin:0}h2{margin:1mm 0;font-size:13pt}ol{padding-left:5mm}b{font-size:13pt;letter-spacing:.04em;white-space:nowrap}
.top{display:grid;grid-template-columns:1fr 34mm;gap:2mm}svg{width:34mm;height:34mm}.soft{color:#5f5a52}.small{font-size:8pt}
@media screen and (max-width:700px){body{grid-template-columns:1fr}}
</style></head><body>
`

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
