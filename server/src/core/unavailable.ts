// What an adapter throws while what it stands on is away: a database that cannot be reached, or takes nothing more.

/** Not a fault of ours: nothing is known to have been done, and whoever tries again later is served. */
export class Unavailable extends Error {}
