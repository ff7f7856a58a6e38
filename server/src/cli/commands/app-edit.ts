// `countersign app edit`, `app delete` and `app end-key`: what an app is called, where it is, and whether it may ask.
import type { EditAppBody } from '@countersign/protocol/admin'
import { deleteApp, editApp, endAppKey } from '../../flows/admin/apps.js'
import { putAppLogo } from '../../flows/admin/logos.js'
import { operator } from '../accounts.js'
import { appArgument, withApp } from '../apps.js'
import { defineCommand } from '../command.js'
import { readPicture } from '../picture-file.js'
import { faultOf } from '../refusals.js'
import { readColour, readOneOf } from '../values.js'

export const appEdit = defineCommand({
  name: 'app edit',
  sentence: 'change what an app is called, where it is, and how it looks',
  details:
    'What is not named stays. --origin replaces all origins; the first is what the phone shows. The key of a suspended app is refused.',
  arguments: [appArgument],
  options: {
    name: { type: 'string', value: 'TEXT', sentence: 'what people read on the phone' },
    origin: { type: 'string', value: 'URL', multiple: true, sentence: 'where its login page is' },
    colour: { type: 'string', value: '#RRGGBB', sentence: 'shown on phones and login pages; empty: none' },
    logo: { type: 'string', value: 'FILE', sentence: 'a PNG or WebP of at most 64 kB' },
    state: { type: 'string', value: 'STATE', sentence: 'active or suspended' },
    'may-enrol': {
      type: 'string',
      value: 'YES_OR_NO',
      sentence: 'yes: it may make accounts for people of its own, and lead those to their first phone',
    },
  },
  examples: [
    'countersign app edit "ACME Shop" --colour "#0b5c6b" --logo shop.png',
    'countersign app edit "ACME Shop" --state suspended',
    'countersign app edit Cloud --may-enrol no',
  ],
  async run({ arguments: { NAME }, options }, surroundings) {
    const { report, io } = surroundings
    const state =
      options.state === undefined
        ? undefined
        : readOneOf('--state', options.state, ['active', 'suspended'] as const)
    if (state?.ok === false) return report.failed(state.fault)
    const enrol =
      options['may-enrol'] === undefined
        ? undefined
        : readOneOf('--may-enrol', options['may-enrol'], ['yes', 'no'] as const)
    if (enrol?.ok === false) return report.failed(enrol.fault)
    const colour = options.colour === undefined ? undefined : readColour('--colour', options.colour)
    if (colour?.ok === false) return report.failed(colour.fault)
    const logo = options.logo === undefined ? undefined : readPicture(options.logo, io.directory)
    if (logo?.ok === false) return report.failed(logo.fault)
    const edit: EditAppBody = {
      ...(options.name === undefined ? {} : { name: options.name }),
      ...(options.origin.length === 0 ? {} : { origins: [...options.origin] }),
      ...(colour === undefined ? {} : { colour: colour.value }),
      ...(state === undefined ? {} : { state: state.value }),
      ...(enrol === undefined ? {} : { mayEnrol: enrol.value === 'yes' }),
    }
    return withApp(surroundings, NAME, async (ports, { id: appId, revision }) => {
      if (logo !== undefined) {
        const put = await putAppLogo(ports, operator, { appId, bytes: logo.value })
        if (!put.ok) return report.failed(faultOf(put.refusal, NAME))
      }
      const edited = await editApp(ports, operator, { appId, revision, edit })
      if (!edited.ok) return report.failed(faultOf(edited.refusal, NAME))
      return report.done({ app: { ...edited.value } }, `changed ${edited.value.name}`)
    })
  },
})

export const appDelete = defineCommand({
  name: 'app delete',
  sentence: 'delete an app for good: its keys end at once',
  arguments: [appArgument],
  options: { yes: { type: 'boolean', sentence: 'yes, for good' } },
  examples: ['countersign app delete "ACME Shop" --yes'],
  async run({ arguments: { NAME }, options }, surroundings) {
    const { report } = surroundings
    if (!options.yes)
      return report.failed({
        exit: 'usage',
        code: 'value_invalid',
        sentence: `to delete "${NAME}" for good, say --yes`,
        next: `countersign app delete "${NAME}" --yes`,
      })
    return withApp(surroundings, NAME, async (ports, { id, name }) => {
      const deleted = await deleteApp(ports, operator, { appId: id })
      if (!deleted.ok) return report.failed(faultOf(deleted.refusal, NAME))
      return report.done({ deleted: { id, name } }, `deleted ${name}`)
    })
  },
})

export const appEndKey = defineCommand({
  name: 'app end-key',
  sentence: 'end one key of an app at once',
  details:
    'The key’s id is what stands between the underscores: cs_<id>_…, also in the app’s list of keys under --json.',
  arguments: [appArgument, { name: 'KEY_ID', sentence: 'sixteen digits' }],
  options: {},
  examples: ['countersign app end-key "ACME Shop" 8f4b2d6a0c1e3579'],
  run: ({ arguments: { NAME, KEY_ID } }, surroundings) =>
    withApp(surroundings, NAME, async (ports, { id: appId, name }) => {
      const { report } = surroundings
      const ended = await endAppKey(ports, operator, { appId, keyId: KEY_ID })
      if (!ended.ok) return report.failed(faultOf(ended.refusal, KEY_ID))
      return report.done({ app: { id: appId, name }, keyId: KEY_ID }, `ended ${KEY_ID} of ${name}`)
    }),
})
