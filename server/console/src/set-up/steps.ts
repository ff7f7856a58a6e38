// How many steps a set-up has: codes, phone, back to the app.
export const STEPS = 3
