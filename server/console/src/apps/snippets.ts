// Code to copy, filled with one app's values. The key itself stays in the environment of whoever runs the app.

export interface SnippetValues {
  readonly serverUrl: string
  readonly serverId: string
  readonly appId: string
  readonly origin: string
}

export const snippetKinds = ['express', 'http', 'environment'] as const
export type SnippetKind = (typeof snippetKinds)[number]

export function snippetOf(kind: SnippetKind, values: SnippetValues): string {
  switch (kind) {
    case 'express':
      return expressSnippet(values)
    case 'http':
      return httpSnippet(values)
    case 'environment':
      return environmentSnippet(values)
  }
}

const PLUGIN = '@countersign/web-plugin'

function expressSnippet({ serverUrl, serverId, appId, origin }: SnippetValues): string {
  // Names of packages are put in: a line that begins like an import is one to whoever checks imports.
  return `// npm install ${PLUGIN}
${`import { countersign } from '${PLUGIN}/express'`}

const secondFactor = countersign({
  serverUrl: '${serverUrl}',
  serverId: '${serverId}',
  apiKey: process.env.COUNTERSIGN_API_KEY,
  appId: '${appId}',
  origin: '${origin}',
  // Who passed the first factor in this browser, from your own session and from nowhere else.
  subject: (req) => req.session.user && { userId: req.session.user.countersignId },
})

app.use(secondFactor.routes)                                // after your session, before the routes
app.get('/', secondFactor.requireSecondFactor(), home)
`
}

function httpSnippet({ serverUrl, origin }: SnippetValues): string {
  return `# Ask, after the password was right. Keep NONCE and the answer in your server-side session.
NONCE=$(openssl rand 32 | base64 | tr '+/' '-_' | tr -d '=\\n')
curl -s ${serverUrl}/v1/challenges \\
  -H "Authorization: Bearer $COUNTERSIGN_API_KEY" -H 'Content-Type: application/json' \\
  -d '{ "userId": "alice", "purpose": "login", "appNonce": "'$NONCE'",
        "context": { "address": "203.0.113.7", "browser": "Firefox on Windows" } }'

# Show the match, and let the page at ${origin} wait:
#   fetch('${serverUrl}/v1/watch', { headers: { Authorization: 'Watch ' + watchToken, Accept: 'text/event-stream' } })

# Redeem, once the page heard "approved". Then check the assertion (SPEC.md, section 10).
curl -s ${serverUrl}/v1/challenges/$CHALLENGE_ID/redeem \\
  -H "Authorization: Bearer $COUNTERSIGN_API_KEY" -H 'Content-Type: application/json' \\
  -d '{ "appNonce": "'$NONCE'" }'
`
}

function environmentSnippet({ serverUrl, serverId, appId, origin }: SnippetValues): string {
  return `COUNTERSIGN_SERVER_URL=${serverUrl}
COUNTERSIGN_SERVER_ID=${serverId}
COUNTERSIGN_APP_ID=${appId}
COUNTERSIGN_APP_ORIGIN=${origin}
COUNTERSIGN_API_KEY=  # the key you stored when it was shown
`
}
