// PHP and PHPUnit as the machine has them, for the tests of the Nextcloud app; where they are missing these say so, and under CI they fail.
import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Where the app lives. */
export const APP_FOLDER = fileURLToPath(new URL('../../web-plugin/nextcloud/', import.meta.url))

const missing = ['php', 'phpunit'].filter((tool) => spawnSync(tool, ['--version']).status !== 0)
if (missing.length > 0)
  console.error(
    `TESTS NOT RUN: those of the Nextcloud app need ${missing.join(' and ')} (Debian packages php-cli, php-xml, php-mbstring, php-intl, php-curl, phpunit)`,
  )

/** Options of a test that needs them. */
export const phpHere = {
  skip:
    missing.length === 0 || process.env['CI'] !== undefined ? false : `no ${missing.join(' and ')} installed`,
}

/** Runs a tool in the app's folder, and throws what it said when it ends with anything but 0. */
export async function runPhp(tool: 'php' | 'phpunit', options: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(tool, options, {
    cwd: APP_FOLDER,
    maxBuffer: 64 * 1024 * 1024,
  })
  return stdout
}
