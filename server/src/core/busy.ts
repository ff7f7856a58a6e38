// What an adapter throws that has too much to do now: nothing was begun, and whoever asks again later is served.

/** Not a fault: the flow that meets it refuses with `busy`. */
export class Busy extends Error {
  override readonly name = 'Busy'
  readonly retryAfterSeconds: number

  constructor(message: string, retryAfterSeconds: number) {
    super(message)
    this.retryAfterSeconds = retryAfterSeconds
  }
}
