// Hands something to the person as a file.

/** `parts` as a Blob takes them; `type` with its charset. */
export function saveFile(name: string, parts: readonly string[], type: string): void {
  const address = URL.createObjectURL(new Blob([...parts], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Later: some browsers begin the download only after this task.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
