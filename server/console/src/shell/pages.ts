// Every page of the console as data: its address, who may see it, its place in the navigation, and how it is loaded.
import type { Permission } from '@countersign/protocol/admin'
import type { ComponentType } from 'preact'
import type { IconName } from '../parts/icons.js'
import type { Words } from '../text/language.js'

export interface PageProps {
  /** The `:names` of the pattern. */
  readonly params: Readonly<Record<string, string>>
}

export interface PageEntry {
  readonly pattern: string
  /** Who lacks it neither sees the page nor its link; the server refuses in any case. */
  readonly permission: Permission
  /** Loaded when it is first opened. */
  readonly load: () => Promise<ComponentType<PageProps>>
  /** Absent on pages that other pages lead to. */
  readonly nav?: { readonly label: Words<string>; readonly icon: IconName }
}

export interface NavSection {
  readonly title: Words<string>
  readonly pages: readonly PageEntry[]
}

/** In the order of the navigation; detail pages stand after the page that leads to them. */
export const sections: readonly NavSection[] = [
  {
    title: { en: 'Now', de: 'Jetzt' },
    pages: [
      {
        pattern: '/',
        permission: 'overview:read',
        load: () => import('../overview/overview.js').then((module) => module.Overview),
        nav: { label: { en: 'Overview', de: 'Übersicht' }, icon: 'overview' },
      },
    ],
  },
  {
    title: { en: 'People', de: 'Menschen' },
    pages: [
      {
        pattern: '/accounts',
        permission: 'accounts:read',
        load: () => import('../accounts/list.js').then((module) => module.AccountList),
        nav: { label: { en: 'Accounts', de: 'Konten' }, icon: 'accounts' },
      },
      {
        pattern: '/accounts/:id',
        permission: 'accounts:read',
        load: () => import('../accounts/detail.js').then((module) => module.AccountDetail),
      },
      {
        pattern: '/groups',
        permission: 'groups:read',
        load: () => import('../groups/list.js').then((module) => module.GroupList),
        nav: { label: { en: 'Groups', de: 'Gruppen' }, icon: 'groups' },
      },
      {
        pattern: '/groups/:id',
        permission: 'groups:read',
        load: () => import('../groups/detail.js').then((module) => module.GroupDetail),
      },
    ],
  },
]

export const pages: readonly PageEntry[] = sections.flatMap((section) => section.pages)
