// Where the app lives: everything that the worker answers for, opens or keeps is below this path.
export const BASE = '/authenticator/'
