// The one thing that a page asks of the worker: the new release that waits takes over.
export const TAKE_OVER = 'take_over'
