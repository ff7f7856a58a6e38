// What the server was started with, for an admin to read: changed where it is started, never here.
import { toBase64Url } from '@countersign/protocol'
import type { SettingsInForce } from '@countersign/protocol/admin'
import type { Result } from '../../core/refusal.js'
import { accepted } from '../../core/refusal.js'
import { action } from './action.js'

export const showSettings = action(
  'setting.list',
  'settings:read',
  async ({ settings, vault, fabric }): Promise<Result<SettingsInForce>> =>
    accepted({
      server: {
        name: settings.serverName,
        version: settings.version,
        publicUrl: settings.publicUrl,
        serverId: toBase64Url(vault.serverId),
        startedAtMs: settings.startedAtMs,
        engine: settings.engine,
        fabric: settings.joined ? fabric.state() : 'none',
        nodes: await fabric.nodes(),
      },
      items: [...settings.inForce],
    }),
)
