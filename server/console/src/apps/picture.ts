// A chosen picture becomes a logo: square, 256 pixels, PNG, or WebP where that would be too large.
import { LOGO_MAX_BYTES } from '@countersign/protocol/admin'

const SIDE_PX = 256
/** Falling until it fits: a photograph as PNG is larger than allowed, as WebP it rarely is. */
const WEBP_QUALITIES = [0.92, 0.8, 0.6]

/** Undefined when the browser cannot read it as a picture. Nothing of the file but its pixels is kept. */
export async function logoFrom(file: Blob): Promise<Blob | undefined> {
  const picture = await createImageBitmap(file).catch(() => undefined)
  if (!picture) return undefined
  const canvas = document.createElement('canvas')
  canvas.width = SIDE_PX
  canvas.height = SIDE_PX
  const scale = SIDE_PX / Math.max(picture.width, picture.height)
  const [width, height] = [picture.width * scale, picture.height * scale]
  canvas.getContext('2d')?.drawImage(picture, (SIDE_PX - width) / 2, (SIDE_PX - height) / 2, width, height)
  picture.close()
  const png = await blobOf(canvas, 'image/png')
  if (png && png.size <= LOGO_MAX_BYTES) return png
  for (const quality of WEBP_QUALITIES) {
    const webp = await blobOf(canvas, 'image/webp', quality)
    if (webp && webp.size <= LOGO_MAX_BYTES) return webp
  }
  return undefined
}

function blobOf(canvas: HTMLCanvasElement, type: string, quality?: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality))
}
