// Waits for something that another task does soon; fails after five seconds rather than never.

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = Date.now() + 5_000
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`never came true: ${holds}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
