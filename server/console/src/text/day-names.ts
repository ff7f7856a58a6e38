// The days of the week in a language, Monday first.

export function dayNames(locale: string, weekday: 'short' | 'long'): readonly string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' })
  // 1 January 2024 was a Monday.
  return Array.from({ length: 7 }, (_, place) => format.format(Date.UTC(2024, 0, 1 + place)))
}
