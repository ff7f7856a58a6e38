// How this app gets onto this very device, from what the browser says of itself.

export type InstallWay =
  | 'ios'
  | 'android_firefox'
  | 'android_samsung'
  | 'android'
  | 'mac_safari'
  | 'chromium'
  | 'none'

/** `touchPoints`: an iPad says that it is a Macintosh, and no Macintosh is touched with several fingers. */
export function installWay({
  userAgent,
  touchPoints,
}: {
  readonly userAgent: string
  readonly touchPoints: number
}): InstallWay {
  if (isAppleTouch({ userAgent, touchPoints })) return 'ios'
  if (/Android/.test(userAgent)) {
    if (/Firefox\//.test(userAgent)) return 'android_firefox'
    return /SamsungBrowser\//.test(userAgent) ? 'android_samsung' : 'android'
  }
  // Edge and Opera are Chromium too, and name Safari as Chrome does.
  if (/Chrome\//.test(userAgent)) return 'chromium'
  return /Macintosh/.test(userAgent) && /Safari\//.test(userAgent) ? 'mac_safari' : 'none'
}

/** An iPhone or an iPad, whatever the browser is called: all of them are Safari's engine there. */
export function isAppleTouch({
  userAgent,
  touchPoints,
}: {
  readonly userAgent: string
  readonly touchPoints: number
}): boolean {
  return /iPhone|iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1)
}
