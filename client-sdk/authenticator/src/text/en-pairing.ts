// The sentences of the way to a pairing, in English; their shape is the type that other languages fill.

export const enPairing = {
  welcome: {
    title: 'Your second key, on your phone',
    lead: 'When you log in somewhere, this app asks you. One tap on the matching access pass, and you are in.',
    scan: 'Scan the pairing code',
    paste: 'Paste a pairing link',
    linkHint: 'You can also open the pairing link on this phone: it brings you here.',
    where:
      'The code is on the screen of the website you want to protect, or you get a link from your help desk.',
  },
  scan: {
    title: 'Scan the pairing code',
    hint: 'Point the camera at the square code on the other screen.',
    view: 'Camera picture',
    starting: 'Starting the camera…',
    notOurs: 'This is a code, but not a pairing code. Look for the one on the pairing page.',
    denied: 'The camera is not allowed here.',
    deniedNext:
      'Allow it in the browser (the symbol beside the address, then “Camera”) and try again, or paste the link instead.',
    none: 'No camera was found.',
    noneNext: 'Paste the link instead, or open it on this device.',
    busy: 'The camera is used by another app.',
    busyNext: 'Close the other app and try again, or paste the link instead.',
    insecure: 'The camera needs a secure connection (https).',
    insecureNext: 'Open this app by its https address, or paste the link instead.',
  },
  paste: {
    title: 'Paste the pairing link',
    label: 'Pairing link',
    hint: 'It begins with https:// and holds “#pair=”.',
    go: 'Continue',
    invalid: 'This is not a pairing link. Copy the whole link, from https:// to its last letter.',
  },
  pair: {
    lookingUp: 'Asking the server about this link…',
    offerTitle: (user: string, server: string) => `Pair with ${user} at ${server}?`,
    offerLead: (user: string) => `From then on, this phone decides about the logins of ${user}.`,
    server: 'Server',
    account: 'Account',
    deviceName: 'Name of this device',
    deviceNameHint: 'So that you recognise it in lists.',
    deviceNameInvalid: 'Give it a name of 1 to 60 letters.',
    deviceOn: (browser: string, system: string) => `${browser} on ${system}`,
    accept: 'Pair this phone',
    decline: 'Not now',
    makingKey: 'Making a key that stays on this phone…',
    confirmTitle: 'Is it the same number?',
    confirmLead:
      'Check that the same number is on the other screen, and confirm it there. If you came here from a page on this device, go back to that page.',
    confirmWaiting: 'Waiting for the other screen…',
    confirmStop: 'It is another number: stop',
    doneTitle: 'Paired',
    doneLead: (user: string, server: string) => `This phone now answers for ${user} at ${server}.`,
    hintTitle: 'What happens next',
    hintLogin: 'Log in as usual. The website then shows one access pass.',
    hintTap: 'This app shows several. Tap the same one.',
    hintDeny: 'You did not log in anywhere? Tap “This wasn’t me”.',
    failedTitle: 'This did not work',
    failed: {
      link_invalid: 'This link is not a pairing link. Scan the code again, or copy the whole link.',
      ticket_invalid:
        'This pairing link was used already, or is older than ten minutes. Make a new one and scan it.',
      unreachable: 'The server does not answer. Check the connection of this phone and try again.',
      server_mismatch:
        'The server is not the one that this link names. Do not go on; make a new link, and tell your help desk if it happens again.',
      key_unusable:
        'This browser cannot keep a key safely. Private windows and lockdown modes do not allow it: open the link in a normal window.',
      too_many_devices:
        'This account has as many devices as allowed. Remove one that you no longer use, then pair this one.',
      withdrawn: 'The pairing was stopped on the other screen. Nothing was paired.',
      other: 'Something went wrong. Make a new pairing link and try once more.',
    },
  },
}

export type PairingMessages = typeof enPairing
