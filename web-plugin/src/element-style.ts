// How the element looks: one constructable style sheet, so that no policy needs an exception for it.

/** The ring's radius in its own 232-unit drawing; the view computes the dash from it. */
export const RING_RADIUS = 112

export const STYLE = `
:host {
  --_accent: var(--cs-accent, var(--l0, #0b6664));
  --_on-accent: var(--cs-on-accent, var(--l1, #ffffff));
  --_surface: var(--cs-surface, #ffffff);
  --_text: var(--cs-text, #1f1d1a);
  --_muted: var(--cs-text-muted, #5f5a52);
  --_line: var(--cs-line, #8b857a);
  --_track: var(--cs-track, #e6e2da);
  --_danger: var(--cs-danger, #b3261e);
  --_radius: var(--cs-radius, 12px);
  display: block;
  box-sizing: border-box;
  inline-size: 100%;
  min-inline-size: 264px;
  max-inline-size: 400px;
  color-scheme: light;
}
:host([hidden]) { display: none }
:host([theme="dark"]) { color-scheme: dark }
@media (prefers-color-scheme: dark) {
  :host(:not([theme="light"])) {
    --_accent: var(--cs-accent, var(--l2, #6fd0c8));
    --_on-accent: var(--cs-on-accent, var(--l3, #06302e));
    --_surface: var(--cs-surface, #211f1c);
    --_text: var(--cs-text, #f2efe9);
    --_muted: var(--cs-text-muted, #b9b3a8);
    --_line: var(--cs-line, #827c71);
    --_track: var(--cs-track, #3a3732);
    --_danger: var(--cs-danger, #ff9d92);
    color-scheme: dark;
  }
}
:host([theme="dark"]) {
  --_accent: var(--cs-accent, var(--l2, #6fd0c8));
  --_on-accent: var(--cs-on-accent, var(--l3, #06302e));
  --_surface: var(--cs-surface, #211f1c);
  --_text: var(--cs-text, #f2efe9);
  --_muted: var(--cs-text-muted, #b9b3a8);
  --_line: var(--cs-line, #827c71);
  --_track: var(--cs-track, #3a3732);
  --_danger: var(--cs-danger, #ff9d92);
}
@media (prefers-contrast: more) {
  :host { --_muted: var(--_text); --_line: var(--_text) }
}
* { box-sizing: border-box }
[hidden] { display: none !important }
.card {
  display: grid;
  justify-items: center;
  gap: 12px;
  padding: 24px 16px;
  border-radius: var(--_radius);
  background: var(--_surface);
  color: var(--_text);
  font: 16px/1.5 var(--cs-font, system-ui, sans-serif);
  text-align: center;
  overflow-wrap: break-word;
}
p, h2 { margin: 0 }
.title { font-size: 20px; line-height: 1.3; font-weight: 600; text-wrap: balance; max-inline-size: 22ch }
/* A picture of any shape, never higher than a line of the title and a half. */
.logo { max-inline-size: 60%; max-block-size: 40px }
.help { font-size: 14px; color: var(--_muted); max-inline-size: 40ch; white-space: pre-line }
.ring { position: relative; inline-size: 232px; block-size: 232px; margin-block: 4px }
.ring > svg, .inside { position: absolute; inset: 0 }
.ring > svg { inline-size: 100%; block-size: 100%; transform: rotate(-90deg); fill: none; stroke-width: 6 }
.track { stroke: var(--_track) }
.bar { stroke: var(--_accent); stroke-linecap: round; transition: stroke-dashoffset 1s linear, stroke 160ms }
.card[data-view="asking"] .bar { visibility: hidden }
.inside { display: grid; place-content: center; color: var(--_text) }
.pass { inline-size: 144px; block-size: 144px; fill: currentColor }
.code { font-size: 40px; line-height: 1; font-weight: 650; font-variant-numeric: tabular-nums; letter-spacing: .02em; white-space: nowrap }
.mark { inline-size: 96px; block-size: 96px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round }
.name { font-size: 28px; line-height: 1.2; font-weight: 650 }
.progress { display: flex; align-items: center; justify-content: center; gap: 8px; min-block-size: 24px; color: var(--_muted) }
.progress::before { content: ""; flex: none; inline-size: 8px; block-size: 8px; border-radius: 50%; background: var(--_line) }
.progress[data-live]::before { background: var(--_accent) }
.sentence { color: var(--_muted); max-inline-size: 34ch; text-wrap: balance }
.time { font-size: 14px; color: var(--_muted); font-variant-numeric: tabular-nums }
.notice { padding: 8px 12px; border: 1px solid var(--_line); border-radius: 8px; font-size: 14px }
.card[data-tone="good"] { --_mark: var(--_accent) }
.card[data-tone="bad"] { --_mark: var(--_danger) }
.card[data-tone] .inside { color: var(--_mark, var(--_muted)) }
.card[data-tone] .bar { stroke: var(--_mark, var(--_line)) }
.buttons, .offers { display: flex; flex-wrap: wrap; justify-content: center; gap: 8px; inline-size: 100% }
button {
  flex: 1 1 160px;
  max-inline-size: 280px;
  min-block-size: 48px;
  padding: 8px 20px;
  border: 1px solid var(--_line);
  border-radius: var(--_radius);
  background: transparent;
  color: inherit;
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
button.main { border-color: var(--_accent); background: var(--_accent); color: var(--_on-accent) }
button.offer { border-color: transparent; color: var(--_accent) }
button:hover { text-decoration: underline; text-underline-offset: 3px }
button:focus-visible, ::slotted(:focus-visible) { outline: 3px solid var(--_accent); outline-offset: 2px }
button[aria-disabled] { opacity: .6; cursor: default }
.other { display: flex; flex-wrap: wrap; justify-content: center; gap: 4px 16px; font-size: 14px }
::slotted(a) { color: var(--_accent); padding-block: 12px }
.spoken { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
@media (prefers-reduced-motion: no-preference) {
  .progress[data-live]::before { animation: pulse 1.6s ease-in-out infinite }
  .inside > * { animation: in 180ms ease-out }
}
@media (prefers-reduced-motion: reduce) { .bar { transition: none } }
@media (forced-colors: active) {
  .pass { fill: CanvasText }
  .bar { stroke: Highlight }
  .track { stroke: GrayText }
  .card { border: 1px solid CanvasText }
}
@keyframes pulse { 50% { opacity: .35 } }
@keyframes in { from { opacity: 0; transform: scale(.96) } }
`
