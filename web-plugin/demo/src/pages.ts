// The demo's pages: plain HTML, every value escaped by the one function that makes HTML.
import type { Passed } from '@countersign/web-plugin/express'
import type { User } from './users.js'

export function loginPage({ failed }: { readonly failed: boolean }): string {
  return page(
    'Sign in',
    html`<h1>Sign in</h1>
${failed ? html`<p class="fault" role="alert">The name or the password is wrong.</p>` : html``}
<form method="post" action="/login">
<label for="name">Name</label>
<input id="name" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button class="main">Sign in</button>
</form>`,
  )
}

export function homePage(user: User, passed: Passed | undefined): string {
  const how = passed?.waived === undefined ? HOW_IN[wayOf(passed)] : WAIVED[passed.waived]
  return page(
    'Home',
    html`<h1>Welcome, ${user.name}</h1>
<p>You are in: the password was right, and ${how}.</p>
<p><a class="button" href="/pay">Pay somebody</a></p>
<p><a class="button" href="/account">What was proven</a></p>
${signOut}`,
  )
}

/** Why no phone was asked, to the person. */
const WAIVED = {
  not_required: 'no phone is needed here',
  trusted_network: 'from this network no phone is needed',
  second_factor_off: 'your second factor is turned off for a time',
  set_up_later: 'setting up your second factor has time until later',
} as const

type Way = 'totp' | 'backup' | 'bypass' | 'phone'

const HOW_IN: Readonly<Record<Way, string>> = {
  phone: 'your phone approved this login',
  totp: 'so was the code of your app',
  backup: 'so was the backup code, which is used up now',
  bypass: 'so was the code of the help desk, which is used up now',
}

/** RFC 8176 §2: `amr` names what was shown. */
function wayOf(passed: Passed | undefined): Way {
  const ways = ['totp', 'backup', 'bypass'] as const
  return ways.find((way) => passed?.amr.includes(`way-${way}`)) ?? 'phone'
}

export function linkPage({ name, link }: User): string {
  return page(
    'Link your ID',
    html`<h1>Link your ID</h1>
<p>Type the ID that your phone was paired with. You prove that it is yours by picking an access pass on the phone; only then it is linked to <b>${name}</b>.</p>
<form method="post" action="/link">
<label for="userId">Your ID</label>
<input id="userId" name="userId" value="${link?.userId ?? name}" maxlength="100" autocapitalize="none" spellcheck="false" required>
<button class="main">Continue on your phone</button>
</form>
${signOut}`,
  )
}

/** @param acceptWaivers whether this app also lets people in without a phone: then no phone can be pinned. */
export function accountPage(
  { name, link }: User,
  { passed, acceptWaivers }: { readonly passed: Passed | undefined; readonly acceptWaivers: boolean },
): string {
  const pinsPhones = !acceptWaivers && link?.alsoCodes !== true
  const rows: readonly (readonly [string, string])[] = [
    ['Name', name],
    ['Linked ID', link?.userId ?? '–'],
    ['Account', passed?.accountId ?? '–'],
    [
      'Approved at',
      passed === undefined
        ? '–'
        : `${new Date(passed.atMs).toISOString().replace('T', ' ').slice(0, 19)} UTC`,
    ],
    ['How', howProven(passed)],
    ['Phones linked here', link?.phones.join(' ') ?? '–'],
  ]
  return page(
    'What was proven',
    html`<h1>What was proven</h1>
<dl>${rows.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>
${checkedBy(passed, pinsPhones)}
${pinsPhones ? nextPhone(link?.acceptsNextPhone === true) : html``}
${acceptWaivers ? html`` : codes(link?.alsoCodes === true)}
<p><a href="/link">Link another ID</a> · <a href="/">Home</a></p>
${signOut}`,
  )
}

function checkedBy(passed: Passed | undefined, pinsPhones: boolean): Html {
  if (passed?.waived !== undefined)
    return html`<p>This app checked that the server signed this, for this very login. No phone was asked.</p>`
  if (wayOf(passed) !== 'phone')
    return html`<p>This app checked that the server signed this, for this very login. A code leaves no signature of a phone.</p>`
  return pinsPhones
    ? html`<p>This app checked the signature of the phone itself. A phone that is not in the list lets nobody in, whatever the server says.</p>`
    : html`<p>This app checked the signature of the phone itself. Which phones are yours it takes from the server: it also lets you in without a phone where the server says so, so a phone that is not in the list lets you in too.</p>`
}

function nextPhone(isAwaited: boolean): Html {
  return isAwaited
    ? html`<p class="note">The phone of your next login is added to the list.</p>`
    : html`<form method="post" action="/account/next-phone"><button>Add the phone of my next login</button></form>`
}

/** The choice between the two: only the phone's signature counts, or the server's word for a code as well. */
function codes(areTaken: boolean): Html {
  return areTaken
    ? html`<form method="post" action="/account/codes"><button>Only my phones again</button></form>`
    : html`<form method="post" action="/account/codes"><input type="hidden" name="also" value="yes"><button>Let me in with a code too</button></form>`
}

function howProven(passed: Passed | undefined): string {
  if (passed?.waived !== undefined) return `${WAIVED[passed.waived]}: the server says so`
  const way = wayOf(passed)
  if (way !== 'phone') return HOW_PROVEN[way]
  if (passed?.acr === 'countersign:link') return 'an approval on the phone that this page was open on'
  if (passed?.acr === 'countersign:qr') return 'a QR code of this page, scanned by the phone'
  return passed?.acr === 'countersign:code'
    ? 'a code, typed on the phone'
    : 'an access pass, picked on the phone'
}

const HOW_PROVEN = {
  totp: 'a code of your app, typed here: the server says so',
  backup: 'a backup code, typed here: the server says so',
  bypass: 'a code of the help desk, typed here: the server says so',
} as const

export function errorPage(sentence: string): string {
  return page('Sorry', html`<h1>Sorry</h1><p>${sentence}</p><p><a class="button" href="/">Home</a></p>`)
}

/** Text that is HTML already; only `html` makes it. */
class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** A template whose values are escaped, unless they were made by `html` themselves. */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[])[]
): Html {
  const texts = values.map((value) => {
    if (typeof value === 'string') return escaped(value)
    return value instanceof Html ? value.text : value.map(({ text }) => text).join('')
  })
  return new Html(String.raw({ raw: strings }, ...texts))
}

const signOut = html`<form method="post" action="/logout"><button>Sign out</button></form>`

export function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Demo app</title>
<link rel="stylesheet" href="/style.css">
</head>
<body><main>${body}</main></body>
</html>
`.text
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

export const STYLE = `:root {
  color-scheme: light dark;
  --accent: #0b6664; --on-accent: #fff; --ground: #f4f2ee; --surface: #fff; --text: #1f1d1a; --muted: #5f5a52; --line: #8b857a; --danger: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root { --accent: #6fd0c8; --on-accent: #06302e; --ground: #171614; --surface: #211f1c; --text: #f2efe9; --muted: #b9b3a8; --line: #827c71; --danger: #ff9d92 }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 416px; min-height: 100vh; margin: auto; padding: 16px; display: grid; align-content: center; gap: 12px }
main > * { margin: 0 }
h1 { font-size: 28px; line-height: 1.2 }
form { display: grid; gap: 8px; margin: 0 }
label { font-weight: 600 }
input { min-height: 48px; padding: 8px 12px; margin-bottom: 8px; border: 1px solid var(--line); border-radius: 12px; background: var(--surface); color: inherit; font: inherit }
button, .button { display: block; min-height: 48px; padding: 11px 20px; border: 1px solid var(--line); border-radius: 12px; background: transparent; color: inherit; font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer }
.main { border-color: var(--accent); background: var(--accent); color: var(--on-accent) }
button:hover, .button:hover { text-decoration: underline }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
a { color: var(--accent) }
.fault { color: var(--danger) }
.note { color: var(--muted) }
dl { display: grid; gap: 2px; padding: 16px; border-radius: 12px; background: var(--surface) }
dt { color: var(--muted); font-size: 14px }
dd { margin: 0 0 8px; overflow-wrap: anywhere }
`
