// Preloaded with --expose-gc into a process whose memory is compared: SIGUSR2 collects garbage, so that only what is held counts.
process.on('SIGUSR2', () => {
  globalThis.gc()
  globalThis.gc()
})
