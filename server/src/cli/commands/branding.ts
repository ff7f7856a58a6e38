// `countersign branding …` and `countersign id-pattern …`: how the server looks to people, and how short user IDs are completed.
import type { BrandingBody, IdPatternBody } from '@countersign/protocol/admin'
import { putIdPatternBody } from '@countersign/protocol/admin'
import { putBranding, putIdPattern, showBranding, showIdPattern } from '../../flows/admin/branding.js'
import { putServerLogo, removeServerLogo } from '../../flows/admin/logos.js'
import { operator } from '../accounts.js'
import { defineCommand } from '../command.js'
import { readPicture } from '../picture-file.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'
import { readColour } from '../values.js'

export const brandingShow = defineCommand({
  name: 'branding show',
  sentence: 'show how the server looks to people',
  arguments: [],
  options: {},
  examples: ['countersign branding show'],
  run: (_given, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const shown = await showBranding(ports, operator, undefined)
      if (!shown.ok) return surroundings.report.failed(faultOf(shown.refusal, 'branding'))
      return surroundings.report.done({ branding: { ...shown.value } }, brandingText(shown.value))
    }),
})

export const brandingSet = defineCommand({
  name: 'branding set',
  sentence: 'change how the server looks to people',
  details: 'On login pages, on phones and in the console. What is not named stays; an empty text removes.',
  arguments: [],
  options: {
    name: { type: 'string', value: 'TEXT', sentence: 'what people read; empty: the name of the settings' },
    colour: { type: 'string', value: '#RRGGBB', sentence: 'empty: the product’s own' },
    'help-text': { type: 'string', value: 'TEXT', sentence: 'what a person reads who is stuck' },
    'support-contact': { type: 'string', value: 'TEXT', sentence: 'where they find a human' },
    logo: { type: 'string', value: 'FILE', sentence: 'a PNG or WebP of at most 64 kB' },
    'no-logo': { type: 'boolean', sentence: 'remove the logo' },
  },
  examples: ['countersign branding set --name "ACME sign-in" --colour "#0b5c6b" --logo acme.png'],
  async run({ options }, surroundings) {
    const { report, io } = surroundings
    const colour = options.colour === undefined ? undefined : readColour('--colour', options.colour)
    if (colour?.ok === false) return report.failed(colour.fault)
    const logo = options.logo === undefined ? undefined : readPicture(options.logo, io.directory)
    if (logo?.ok === false) return report.failed(logo.fault)
    return withPorts(surroundings, async (ports) => {
      const before = await showBranding(ports, operator, undefined)
      if (!before.ok) return report.failed(faultOf(before.refusal, 'branding'))
      if (options['no-logo']) await removeServerLogo(ports, operator, {})
      const put = logo === undefined ? undefined : await putServerLogo(ports, operator, { bytes: logo.value })
      if (put?.ok === false) return report.failed(faultOf(put.refusal, 'logo'))
      const saved = await putBranding(ports, operator, {
        name: options.name ?? before.value.name,
        colour: colour?.value ?? before.value.colour,
        helpText: options['help-text'] ?? before.value.helpText,
        supportContact: options['support-contact'] ?? before.value.supportContact,
        revision: before.value.revision,
      })
      if (!saved.ok) return report.failed(faultOf(saved.refusal, 'branding'))
      return report.done({ branding: { ...saved.value } }, brandingText(saved.value))
    })
  },
})

export const idPatternShow = defineCommand({
  name: 'id-pattern show',
  sentence: 'show how short user IDs are completed',
  arguments: [],
  options: {},
  examples: ['countersign id-pattern show'],
  run: (_given, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const shown = await showIdPattern(ports, operator, undefined)
      if (!shown.ok) return surroundings.report.failed(faultOf(shown.refusal, 'id-pattern'))
      return surroundings.report.done({ idPattern: { ...shown.value } }, patternText(shown.value))
    }),
})

export const idPatternSet = defineCommand({
  name: 'id-pattern set',
  sentence: 'change how short user IDs are completed when accounts are added',
  details:
    '{user}@{suffix} with the suffix example.org makes ada@example.org of ada. An empty pattern is none. Accounts that are there keep their IDs.',
  arguments: [{ name: 'PATTERN', sentence: 'holds {user} once, and perhaps {suffix} after it' }],
  options: {
    suffix: { type: 'string', value: 'TEXT', sentence: 'what stands for {suffix}' },
    'short-name-too': { type: 'boolean', sentence: 'let the short name log in as well' },
  },
  examples: ["countersign id-pattern set '{user}@{suffix}' --suffix example.org --short-name-too"],
  async run({ arguments: { PATTERN }, options }, surroundings) {
    const { report } = surroundings
    const given = putIdPatternBody.safeParse({
      pattern: PATTERN,
      suffix: options.suffix ?? '',
      shortNameToo: options['short-name-too'],
    })
    if (!given.success)
      return report.failed({
        exit: 'usage',
        code: 'value_invalid',
        sentence: 'PATTERN: expected a text with {user} in it, without spaces',
        next: 'the same command with --help',
      })
    return withPorts(surroundings, async (ports) => {
      const before = await showIdPattern(ports, operator, undefined)
      if (!before.ok) return report.failed(faultOf(before.refusal, 'id-pattern'))
      const { revision } = before.value
      const saved = await putIdPattern(ports, operator, { ...given.data, revision })
      if (!saved.ok) return report.failed(faultOf(saved.refusal, 'id-pattern'))
      return report.done({ idPattern: { ...saved.value } }, patternText(saved.value))
    })
  },
})

function brandingText({ name, colour, helpText, supportContact, logoUrl }: BrandingBody): string {
  const or = (text: string, otherwise: string): string => (text === '' ? otherwise : text)
  return [
    `name     ${or(name, '(that of the settings)')}`,
    `colour   ${or(colour, '(the product’s own)')}`,
    `help     ${or(helpText, '(none)')}`,
    `support  ${or(supportContact, '(none)')}`,
    `logo     ${logoUrl ?? '(none)'}`,
  ].join('\n')
}

function patternText({ pattern, suffix, shortNameToo }: IdPatternBody): string {
  if (pattern === '') return 'user IDs are taken as they are typed'
  const whole = pattern.replace('{suffix}', suffix).replace('{user}', 'ada')
  return `ada becomes ${whole}${shortNameToo ? ', and logs in as ada too' : ''}`
}
