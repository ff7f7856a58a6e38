// The 72 access passes by their number; what each looks like is in symbols/, how it is shown is left to the screens.
import { animals } from './symbols/animals.js'
import { food } from './symbols/food.js'
import { garden } from './symbols/garden.js'
import { home } from './symbols/home.js'
import { things } from './symbols/things.js'
import { travel } from './symbols/travel.js'

/** One symbol that the login page shows and the phone offers among others. */
export interface AccessPass {
  /** Never reused and never renumbered: it is what travels and what is signed. Fits 16 bits. */
  readonly id: number
  readonly slug: string
  readonly name: { readonly en: string; readonly de: string }
  /** SVG path data for `viewBox="0 0 24 24"` with `fill-rule="evenodd"`. */
  readonly path: string
}

export const accessPasses: readonly AccessPass[] = [
  ...animals,
  ...garden,
  ...food,
  ...home,
  ...travel,
  ...things,
]

const byId: ReadonlyMap<number, AccessPass> = new Map(accessPasses.map((pass) => [pass.id, pass]))

export const accessPassById = (id: number): AccessPass | undefined => byId.get(id)
