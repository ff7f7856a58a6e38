// Reads a QR code with the camera: the browser's own detector where there is one, else jsQR, loaded only then.

export type CameraFault = 'denied' | 'none' | 'busy' | 'insecure'

/** The part of the Shape Detection API used here; TypeScript's DOM library does not have it. */
interface CodeDetector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>
}
interface CodeDetectorConstructor {
  new (options: { readonly formats: readonly string[] }): CodeDetector
  getSupportedFormats(): Promise<readonly string[]>
}
type Decode = (video: HTMLVideoElement) => Promise<string | undefined>

/** Between two looks: quick enough to feel immediate, slow enough to leave the phone cool. */
const LOOK_EVERY_MS = 160
/** A pairing code fills most of the picture; more pixels only cost time. */
const DECODE_WIDTH_PX = 640

/** Starts the rear camera in `video`. The result ends it, or names why there is no picture. */
export async function startCamera(video: HTMLVideoElement): Promise<(() => void) | CameraFault> {
  if (!navigator.mediaDevices) return isSecureContext ? 'none' : 'insecure'
  try {
    const constraints = { audio: false, video: { facingMode: 'environment', width: { ideal: 1280 } } }
    const stream = await navigator.mediaDevices.getUserMedia(constraints)
    const end = (): void => {
      for (const track of stream.getTracks()) track.stop()
      video.srcObject = null
    }
    video.srcObject = stream
    await video.play().catch(() => undefined)
    return end
  } catch (error) {
    return cameraFault(error)
  }
}

/** Calls `onText` for each different text seen, until the returned function is called. */
export function watchForCodes(video: HTMLVideoElement, onText: (text: string) => void): () => void {
  let watching = true
  let timer: ReturnType<typeof setTimeout> | undefined
  let last: string | undefined
  const look = async (decode: Decode): Promise<void> => {
    const text = video.readyState >= video.HAVE_CURRENT_DATA ? await decode(video) : undefined
    if (!watching) return
    if (text && text !== last) onText(text)
    last = text ?? last
    timer = setTimeout(() => void look(decode), LOOK_EVERY_MS)
  }
  void chooseDecoder().then((decode) => (watching ? look(decode) : undefined))
  return () => {
    watching = false
    clearTimeout(timer)
  }
}

async function chooseDecoder(): Promise<Decode> {
  // Sound: read only after the check that it is there, and used as the specification says.
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: CodeDetectorConstructor }
  if (BarcodeDetector && (await BarcodeDetector.getSupportedFormats()).includes('qr_code')) {
    const detector = new BarcodeDetector({ formats: ['qr_code'] })
    return async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue
  }
  const { default: jsQR } = await import('jsqr')
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  return async (video) => {
    const width = Math.min(DECODE_WIDTH_PX, video.videoWidth)
    const height = Math.round((width * video.videoHeight) / video.videoWidth)
    if (!context || !width || !height) return undefined
    canvas.width = width
    canvas.height = height
    context.drawImage(video, 0, 0, width, height)
    const { data } = context.getImageData(0, 0, width, height)
    return jsQR(data, width, height, { inversionAttempts: 'dontInvert' })?.data
  }
}

/** Names of DOMException as Media Capture and Streams §10.2.1 gives them. */
function cameraFault(error: unknown): CameraFault {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'none'
}
