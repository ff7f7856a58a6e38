// Names for the ids in policies, read once for a page.
import type { AppBody, GroupRow } from '@countersign/protocol/admin'
import { useMemo } from 'preact/hooks'
import { readAll } from '../api/all-pages.js'
import { useApi, useReading } from '../api/context.js'
import { useSpeech, useText } from '../text/language.js'
import type { Naming } from './summary.js'
import { policiesText } from './text.js'

/** Undefined until the names are there: before that every app would seem to be removed. */
export function useNaming(): Naming | undefined {
  const api = useApi()
  const text = useText(policiesText)
  const { locale } = useSpeech()
  const apps = useReading(() => readAll<AppBody>(api, '/apps'), [])
  const groups = useReading(() => readAll<GroupRow>(api, '/groups'), [])
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
