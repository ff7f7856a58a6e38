// A real Chromium for the end-to-end suites: phones and desktops, each looked at, checked for access and listened to for faults.
import { existsSync, mkdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, BrowserContextOptions, Browser as Chromium, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { accessFaults } from './access-check.js'

/** Kept by the build machine, so that a person can see what the suites saw. */
const OUTPUT = fileURLToPath(new URL('../output/', import.meta.url))
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]
/** Much longer than anything takes: what runs into it is stuck. */
const STUCK_MS = 45_000
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

export const PHONE = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  userAgent:
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Mobile Safari/537.36',
} as const satisfies BrowserContextOptions

export const DESKTOP = {
  viewport: { width: 1280, height: 800 },
  userAgent:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Safari/537.36',
} as const satisfies BrowserContextOptions

export class Browser {
  readonly #chromium: Chromium
  readonly #screens: Screen[] = []

  private constructor(started: Chromium) {
    this.#chromium = started
  }

  /** Starts the Chromium that CHROMIUM_PATH names, as test/run.sh sets it, or an installed one. */
  static async open(): Promise<Browser> {
    return new Browser(await chromium.launch({ executablePath: chromiumPath(), args: FLAGS }))
  }

  /** A phone whose browser keeps its profile in a directory of its own, as an installed one does; closed with its context. */
  static async profile(directory: string, story: string, kind: BrowserContextOptions): Promise<Screen> {
    const executablePath = chromiumPath()
    const options = {
      locale: 'en-GB',
      reducedMotion: 'reduce',
      ...kind,
      executablePath,
      args: FLAGS,
    } as const
    const context = await chromium.launchPersistentContext(directory, options)
    context.setDefaultTimeout(STUCK_MS)
    return new Screen(story, context, context.pages()[0] ?? (await context.newPage()))
  }

  /** A browser of its own: its own cookies, storage and keys. `story` begins the names of its pictures. */
  async screen(story: string, kind: BrowserContextOptions): Promise<Screen> {
    // Motion would put half-faded words into pictures and contrast checks.
    const context = await this.#chromium.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...kind })
    context.setDefaultTimeout(STUCK_MS)
    const screen = new Screen(story, context, await context.newPage())
    this.#screens.push(screen)
    return screen
  }

  /** Closes everything. Rejects with what the pages complained about, so that no suite passes beside a broken page. */
  async close(): Promise<void> {
    await this.#chromium.close()
    const faults = this.#screens.flatMap((screen) => screen.faults)
    if (faults.length > 0) throw new Error(`pages complained:\n${faults.join('\n')}`)
  }
}

/** One window of one person. */
export class Screen {
  readonly context: BrowserContext
  readonly page: Page
  /** Errors on the console, uncaught errors and violations of the content policy, as they came. */
  readonly faults: string[] = []
  readonly #story: string
  #expected: RegExp | undefined
  #looks = 0

  constructor(story: string, context: BrowserContext, page: Page) {
    this.#story = story
    this.context = context
    this.page = page
    // Chromium reports each violation of a content policy on the console too.
    context.on('console', (message) => {
      if (message.type() === 'error') this.#complain(`${message.text()} (${message.location().url})`)
    })
    // With its stack: it names the script.
    context.on('weberror', (error) => this.#complain(error.error().stack ?? String(error.error())))
  }

  /** From now on complaints that fit are part of the story, such as a connection that the test cuts. */
  expectComplaints(pattern: RegExp): void {
    this.#expected = pattern
  }

  /**
   * Looks at the screen as a person would: a picture into test/output, no serious or critical fault of axe-core, nothing to
   * scroll sideways. Rejects with the faults found. `within` is the selector of what is ours on a page of somebody else.
   */
  async look(name: string, within?: string): Promise<void> {
    this.#looks += 1
    mkdirSync(OUTPUT, { recursive: true })
    const file = `${this.#story}-${String(this.#looks).padStart(2, '0')}-${name}.png`
    await this.page.screenshot({ path: join(OUTPUT, file) })
    const faults = await accessFaults(this.page, within)
    const { scrollWidth, clientWidth } = await this.page.evaluate(() => ({
      scrollWidth: document.documentElement.scrollWidth,
      clientWidth: document.documentElement.clientWidth,
    }))
    if (scrollWidth > clientWidth) faults.push(`scrolls sideways: ${scrollWidth} px in ${clientWidth} px`)
    if (faults.length > 0) throw new Error(`${file}:\n${faults.join('\n')}`)
  }

  /** Waits until these words can be seen. */
  async sees(words: string | RegExp): Promise<void> {
    await this.page.getByText(words).filter({ visible: true }).first().waitFor()
  }

  async press(label: string | RegExp): Promise<void> {
    const exact = typeof label === 'string'
    await this.page
      .getByRole('button', { name: label, exact })
      .or(this.page.getByRole('link', { name: label, exact }))
      .click()
  }

  async close(): Promise<void> {
    await this.context.close()
  }

  #complain(text: string): void {
    if (this.#expected?.test(text) !== true) this.faults.push(`${this.#story}: ${text}`)
  }
}

function chromiumPath(): string {
  const path = process.env['CHROMIUM_PATH'] ?? installedChromium()
  if (path === undefined) throw new Error('no Chromium found: install chromium, or set CHROMIUM_PATH')
  return path
}

function installedChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path))
}
