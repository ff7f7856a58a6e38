// How the screens look that only some logins need; on the colours and buttons of the element's own sheet.

export function moreStyle(): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(MORE_STYLE)
  return sheet
}

const MORE_STYLE = `
.panel, .form, .set-up { display: grid; gap: 12px; inline-size: 100% }
.form { text-align: start }
.set-up { justify-items: center }
/* A link, so that an installed authenticator may take it; as wide and high as the buttons. */
a.main {
  flex: 1 1 160px;
  display: grid;
  place-items: center;
  max-inline-size: 280px;
  min-block-size: 48px;
  padding: 8px 20px;
  border-radius: var(--_radius);
  background: var(--_accent);
  color: var(--_on-accent);
  font-weight: 600;
  text-decoration: none;
}
a.main:hover { text-decoration: underline; text-underline-offset: 3px }
a.main:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px }
/* On white in the dark too, with room around it; large enough for a camera at arm's length. */
.qr { inline-size: min(100%, 264px); block-size: auto; aspect-ratio: 1; border-radius: 8px }
.set-up:focus { outline: none }
.progress[hidden] { display: none }
.ways { inline-size: 100%; text-align: start }
.ways[open] { display: grid; gap: 8px }
.ways summary { min-block-size: 48px; display: grid; place-items: center; color: var(--_accent); font-weight: 600; cursor: pointer; list-style: none }
.ways summary::-webkit-details-marker { display: none }
.ways summary:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; border-radius: var(--_radius) }
.set-up > button { flex: none }
.ways button { max-inline-size: none; inline-size: 100% }
.label { font-weight: 600 }
.field {
  inline-size: 100%;
  min-block-size: 48px;
  padding: 8px 10px;
  border: 1px solid var(--_line);
  border-radius: var(--_radius);
  background: transparent;
  color: inherit;
  /* Twenty signs and their dashes, at 320 px; smaller ones, and iOS zooms in. */
  font: 16px/1.5 ui-monospace, monospace;
}
.field:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px }
.field[aria-invalid] { border-color: var(--_danger) }
.hint { font-size: 14px; color: var(--_muted) }
.fault { color: var(--_danger) }
/* In the tree from the start, and seen once it says something: the gap above it goes with it. */
.fault:empty { margin-block-start: -12px }
.form button { max-inline-size: none; flex: none }
`
