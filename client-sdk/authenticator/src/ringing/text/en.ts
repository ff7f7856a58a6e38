// The words of ringing, installing and updating in English; their shape is the type that other languages fill.

export const ringingEn = {
  offer: {
    title: 'Shall this phone ring?',
    lead: 'When you log in, a notification tells you that a request waits. It says nothing else: not who, not where.',
    next: 'Your browser asks you in a moment.',
    on: 'Turn on notifications',
    working: 'Turning on…',
    done: 'This phone rings when a request waits.',
  },
  faults: {
    blocked:
      'Notifications are not allowed for this app. You can change that in the settings of your browser or phone.',
    not_answered: 'The browser’s question was not answered. You can turn it on later in the settings.',
    offline: 'The server cannot be reached now. Try again when this phone is online.',
    refused: 'The server does not know the push service of this browser. Your help desk can change that.',
    browser:
      'This browser could not be reached by its push service. Requests still appear while the app is open.',
  },
  settings: {
    title: 'Notifications',
    on: 'On: this phone rings when a request waits.',
    off: 'Off: requests appear only while the app is open.',
    some: 'On, but not for every account:',
    of: {
      on: 'rings',
      off: 'does not ring',
      ended: 'no longer rings',
      unavailable: 'rings only while the app is open',
    },
    noPush: 'This browser cannot be woken by notifications. Requests appear while the app is open.',
    noServer:
      'The server of your account does not send notifications. Requests appear while the app is open.',
    noAccount: 'Pair an account first; then this phone can ring for it.',
    blocked:
      'Notifications are blocked for this app. Allow them in the settings of your browser or phone, then come back here.',
    installFirst: 'On an iPhone or iPad only an app on the Home Screen can ring.',
    turnOn: 'Turn on notifications',
    turnOff: 'Turn off notifications',
    tryOut: 'Show a test notification',
    tryHint:
      'Made by this phone itself: it shows how one looks and sounds here, not that the server reaches you.',
    tryTitle: 'This is how it looks',
    tryBody: 'A real one says that a request is waiting.',
    tried:
      'Shown. If you saw nothing, look at the notification settings of your phone and at its quiet mode.',
    tryFailed: 'The browser did not show it.',
    keep: 'Keys on this phone',
    kept: 'The browser has promised to keep them.',
    notKept: 'When storage runs short, the browser may clear them. Then you would have to pair again.',
    askKeep: 'Ask the browser to keep them',
    keepRefused: 'The browser has not agreed. An installed app that may notify is usually kept.',
    install: 'Install the app',
    installed: 'The app is installed.',
  },
  news: {
    updateTitle: 'A new version is ready',
    updateLead: 'It is put in place when you say so, or when you next open the app.',
    update: 'Update now',
    updating: 'Updating…',
    endedTitle: 'This phone no longer rings',
    ended:
      'Your browser or phone has ended its notifications. Nothing is lost: requests appear while the app is open.',
    turnOnAgain: 'Turn on again',
    leaveOff: 'Leave it off',
    blockedNext: 'Allow notifications for this app in the settings of your browser or phone first.',
    mended: 'Notifications had stopped on this phone. They are on again.',
    ok: 'OK',
    askTitle: 'Requests appear only while this app is open',
    ask: 'A notification can wake this phone. It says only that a request waits.',
    notNow: 'Not now',
    vanishedTitle: (account: string) => `The key of ${account} is missing`,
    vanished:
      'The browser has cleared it. Nothing is at risk; pair this phone again, and it works as before.',
    pairAgain: 'Pair again',
  },
  install: {
    title: 'Install Countersign',
    lead: 'Installed, it opens like any other app, and its keys are safer from being cleared.',
    firstTitle: 'First onto the Home Screen',
    first:
      'On an iPhone or iPad, an app on the Home Screen keeps its own keys, and only there can it ring. So install it first, then pair there.',
    copy: 'Copy the pairing link',
    copied: 'Copied. In the installed app, tap “Paste a pairing link”. The link is good for ten minutes.',
    notCopied:
      'It could not be copied. Make a new link on the other screen and scan it with the installed app.',
    anyway: 'Pair in this browser all the same',
    installed: 'It is installed already: open it from your Home Screen or your list of apps.',
    prompt: 'Install',
    ways: {
      ios: [
        'Tap “Share” (the square with an arrow) in the bar of your browser.',
        'Choose “Add to Home Screen”, then “Add”.',
        'Open Countersign from the Home Screen and pair there.',
      ],
      android_firefox: ['Open the menu (three dots).', 'Choose “Install” or “Add to Home screen”.'],
      android_samsung: ['Open the menu (three lines).', 'Choose “Add page to”, then “Home screen”.'],
      android: ['Open the menu (three dots).', 'Choose “Install app” or “Add to Home screen”.'],
      mac_safari: ['Open the menu “File”.', 'Choose “Add to Dock”.'],
      chromium: [
        'Click the small screen with an arrow at the right end of the address bar.',
        'Choose “Install”.',
      ],
      none: ['This browser installs no apps. Keep a bookmark: everything works in a tab too.'],
    },
  },
  rang: {
    looking: 'Fetching the request…',
    noneTitle: 'Nothing is waiting any more',
    none: 'The request was answered elsewhere, was withdrawn, or its time was over. If you are logging in, start again.',
    unreachableTitle: 'The server cannot be reached',
    unreachable:
      'The request cannot be fetched without a connection. It stays open for about a minute and a half.',
    home: 'To the start',
  },
}

export type RingingMessages = typeof ringingEn
