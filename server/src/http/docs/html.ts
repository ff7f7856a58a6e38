// Text into HTML, safely: the only file that knows which characters HTML takes for its own.

/** A piece of finished HTML, as opposed to text that still has to be escaped. */
export interface Html {
  readonly html: string
}

/** Template of HTML: values are escaped, unless they are finished pieces (or lists of them). */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly (Html | readonly Html[] | string | number | undefined)[]
): Html {
  let out = strings[0] ?? ''
  values.forEach((value, i) => {
    out += render(value) + (strings[i + 1] ?? '')
  })
  return { html: out }
}

/** Prose with `code` in backquotes. */
export function prose(text: string): Html {
  const parts = text.split('`')
  return {
    html: parts
      .map((part, i) => (i % 2 === 1 ? `<code>${escapeHtml(part)}</code>` : escapeHtml(part)))
      .join(''),
  }
}

function render(value: Html | readonly Html[] | string | number | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value))
  if ('html' in value) return value.html
  return value.map((piece) => piece.html).join('')
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
