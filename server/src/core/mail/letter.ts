// A mail before it is a mail: paragraphs in words, and the two forms they are sent in, plain text and simple HTML.

export interface Letter {
  readonly subject: string
  readonly paragraphs: readonly Paragraph[]
}

export type Paragraph =
  | { readonly kind: 'text'; readonly text: string }
  /** What happened, as `label: value` lines. The values come from outside: `foreign` has been over them. */
  | { readonly kind: 'facts'; readonly rows: readonly FactRow[] }
  | { readonly kind: 'link'; readonly label: string; readonly url: string }

export type FactRow = readonly [label: string, value: string]

export const words = (text: string): Paragraph => ({ kind: 'text', text })

/**
 * Text that somebody else chose (a phone's name, an app's, a browser's), made harmless in a mail: one line, not long, and
 * nothing in it becomes a link, so that nobody can write to a person in our name. U+2060 is invisible, and ends what mail
 * programs take for a host name.
 */
export function foreign(text: string): string {
  const oneLine = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  const short =
    [...oneLine].length > FOREIGN_MAX ? `${[...oneLine].slice(0, FOREIGN_MAX).join('')}…` : oneLine
  return short.replace(/([.@]|:(?=\/))/g, '$1\u2060')
}

/**
 * A user ID is copied from a mail and typed into forms of others, so nothing invisible may be put into it, and nothing is cut off.
 * Admins choose it, never a stranger; what a mail program makes of it is at most a mail to the person themselves. Only a whole
 * web address is broken up as everywhere.
 */
export function copied(userId: string): string {
  const oneLine = userId.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return /:\/|^www\./i.test(oneLine) ? foreign(oneLine) : oneLine
}

/** Room for a long name; no room for a message. */
const FOREIGN_MAX = 80

export function letterText({ paragraphs }: Letter): string {
  return `${paragraphs.map(paragraphText).join('\n\n')}\n`
}

function paragraphText(paragraph: Paragraph): string {
  switch (paragraph.kind) {
    case 'text':
      return paragraph.text
    case 'facts':
      return paragraph.rows.map(([label, value]) => `  ${label}: ${value}`).join('\n')
    case 'link':
      return `${paragraph.label}\n${paragraph.url}`
    default:
      return unknownParagraph(paragraph)
  }
}

/** No picture, no script, no style sheet: nothing that a mail program would have to fetch or to trust. */
export function letterHtml({ subject, paragraphs }: Letter, locale: string): string {
  return [
    `<!doctype html><html lang="${escapeHtml(locale)}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    '<body style="margin:0;padding:24px;background:#f6f5f3;color:#1d1c1a;font:16px/1.5 system-ui,sans-serif">',
    '<div style="max-width:34rem;margin:0 auto;padding:24px;background:#fff;border-radius:12px">',
    ...paragraphs.map(paragraphHtml),
    '</div></body></html>',
  ].join('\n')
}

function paragraphHtml(paragraph: Paragraph): string {
  switch (paragraph.kind) {
    case 'text':
      return `<p>${escapeHtml(paragraph.text)}</p>`
    case 'facts':
      return `<table style="border-collapse:collapse">${paragraph.rows.map(rowHtml).join('')}</table>`
    case 'link': {
      const url = escapeHtml(paragraph.url)
      return `<p>${escapeHtml(paragraph.label)}<br><a href="${url}" style="color:#0b6b6b">${url}</a></p>`
    }
    default:
      return unknownParagraph(paragraph)
  }
}

function rowHtml([label, value]: FactRow): string {
  return `<tr><td style="padding:2px 16px 2px 0;color:#63605b">${escapeHtml(label)}</td><td>${escapeHtml(value)}</td></tr>`
}

const HTML_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML_ESCAPES[character] ?? character)
}

function unknownParagraph(paragraph: never): never {
  throw new Error('a paragraph of no kind', { cause: paragraph })
}
