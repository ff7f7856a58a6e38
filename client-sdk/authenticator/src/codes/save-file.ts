// Hands a text over as a file: by the phone's own sheet where it takes such files, else as a download.

/** Resolves when the person has it, or has left the sheet. The name says when it was made, and nothing else. */
export async function saveFile(text: string, madeAt: Date): Promise<void> {
  const name = `countersign-codes-${madeAt.toISOString().slice(0, 10)}.json`
  const file = new File([text], name, { type: 'application/json' })
  // iOS opens a download of an installed app in a page of its own, from which there is no way back.
  if (navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file] })
      return
    } catch (error) {
      // The person closed the sheet: that was an answer. Anything else: the download still works.
      if (error instanceof DOMException && error.name === 'AbortError') return
    }
  }
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Chromium reads the blob after the click; a minute is far more than it needs.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
