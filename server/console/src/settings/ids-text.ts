// The words of the pattern for user IDs in both languages.
import { inBoth } from '../text/language.js'

export const idsText = inBoth(
  {
    title: 'Pattern for user IDs',
    lead: 'Completes short names: whoever adds “ada” means the whole ID of your organisation.',
    on: 'Complete short names',
    pattern: 'Pattern',
    patternHint: '{user} stands for what was typed, {suffix} for the field below.',
    patternInvalid: 'A pattern has {user} in it once, and {suffix} after it, such as {user}@{suffix}.',
    suffix: 'Suffix',
    suffixHint: 'Such as example.org.',
    suffixMissing: 'The pattern needs a suffix.',
    short: 'The short name logs in as well',
    shortHint: 'It becomes an alias, as long as nobody else has it.',
    example: (typed: string, whole: string) => `“${typed}” becomes “${whole}”.`,
    only: 'Accounts that exist stay as they are.',
  },
  {
    title: 'Muster für Benutzer-IDs',
    lead: 'Ergänzt kurze Namen: wer „ada“ hinzufügt, meint die ganze ID deiner Organisation.',
    on: 'Kurze Namen ergänzen',
    pattern: 'Muster',
    patternHint: '{user} steht für das Getippte, {suffix} für das Feld darunter.',
    patternInvalid: 'Ein Muster hat einmal {user} und danach {suffix}, etwa {user}@{suffix}.',
    suffix: 'Endung',
    suffixHint: 'Etwa example.org.',
    suffixMissing: 'Das Muster braucht eine Endung.',
    short: 'Der kurze Name meldet auch an',
    shortHint: 'Er wird ein Alias, solange ihn niemand anders hat.',
    example: (typed, whole) => `Aus „${typed}“ wird „${whole}“.`,
    only: 'Konten, die es gibt, bleiben, wie sie sind.',
  },
)
