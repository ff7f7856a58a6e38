// The few line icons of the app, and its mark. All are decoration: the words stand beside them.
import type { JSX } from 'preact'

const shapes = {
  back: 'M15 5l-7 7 7 7',
  history: 'M12 7v5l3.5 2M3.5 12a8.5 8.5 0 1 0 2.6-6.1M3.5 4v4h4',
  settings: 'M4 7h9M17 7h3M4 12h3M11 12h9M4 17h7M15 17h5M15 5v4M9 10v4M13 15v4',
  plus: 'M12 5v14M5 12h14',
  scan: 'M4 8V6a2 2 0 0 1 2-2h2M16 4h2a2 2 0 0 1 2 2v2M20 16v2a2 2 0 0 1-2 2h-2M8 20H6a2 2 0 0 1-2-2v-2M8 12h8',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1',
  refresh: 'M20 5v5h-5M4 19v-5h5M19 10a7.5 7.5 0 0 0-13-2.5M5 14a7.5 7.5 0 0 0 13 2.5',
  next: 'M9 5l7 7-7 7',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  shield: 'M12 3.5l7 2.5v5.5c0 4.2-2.9 7.3-7 9-4.1-1.7-7-4.8-7-9V6zM12 8.5v4M12 15.5v.1',
  clock: 'M12 7.5V12l3 2M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17',
  offline:
    'M4 4l16 16M8.5 15.5a5 5 0 0 1 7 0M5.5 12.3a9.3 9.3 0 0 1 4-2.3M18.5 12.3a9.3 9.3 0 0 0-3.5-2.1M12 19v.1',
  info: 'M12 11v5.5M12 7.8v.1M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17',
  key: 'M8 15.5a4 4 0 1 1 3.6-5.7H20v4h-2.5v2.5h-3.5v-2.5h-2.4A4 4 0 0 1 8 15.5M8 11.5v.1',
} as const
export type IconName = keyof typeof shapes

export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" class="icon">
      <path d={shapes[name]} />
    </svg>
  )
}

/** Two halves that only fit each other. */
export function Mark(): JSX.Element {
  return (
    <svg viewBox="8 8 32 32" aria-hidden="true" focusable="false" class="mark">
      <path
        class="mark__left"
        d="M22.7 8.05A16 16 0 0 0 22.7 39.95V28.6H27.2A1 1 0 0 0 28.2 27.6V20.4A1 1 0 0 0 27.2 19.4H22.7Z"
      />
      <path
        class="mark__right"
        d="M25.3 8.05A16 16 0 0 1 25.3 39.95V31.2H29.8A1 1 0 0 0 30.8 30.2V17.8A1 1 0 0 0 29.8 16.8H25.3Z"
      />
    </svg>
  )
}
