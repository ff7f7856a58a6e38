// The plugin's own waiting page: static HTML around the element, under a policy that allows no inline script or style.

/** Another way in, shown beneath the access pass; a plain link to a page of the app. */
export interface OtherWay {
  readonly label: { readonly en: string; readonly de: string }
  /** A path of this app or a full address. */
  readonly href: string
}

export type Language = 'en' | 'de'

export interface PageFacts {
  /** Where the routes are, as the browser sees it. */
  readonly base: string
  readonly language: Language
  readonly appName: string | undefined
  readonly otherWays: readonly OtherWay[]
}

const WORDS = {
  en: {
    title: 'Approve on your phone',
    noScript: 'This step needs JavaScript. Please turn it on and load the page again.',
  },
  de: {
    title: 'Auf dem Handy bestätigen',
    noScript: 'Für diesen Schritt wird JavaScript gebraucht. Bitte einschalten und die Seite neu laden.',
  },
} as const

export function waitingPage({ base, language, appName, otherWays }: PageFacts): string {
  const { title, noScript } = WORDS[language]
  const links = otherWays.map(
    ({ label, href }) => `<a slot="other-ways" href="${escapeHtml(href)}">${escapeHtml(label[language])}</a>`,
  )
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(appName === undefined ? title : `${title} · ${appName}`)}</title>
<link rel="stylesheet" href="${escapeHtml(base)}/page.css">
<script type="module" src="${escapeHtml(base)}/element.js"></script>
</head>
<body>
<main>
${appName === undefined ? '' : `<p class="app">${escapeHtml(appName)}</p>\n`}<noscript><p>${noScript}</p></noscript>
<countersign-login base="${escapeHtml(base)}" lang="${language}" auto>${links.join('')}</countersign-login>
</main>
</body>
</html>
`
}

export const PAGE_CSS = `:root { color-scheme: light dark }
body { margin: 0; background: #f4f2ee; color: #1f1d1a; font: 16px/1.5 system-ui, sans-serif }
main { box-sizing: border-box; min-height: 100vh; min-height: 100dvh; padding: 16px; display: grid; grid-template-columns: minmax(0, 400px); place-content: center; gap: 16px }
.app { margin: 0; color: #5f5a52; font-weight: 600; overflow-wrap: anywhere; text-align: center }
noscript p { max-width: 36ch }
a { color: #0b6664 }
@media (prefers-color-scheme: dark) {
  body { background: #171614; color: #f2efe9 }
  .app { color: #b9b3a8 }
  a { color: #6fd0c8 }
}
`

/**
 * The policy of the page. Only the challenge server is reachable beside the app itself, to learn the outcome; no frame
 * may hold the page (OWASP ASVS 3.4.6).
 */
export function pageHeaders(watchOrigin: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `connect-src 'self' ${watchOrigin}`,
      // The logo.
      `img-src ${watchOrigin}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ].join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
  }
}

/** German where the browser puts it before English; the element has these two. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((range) => {
      const [tag = '', quality] = range
        .trim()
        .toLowerCase()
        .split(/\s*;\s*q=/)
      return { tag, quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ tag, quality }) => /^(en|de)\b/.test(tag) && quality > 0)
    .sort((a, b) => b.quality - a.quality)
  return wanted[0]?.tag.startsWith('de') === true ? 'de' : 'en'
}

/** Text for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  const named: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => named[character] ?? '')
}
