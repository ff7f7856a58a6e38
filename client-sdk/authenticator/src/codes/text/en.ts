// The sentences about entries of other services in English; loaded with their screens.

export const entriesEn = {
  list: {
    lead: 'For logins that ask for a code. Tap one to copy it.',
    yours: 'Your accounts',
    others: 'Other services',
    unnamed: 'Without a name',
    search: 'Search',
    searchNone: 'No entry has these words.',
    empty: 'No other services yet',
    emptyLead:
      'A service that asks for codes of an “authenticator app” shows a QR code for it. This app can keep it, sealed on this phone.',
    add: 'Add a service',
    edit: 'Edit',
    hide: 'Hide codes',
    show: 'Show codes',
    removed: (title: string) => `${title} was removed.`,
    undo: 'Undo',
    unreadable: (count: number) =>
      count === 1
        ? 'One entry can no longer be opened in this browser. Add it again, or import your file.'
        : `${count} entries can no longer be opened in this browser. Add them again, or import your file.`,
  },
  add: {
    title: 'Add a service',
    scanHint: 'Point the camera at the QR code that the service shows.',
    notOurs:
      'That is a QR code, but none for codes. Look for the one that the service shows for an “authenticator app”.',
    paste: 'Paste a link or key',
    pasteTitle: 'Paste a link or key',
    pasteLabel: 'Link or key',
    pasteHint: 'A link begins with otpauth://. A key is the row of letters and digits beside the QR code.',
    go: 'Go on',
    checkTitle: 'Keep this entry?',
    checkLead: 'Check the names: you find the entry by them.',
    issuer: 'Service',
    account: 'Account there',
    nameMissing: 'Give it at least one name.',
    keep: 'Keep it',
    drop: 'Do not keep it',
    known: 'This entry is here already.',
    full: 'There is no room for more entries.',
    faults: {
      not_one: 'That is neither a link for codes nor a key. Copy all of it.',
      hotp: 'This one counts uses instead of time (HOTP). It is not kept here: it would get out of step as soon as it is on two phones. Ask the service for time-based codes (TOTP).',
      migration:
        'That is an export of Google Authenticator, which only Google’s app reads. Add the services one by one, from their own pages.',
      unusable:
        'No code can be made from this one: a part of it is missing, or of a kind that this app does not know.',
    },
  },
  edit: {
    title: 'Entry',
    save: 'Save',
    saved: 'Saved.',
    place: (place: number, count: number) => `Place ${place} of ${count}`,
    up: 'Further up',
    down: 'Further down',
    remove: 'Remove this entry',
    removeHint: 'The service still asks for codes afterwards. Turn them off there first.',
    made: (digits: number, seconds: number, algorithm: string) =>
      `${digits} digits, every ${seconds} seconds, ${algorithm}`,
  },
  file: {
    open: 'Export and import',
    title: 'Export and import',
    exportTitle: 'Export to a file',
    exportLead:
      'All entries of other services, in a file that only your passphrase opens. Keep both safe, and apart.',
    notOurs:
      'The codes of your Countersign accounts are not in the file: they belong to this phone, cannot be read out of it, and end with it. On a new phone you make new ones.',
    nothing: 'There is no entry to export.',
    passphrase: 'Passphrase',
    passphraseHint: 'Four or more words in a row are strong and easy to type.',
    again: 'The same once more',
    strength: {
      too_short: 'Too short: at least ten characters.',
      weak: 'Weak: whoever gets the file could find it.',
      fair: 'Fair.',
      strong: 'Strong.',
    },
    differ: 'The two are not the same.',
    export: 'Save the file',
    sealing: 'Sealing…',
    exported: (count: number) =>
      count === 1 ? 'One entry is in the file.' : `${count} entries are in the file.`,
    forgotten: 'Nobody can open the file without the passphrase, nobody can reset it.',
    importTitle: 'Import from a file',
    importLead: 'Adds what is not here yet. Nothing that is here changes.',
    file: 'File',
    import: 'Import',
    opening: 'Opening…',
    imported: (added: number) =>
      added === 0
        ? 'Nothing new was in it.'
        : added === 1
          ? 'One entry was added.'
          : `${added} entries were added.`,
    known: (known: number) => (known === 1 ? 'One was here already.' : `${known} were here already.`),
    left: (left: number) => (left === 1 ? 'For one there was no room.' : `For ${left} there was no room.`),
    fileMissing: 'Choose the file first.',
    faults: {
      not_one: 'This is not a file of this app, or a part of it is missing.',
      unknown_version:
        'This file was made by a newer version of this app. Load the page again, then try once more.',
      not_opened: 'It does not open: the passphrase is another one, or the file was changed.',
    },
  },
}

export type EntryMessages = typeof entriesEn
