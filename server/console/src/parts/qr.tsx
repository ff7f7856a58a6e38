// A QR code as one path, dark on white in both appearances, since cameras read that best.
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useText } from '../text/language.js'
import { partsText } from './text.js'

/** ISO/IEC 18004 §9.1: four modules of quiet around it. */
const QUIET = 4

export function Qr({ content }: { readonly content: string }): JSX.Element {
  const text = useText(partsText)
  const [drawing, setDrawing] = useState<{ readonly path: string; readonly size: number }>()
  useEffect(() => {
    let gone = false
    // Loaded when the first code is shown: most visits show none.
    void import('qrcode').then(({ create }) => {
      const { modules } = create(content, { errorCorrectionLevel: 'M' })
      if (!gone) setDrawing({ path: pathOf(modules), size: modules.size + 2 * QUIET })
    })
    return () => {
      gone = true
    }
  }, [content])
  return (
    <div class="qr">
      {drawing && (
        <svg
          viewBox={`${-QUIET} ${-QUIET} ${drawing.size} ${drawing.size}`}
          role="img"
          aria-label={text.qr}
          shape-rendering="crispEdges"
        >
          <path d={drawing.path} />
        </svg>
      )}
    </div>
  )
}

/** One horizontal stroke for each run of dark modules. */
function pathOf({ size, data }: { readonly size: number; readonly data: ArrayLike<number> }): string {
  let path = ''
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      if (!data[y * size + x]) continue
      const start = x
      while (x < size && data[y * size + x]) x++
      path += `M${start} ${y}h${x - start}v1H${start}z`
    }
  return path
}
