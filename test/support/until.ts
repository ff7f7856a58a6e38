// Waits for something that another task does soon; fails after five seconds, or as many as it is given, rather than never.

export async function until(holds: () => boolean | Promise<boolean>, patienceMs = 5_000): Promise<void> {
  const endMs = Date.now() + patienceMs
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`never came true: ${holds}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
