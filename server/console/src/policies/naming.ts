// Names for the ids in policies, read once for a page. Who may not read apps sees policies all the same.
import type { AppBody, GroupRow } from '@countersign/protocol/admin'
import { useMemo } from 'preact/hooks'
import type { Whole } from '../api/all-pages.js'
import { readAll } from '../api/all-pages.js'
import { arrived } from '../api/answer.js'
import { useApi, useReading } from '../api/context.js'
import { useMay } from '../shell/session.js'
import { useSpeech, useText } from '../text/language.js'
import type { Naming } from './summary.js'
import { policiesText } from './text.js'

/** Undefined until the names are there: before that every app would seem to be removed. */
export function useNaming(): Naming | undefined {
  const api = useApi()
  const may = useMay()
  const text = useText(policiesText)
  const { locale } = useSpeech()
  const readApps = may('apps:read')
  const readGroups = may('groups:read')
  const apps = useReading(
    async () => (readApps ? readAll<AppBody>(api, '/apps') : arrived(none<AppBody>())),
    [],
  )
  const groups = useReading(
    async () => (readGroups ? readAll<GroupRow>(api, '/groups') : arrived(none<GroupRow>())),
    [],
  )
  const settled = [apps, groups].every(({ value, fault }) => value !== undefined || fault !== undefined)
  const naming = useMemo<Naming>(
    () => ({
      text,
      locale,
      apps: new Map(apps.value?.items.map(({ id, name }) => [id, name])),
      groups: new Map(groups.value?.items.map(({ id, name }) => [id, name])),
      // Only whoever has seen the whole list knows that something is not in it.
      otherApp: apps.value?.complete ? text.unknownApp : text.someApp,
      otherGroup: groups.value?.complete ? text.unknownGroup : text.someGroup,
    }),
    [text, locale, apps.value, groups.value],
  )
  return settled ? naming : undefined
}

const none = <T>(): Whole<T> => ({ items: [], complete: false })
