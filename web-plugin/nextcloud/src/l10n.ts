// Sentences of the scripts in the person's language, out of the l10n files that Nextcloud loads before a script of ours.

interface WithTranslations {
  /** What `OC.L10N.register` fills (@nextcloud/l10n, registry.ts); absent while no file was loaded. */
  readonly _oc_l10n_registry_translations?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >
}

/**
 * @param text the English sentence, the key of l10n/*.json; `{name}` stands for a value
 * @example
 * t('Forget {count} phones', { count: 2 })
 */
export function t(text: string, values: Readonly<Record<string, string | number>> = {}): string {
  // Sound: every field is looked at before it is used.
  const registry = (globalThis as WithTranslations)._oc_l10n_registry_translations
  const found = registry?.['countersign']?.[text]
  const sentence = typeof found === 'string' && found !== '' ? found : text
  return sentence.replace(/\{(\w+)\}/g, (mark, name: string) => String(values[name] ?? mark))
}
