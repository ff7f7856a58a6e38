// The sentences of a login whose page is on this phone, in English; their shape is the type that other languages fill.

export const enLink = {
  link: {
    looking: 'Fetching the request of your login page…',
    here: 'You are signing in on this phone.',
    hint: 'Approve only if you just tapped “Approve on this phone” on your login page.',
    approve: 'Approve',
    notOpened:
      'This login waits on a phone’s own browser. If you began it here, go back to your login page and tap “Approve on this phone”. If you did not, deny it.',
    goingBack: (app: string) => `Going back to ${app}…`,
    back: (app: string) => `Back to ${app}`,
    backToPage: 'Back to the login page',
    pair: 'Pair this phone',
    missingTitle: 'No request here',
    missing: {
      broken: 'The link of your login page is damaged. Go back and tap “Approve on this phone” once more.',
      not_paired:
        'No account is paired in this browser. Go back and use the access pass with the phone or app that you paired. On an iPhone, the app on the Home Screen keeps its own keys, which this browser cannot use.',
      other_server:
        'The accounts on this phone belong to other servers than the one that your login page asks. Go back and use the phone that you paired for it.',
      not_here:
        'The request has ended, or it is for an account that is not on this phone. Go back and tap “Approve on this phone” once more, or use another phone.',
      unreachable: 'The server does not answer. Check the connection of this phone and try again.',
    },
    accounts: 'On this phone',
  },
}

export type LinkMessages = typeof enLink
