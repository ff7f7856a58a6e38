// An example call as a line for the shell that runs as it stands once the variables are set.

/** The curl command of one operation. Ids in the path become shell variables. */
export function curlOf(call: {
  readonly method: string
  readonly url: string
  readonly scheme: string | undefined
  readonly body: unknown
}): string {
  const lines = [`curl -sS ${call.url.replace('{id}', '$CHALLENGE_ID')}`]
  if (call.scheme === 'app') lines.push('-H "Authorization: Bearer $COUNTERSIGN_API_KEY"')
  if (call.scheme === 'watcher') {
    lines.push('-H "Authorization: Watch $WATCH_TOKEN"', "-H 'Accept: text/event-stream' --no-buffer")
  }
  if (call.body !== undefined) {
    lines.push("-H 'Content-Type: application/json'")
    // A quote inside single quotes ends them for the shell.
    lines.push(`-d '${JSON.stringify(call.body, null, 2).replaceAll("'", "'\\''")}'`)
  }
  return lines.join(' \\\n  ')
}
