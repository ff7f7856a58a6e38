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
      {
        pattern: '/imports',
        permission: 'onboarding:read',
        load: () => import('../imports/page.js').then((module) => module.Imports),
        nav: { label: { en: 'Import', de: 'Importieren' }, icon: 'onboarding' },
      },
      {
        pattern: '/imports/:id',
        permission: 'onboarding:read',
        load: () => import('../imports/job-page.js').then((module) => module.ImportJobPage),
      },
      {
        pattern: '/invitations',
        permission: 'onboarding:read',
        load: () => import('../invitations/page.js').then((module) => module.Invitations),
        nav: { label: { en: 'Invitations', de: 'Einladungen' }, icon: 'invitations' },
      },
      {
        pattern: '/invitations/new',
        permission: 'onboarding:write',
        load: () => import('../invitations/invite-page.js').then((module) => module.InvitePeople),
      },
      {
        pattern: '/invitations/sheet',
        permission: 'onboarding:write',
        load: () => import('../invitations/sheet-page.js').then((module) => module.Sheets),
      },
    ],
  },
  {
    title: { en: 'Logins', de: 'Anmeldungen' },
    pages: [
      {
        pattern: '/policies',
        permission: 'policies:read',
        load: () => import('../policies/page.js').then((module) => module.Policies),
        nav: { label: { en: 'Policies', de: 'Richtlinien' }, icon: 'policies' },
      },
      {
        pattern: '/policies/explain',
        permission: 'policies:read',
        load: () => import('../policies/explain.js').then((module) => module.ExplainPolicies),
      },
      {
        pattern: '/apps',
        permission: 'apps:read',
        load: () => import('../apps/page.js').then((module) => module.Apps),
        nav: { label: { en: 'Apps', de: 'Apps' }, icon: 'apps' },
      },
      {
        pattern: '/apps/:id',
        permission: 'apps:read',
        load: () => import('../apps/app-page.js').then((module) => module.AppPage),
      },
      {
        pattern: '/audit',
        permission: 'audit:read',
        load: () => import('../audit/page.js').then((module) => module.Audit),
        nav: { label: { en: 'Audit', de: 'Protokoll' }, icon: 'audit' },
      },
    ],
  },
  {
    title: { en: 'Server', de: 'Server' },
    pages: [
      {
        pattern: '/branding',
        permission: 'settings:read',
        load: () => import('../branding/page.js').then((module) => module.Branding),
        nav: { label: { en: 'Branding', de: 'Aussehen' }, icon: 'branding' },
      },
      {
        pattern: '/admins',
        permission: 'admins:read',
        load: () => import('../settings/admins.js').then((module) => module.Admins),
        nav: { label: { en: 'Admins', de: 'Admins' }, icon: 'admins' },
      },
      {
        pattern: '/settings',
        permission: 'settings:read',
        load: () => import('../settings/page.js').then((module) => module.Settings),
        nav: { label: { en: 'Settings', de: 'Einstellungen' }, icon: 'settings' },
      },
      {
        pattern: '/settings/:part',
        permission: 'settings:read',
        load: () => import('../settings/page.js').then((module) => module.Settings),
      },
    ],
  },
]

export const pages: readonly PageEntry[] = sections.flatMap((section) => section.pages)
