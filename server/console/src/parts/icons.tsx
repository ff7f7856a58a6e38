// The few line icons of the console, and the mark. All are decoration: the words stand beside them.
import type { JSX } from 'preact'

const shapes = {
  overview: 'M4 19V11M10 19V5M16 19v-6M20.5 19h-17',
  accounts: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5',
  groups:
    'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 19.5c.6-3.2 3.1-5 6.5-5s5.9 1.8 6.5 5M16 5.2a3.3 3.3 0 0 1 0 6.1M18 14.8c2 .7 3.2 2.3 3.5 4.7',
  onboarding: 'M12 4v11M7.5 10.5L12 15l4.5-4.5M4.5 15.5V20h15v-4.5',
  invitations: 'M3.5 6.5h17v11h-17zM3.5 7.5l8.5 6.5 8.5-6.5',
  policies: 'M12 3.5l7 2.5v5.5c0 4.2-2.9 7.3-7 9-4.1-1.7-7-4.8-7-9V6zM9 12l2.2 2.2L15.2 10',
  apps: 'M4.5 4.5h6v6h-6zM13.5 4.5h6v6h-6zM4.5 13.5h6v6h-6zM13.5 13.5h6v6h-6z',
  branding:
    'M12 3.5a8.5 8.5 0 1 0 0 17c1.6 0 1.6-1.3 1.1-2.1-.7-1.2 0-2.4 1.4-2.4h2c2.2 0 4-1.7 4-4 0-4.7-3.8-8.5-8.5-8.5M8 11v.1M11 7.5v.1M15.5 8.5v.1',
  audit: 'M6 3.5h9l3.5 3.5v13.5H6zM9 9.5h6M9 13h6M9 16.5h4',
  settings: 'M4 7h9M17 7h3M4 12h3M11 12h9M4 17h7M15 17h5M15 5v4M9 10v4M13 15v4',
  admins: 'M8 15.5a4 4 0 1 1 3.6-5.7H20v4h-2.5v2.5h-3.5v-2.5h-2.4A4 4 0 0 1 8 15.5M8 11.5v.1',
  auto: 'M12 3.5a8.5 8.5 0 1 0 0 17zM12 3.5a8.5 8.5 0 0 1 0 17M15 6v12M18 8.5v7',
  light:
    'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
  dark: 'M20 13.5A8.5 8.5 0 0 1 10.5 4a8.5 8.5 0 1 0 9.5 9.5',
  menu: 'M4 7h16M4 12h16M4 17h16',
  more: 'M5.5 12v.1M12 12v.1M18.5 12v.1',
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  up: 'M5 15l7-7 7 7',
  down: 'M5 9l7 7 7-7',
  plus: 'M12 5v14M5 12h14',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16 16l4.5 4.5',
  phone:
    'M8 3.5h8a1.5 1.5 0 0 1 1.5 1.5v14a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 19V5A1.5 1.5 0 0 1 8 3.5M11 17.5h2',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1',
  copy: 'M9 9h10.5v11H9zM15 9V4.5H4.5V15H9',
  print: 'M7 8.5V3.5h10v5M7 16.5H4v-8h16v8h-3M7 13.5h10v7H7z',
  info: 'M12 11v5.5M12 7.8v.1M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17',
  warning: 'M12 4l9 16H3zM12 10v4.5M12 17.2v.1',
  clock: 'M12 7.5V12l3 2M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17',
  refresh: 'M20 5v5h-5M4 19v-5h5M19 10a7.5 7.5 0 0 0-13-2.5M5 14a7.5 7.5 0 0 0 13 2.5',
  leave: 'M14 4.5H5v15h9M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5',
} as const
export type IconName = keyof typeof shapes

export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" class={`icon icon--${name}`}>
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
