// The sentences about the QR code of a login page, in English; loaded with their screens.

export const scanEn = {
  title: 'Scan the login page',
  hint: 'Point the camera at the square code on the login page in front of you.',
  notOurs: 'This is a code, but not the one of a login page.',
  paste: 'Paste its link instead',
  choice: {
    lead: 'Scan the square code that your login page shows. That approves this request.',
    scan: 'Scan the code',
    stop: 'Stop the camera',
    cannot: 'You cannot scan it? Choose “Cannot scan?” on the login page.',
  },
  here: {
    camera: 'You scanned the code of this request.',
    cameraHint: 'Approve only if you opened that page yourself and it is in front of you now.',
    elsewhere: 'You came here by a link, or by another app.',
    elsewhereHint:
      'Did somebody send you this code or link? Then it is their login: deny it. Approve only what you scanned yourself, from a page that you opened and have in front of you.',
    approve: 'Approve',
  },
  pasting: {
    title: 'Paste the link of the login page',
    label: 'Link of the login page',
    hint: 'The login page shows it under “Cannot scan?”. Never paste a link that somebody sent you.',
    go: 'Continue',
    invalid: 'This is not the link of a login page. Copy the whole link, from https:// to its last letter.',
  },
  looking: 'Fetching the request of that login page…',
  missingTitle: 'No request here',
  missing: {
    broken: 'The code of that login page is damaged. Scan it once more.',
    not_paired: 'No account is paired here. Scan the code with the phone or app that you paired.',
    other_server:
      'That login page belongs to another server than the accounts on this phone. If somebody sent you the code, do nothing.',
    not_here:
      'The request has ended, or it is for an account that is not on this phone. Start the login again and scan the new code.',
    unreachable: 'The server does not answer. Check the connection of this phone and try again.',
  },
  again: 'Scan again',
}

export type ScanMessages = typeof scanEn
