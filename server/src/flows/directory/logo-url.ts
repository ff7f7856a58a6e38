// Where a logo is served: with the time it was put there, so that it may be kept for ever and a new one is seen at once.
import type { FlowSettings, Stores } from '../../core/ports.js'
import type { LogoOwner } from '../../core/ports-directory.js'

/** Null when there is none. */
export async function logoUrl(
  { publicUrl }: Pick<FlowSettings, 'publicUrl'>,
  { logos }: Pick<Stores, 'logos'>,
  owner: LogoOwner,
): Promise<string | null> {
  const changedAtMs = await logos.changedAtMs(owner)
  if (changedAtMs === undefined) return null
  const path = owner === 'server' ? '/v1/branding/logo' : `/v1/apps/${owner.slice('app:'.length)}/logo`
  return `${publicUrl}${path}?v=${changedAtMs}`
}
