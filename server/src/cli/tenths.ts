// How far long work got, for a person who waits: a line at each tenth, none for work that is over before anybody has read it.
import type { Report } from './report.js'

/** Below so many things a command ends within a second or so. */
const LONG = 10_000

/** @param things in the plural: `entries`. @returns to be told how many are done, of all. */
export function eachTenth({ note }: Report, things: string): (done: number, all: number) => void {
  let told = 0
  return (done, all) => {
    const tenth = Math.floor((done / all) * 10)
    if (all < LONG || tenth === told || tenth === 10) return
    told = tenth
    note(`${tenth * 10} % of ${all} ${things} read`)
  }
}
