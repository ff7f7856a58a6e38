// What every screen may say about codes in English: the code of an account for times without a network, and "this wasn't me".

export const enCodes = {
  offlineCode: {
    title: 'Code for times without a network',
    offerTitle: 'Also for when there is no network?',
    offer:
      'This phone can make a code that changes every 30 seconds. You type it on the login page when a request cannot reach you.',
    make: 'Keep a code on this phone',
    making: 'Making the code…',
    ready: 'Ready. You find it at this account, with or without a network.',
    none: 'When this phone has no network, it can show you a code to type on the login page. None is set up yet.',
    lead: 'Type it on the login page when a request cannot reach you. Each one counts once. Tap it to copy it.',
    notAllowed:
      'Codes of this phone do not count at the moment: because it has a PIN or recognises you, or because your organisation does not accept such codes. It is kept for when that changes.',
    faults: {
      offline: 'For that this phone must be online.',
      failed: 'This did not work. Try again in a moment.',
      not_fitting: 'The server did not accept the first code, so nothing was kept. Try once more.',
      full: 'This account has as many codes as it may. Remove one at your account page, then try again.',
      not_allowed: 'Your organisation does not accept such codes at the moment.',
    },
    remove: 'Remove this code',
    removeTitle: 'Remove the code for times without a network?',
    removeLead: 'Requests come to this phone as before. You can set up a new code at any time.',
    removeConfirm: 'Remove',
    removeKeep: 'Keep it',
  },
  codes: {
    title: 'Codes',
    open: 'Codes',
    openLead: 'To type when there is no network, and of other services',
    copy: 'Copy',
    copied: 'Copied',
    copyOf: (title: string) => `Copy the code of ${title}`,
    code: (digits: string) => `Code ${digits}`,
    seconds: (seconds: number) => `${seconds} seconds left`,
    hidden: 'Hidden',
    reveal: (title: string) => `Show the code of ${title}`,
    loading: 'Opening your entries…',
    unavailable: 'The codes could not be loaded. Try again when this phone is online.',
  },
  notMe: {
    ask: 'This wasn’t me',
    title: 'Stop your account?',
    lead: 'Nobody gets in any more, you neither, until an administrator lets you in again. What was added since then, or shortly before, is taken back.',
    confirm: 'Stop my account',
    keep: 'It was me',
    working: 'Your account is being stopped…',
    doneTitle: 'Your account is stopped',
    done: 'Nobody gets in now. Call your help desk, and tell them what was not you.',
    failed: 'Your account could not be stopped from here. Call your help desk now.',
    offline: 'No connection: your account is not stopped yet. Try again, or call your help desk now.',
  },
}

export type CodesMessages = typeof enCodes
