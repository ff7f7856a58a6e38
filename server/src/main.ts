#!/usr/bin/env node
// The `countersign` command: what it does is in cli/.
import { run } from './cli/index.js'

// Not process.exit: what was written to a pipe must still get out.
process.exitCode = await run(process.argv.slice(2))
