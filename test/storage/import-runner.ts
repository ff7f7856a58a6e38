// A program that takes over the lists that were started, and prints a line after every bite that was committed.
import { writeSync } from 'node:fs'
import { runImportBite } from '@countersign/server/flows/run-imports'
import { openPlace } from './import-place.js'

const [directory = ''] = process.argv.slice(2)
const { ports, close } = await openPlace(directory)
while (await runImportBite(ports)) writeSync(1, 'bite\n')
await close()
