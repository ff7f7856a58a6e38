// An example call as a line for the shell that runs as it stands once the variables are set.

/** The curl command of one operation. Ids in the path become shell variables. */
export function curlOf(call: {
  readonly method: string
  readonly url: string
  readonly scheme: string | undefined
  readonly body: unknown
}): string {
  const lines = [`curl -sS ${methodFlag(call)}${withVariables(call.url)}`]
  if (call.scheme === 'app') lines.push('-H "Authorization: Bearer $COUNTERSIGN_API_KEY"')
  // Either the console's cookie or a token will do; a shell has no cookie.
  if (call.scheme === 'console') lines.push('-H "Authorization: Bearer $COUNTERSIGN_TOKEN"')
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

/** curl sends POST when there is a body and GET when there is none. */
function methodFlag({ method, body }: { readonly method: string; readonly body: unknown }): string {
  const usual = body === undefined ? 'get' : 'post'
  return method.toLowerCase() === usual ? '' : `-X ${method.toUpperCase()} `
}

/** `/accounts/{id}/devices/{deviceId}` → `/accounts/$ACCOUNT_ID/devices/$DEVICE_ID`: an `{id}` is of the thing named before it. */
function withVariables(url: string): string {
  return url
    .replace(/(\w+?)s\/\{id\}/g, (_, thing: string) => `${thing}s/$${thing.toUpperCase()}_ID`)
    .replace(/\{(\w+)\}/g, (_, name: string) => `$${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`)
}
