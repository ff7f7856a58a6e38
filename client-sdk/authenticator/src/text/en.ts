// Every sentence of the app in English; its shape is the type that other languages fill.

import { enCodes } from './en-codes.js'
import { enLink } from './en-link.js'
import { noticesEn } from './en-notices.js'
import { enPairing } from './en-pairing.js'

export const en = {
  ...enPairing,
  ...enLink,
  ...enCodes,
  notices: noticesEn,
  common: {
    back: 'Back',
    cancel: 'Cancel',
    done: 'Done',
    again: 'Try again',
    loading: 'Opening…',
    notLoaded: 'This part of the app could not be loaded. Check the connection of this phone.',
    menu: 'Settings',
    history: 'History',
  },
  home: {
    title: 'Your accounts',
    quiet: 'All quiet',
    quietLead: 'When you log in somewhere, the request appears here by itself.',
    scan: 'Scan a login page',
    check: 'Check for requests',
    checking: 'Checking…',
    checkedNone: 'No request is waiting.',
    checkedOffline: 'No connection: requests cannot be fetched now.',
    add: 'Add an account',
    offline: 'No connection. Requests appear as soon as this phone is online again.',
    state: {
      connecting: 'Connecting…',
      online: 'Ready',
      offline: 'Server not reachable, trying again',
      waiting_confirmation: 'Waiting for the other screen to confirm',
      suspended: 'May only deny: ask your help desk',
      replaced: 'Open elsewhere',
      revoked: 'Removed on the server',
      stopped: 'Not connected',
      keys_vanished: 'Key is missing: pair again',
    },
  },
  request: {
    title: (app: string) => `Log in to ${app}?`,
    titleStepUp: (app: string) => `Confirm again at ${app}?`,
    titleTransaction: (app: string) => `Approve this at ${app}?`,
    transaction: 'What you approve',
    payee: 'to',
    mixedAlphabets:
      'A word here mixes letters of two alphabets, as forged names do. Approve only if you know why.',
    titleTwo: 'Which login is yours?',
    leadTwo: (count: number) =>
      `Tap the access pass of your login page. ${count === 2 ? 'The other request is' : 'The others are'} asked next.`,
    pick: 'Tap the access pass of your login page. A wrong one ends this login.',
    pickTransaction: 'All of it right? Then tap the access pass that the page shows. A wrong one ends this.',
    typeLead: 'Type the six digits that your login page shows.',
    typeLabel: 'Six digits from your login page',
    approve: 'Approve',
    approveHint: 'A wrong number ends this login.',
    deny: 'Deny',
    denyAll: 'Deny all',
    denyHint: 'Nobody gets in',
    denyHintTransaction: 'Nothing is approved',
    report: 'This wasn’t me',
    reportAll: 'None was me',
    reportHint: 'Deny and report',
    user: 'Account',
    from: 'From',
    browser: 'Browser',
    site: 'Website',
    when: 'When',
    unknown: 'not known',
    newBrowser: 'New browser',
    newBrowserNote:
      'If you have signed in here with this browser before, deny: the page may not be the real one.',
    knownBrowser: 'Known browser',
    sameNetwork: 'Same network as this phone',
    passes: 'Access passes',
    secondsLeft: (seconds: number) => `${seconds} seconds left`,
    more: (position: number, count: number) => `${position} of ${count}`,
    moreOpen: (count: number) =>
      count === 1 ? '1 other request is open.' : `${count} other requests are open.`,
    withdrawnOne: 'One of the requests is gone: it was answered elsewhere or has ended.',
    justNow: 'just now',
    place: (address: string, place: string) => `${place} (${address})`,
    suspended:
      'This phone may only deny for now, after several wrong answers. Your help desk can change that.',
    pinLocked:
      'This phone may only deny, after too many wrong PINs. Remove the account here and pair it anew.',
  },
  sending: {
    approve: 'Sending your answer…',
    deny: 'Sending your denial…',
    offlineTitle: 'No connection',
    offline: 'Your answer is kept and goes out as soon as this phone is online. Leave the app open.',
  },
  outcome: {
    approvedTitle: 'Approved',
    approved: (app: string) => `${app} is letting you in.`,
    redeemed: (app: string) => `You are logged in to ${app}.`,
    ofTransaction: {
      approved: (app: string) => `Your approval is on its way to ${app}.`,
      redeemed: (app: string) => `${app} has your approval.`,
      tooLateTitle: 'The approval had gone on',
      tooLate: 'The page was faster than this denial.',
      tooLateNext: (app: string) =>
        `If it was not you: tell ${app} at once, change your password there, and tell your help desk.`,
      lapsed: 'The page did not go on in time. Nothing was approved.',
      denied: (app: string) => `${app} gets no approval.`,
      reported: (app: string) => `${app} gets no approval.`,
      mismatched:
        'This request has ended, to be safe. Start it again: the page then shows six digits, and you type them here.',
      expired: 'The request has expired and nothing was approved. If it was you, start again.',
      elsewhereRedeemed: 'It was approved there.',
      elsewhereDenied: 'It was denied there. Nothing was approved.',
    },
    undo: 'Deny after all',
    undoHint: 'Possible until the login page has gone on.',
    tooLateTitle: 'The login had gone on',
    tooLate: 'The login page was faster than this denial.',
    tooLateNext: (app: string) =>
      `If it was not you: log out everywhere at ${app}, change your password there, and tell your help desk.`,
    lapsedTitle: 'Approved, but not used',
    lapsed: 'The login page did not go on in time. Nobody was logged in.',
    deniedTitle: 'Denied',
    denied: (app: string) => `Nobody was logged in to ${app}.`,
    reportedTitle: 'Stopped and reported',
    reported: (app: string) => `Nobody was logged in to ${app}.`,
    reportedNext: (app: string) =>
      `Someone seems to know your password. Change your password at ${app} soon, from a device you trust.`,
    mismatchedTitle: 'That was not the access pass',
    mismatchedCodeTitle: 'That was not the number',
    mismatchedScanTitle: 'That was not the code of this page',
    mismatched:
      'This login has ended, to be safe. Start it again: your login page then shows six digits, and you type them here.',
    expiredTitle: 'Too late',
    expired: 'The request has expired and nobody was logged in. If it was you, start the login again.',
    cancelledTitle: 'Withdrawn',
    cancelled:
      'The login page has withdrawn this request. Nothing is left to do. If you are logging in, a new request comes by itself.',
    elsewhereTitle: 'Answered on another device',
    elsewhereApproved: 'It was approved there. If that was not you, deny it here.',
    elsewhereRedeemed: 'It was approved there, and the login went on.',
    elsewhereDenied: 'It was denied there. Nobody was logged in.',
    elsewhereMismatched: 'The answer there was wrong, so this login has ended.',
    alsoDenied: (count: number) =>
      count === 1 ? 'The other request was denied.' : `The ${count} other requests were denied.`,
    failedTitle: 'The answer was not taken',
    failed: {
      suspended:
        'This phone may only deny for now, after several wrong answers. Your help desk can change that.',
      counter:
        'The server has already seen an answer with this key’s number. The key may have been copied: tell your help desk, and pair this phone again.',
      revoked:
        'This phone was removed from the account, so it cannot answer. Pair it again if that is a mistake.',
      pin_wrong:
        'Too many wrong PINs for this request. Nobody was let in. Press “Cancel” on the login page and begin again.',
      pin_locked:
        'Five wrong PINs in a row. From now on this phone may only deny: remove this account and pair it anew.',
      not_delivered:
        'The answer could not be sent in time, so nobody was logged in. If it was you, start the login again.',
      unknown:
        'The answer was sent, but the server’s word on it did not come back. Look at your login page: it shows what happened.',
      storage:
        'This browser could not write down the answer, so nothing was sent. Free some storage and try again.',
      other: 'The server did not take this answer. If you are logging in, start again on your login page.',
    },
    waiting: 'A new request is waiting.',
    next: (count: number) => (count === 1 ? 'Show the next request' : `Show the next of ${count} requests`),
    reportInstead: 'This wasn’t me',
  },
  history: {
    title: 'History',
    lead: 'Requests that this device has seen. They are kept here only, at most 100.',
    empty: 'Nothing yet',
    emptyLead: 'After your first login you find it here, with its place and outcome.',
    clear: 'Clear the history',
    clearTitle: 'Clear the history?',
    clearLead: 'The list on this device is emptied. The server keeps its own record.',
    state: {
      pending: 'Open',
      approved: 'Approved',
      redeemed: 'Approved',
      lapsed: 'Approved, not used',
      denied: 'Denied',
      reported: 'Reported',
      mismatched: 'Wrong answer',
      expired: 'Expired',
      cancelled: 'Withdrawn',
    },
    elsewhere: 'on another device',
    today: 'Today',
    yesterday: 'Yesterday',
  },
  account: {
    title: 'Account',
    server: 'Server',
    device: 'This device is called',
    paired: 'Paired',
    key: 'Key',
    keyKind: {
      webcrypto:
        'Made on this device by the browser, which never hands it out. It cannot be copied by a website or seen by the server.',
      sealed: 'Made on this device and kept locked by the browser. It never leaves this device.',
      other: 'Made on this device. It never leaves it.',
    },
    remove: 'Remove from this phone',
    removeTitle: (user: string) => `Remove ${user} from this phone?`,
    removeLead:
      'The key on this phone is destroyed and requests no longer arrive here. To use this phone again you pair it anew. If it is your only phone, pair another one first.',
    removeConfirm: 'Remove',
    removeKeep: 'Keep it',
    vanishedTitle: 'The key is missing',
    vanished:
      'The browser has deleted this account’s key, as some do after weeks of rest or when site data is cleared. Nothing is at risk. Pair this phone again to go on.',
    revokedTitle: 'Removed on the server',
    revoked:
      'This phone was removed from the account, by you on another device or by an admin. It can no longer answer. If that is a mistake, pair it again.',
    pairAgain: 'Pair again',
    waitingTitle: 'Not confirmed yet',
    waiting: 'Confirm the pairing on the other screen, if it shows this number:',
    suspendedTitle: 'May only deny',
  },
  settings: {
    title: 'Settings',
    language: 'Language',
    theme: 'Appearance',
    auto: 'Automatic',
    light: 'Light',
    dark: 'Dark',
    languageAuto: 'As this device',
    about: 'Countersign is open source. The keys on this device never leave it.',
  },
  otherTab: {
    title: 'Open in another tab',
    lead: 'Countersign works in one tab at a time, so that every request has one place.',
    use: 'Use here',
  },
  insecure: {
    title: 'A secure connection is needed',
    lead: 'Browsers keep keys only for pages opened by https (or on this very computer as localhost). Open this app by its https address.',
    next: 'If you run this server yourself: the documentation, page “A real phone”, shows how to add a certificate.',
  },
  storage: {
    title: 'This browser cannot keep your keys',
    lead: 'Storage is turned off or this is a private window. Open the app in a normal window and try again.',
  },
  pageTitle: { plain: 'Countersign', waiting: (count: number) => `(${count}) Request · Countersign` },
}

export type Messages = typeof en
