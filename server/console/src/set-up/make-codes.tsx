// The first step: backup codes, before anything counts that they are to stand in for.
import type { BackupCodesMade } from '@countersign/protocol/admin'
import type { SetUpBody } from '@countersign/protocol/me'
import type { JSX } from 'preact'
import { useApi } from '../api/context.js'
import { CodesFirst } from '../pairing/codes-first.js'
import { StepHead } from '../parts/step-head.js'
import { useText } from '../text/language.js'
import { SetUpFault } from './fault.js'
import { STEPS } from './steps.js'
import { setUpText } from './text.js'

interface MakeCodesProps {
  readonly setUp: SetUpBody
  readonly onKept: () => void
}

export function MakeCodes({ setUp: { userId, appName }, onKept }: MakeCodesProps): JSX.Element {
  const text = useText(setUpText).codes
  const api = useApi()
  return (
    <CodesFirst
      userId={userId}
      before={
        <StepHead now={1} all={STEPS} title={text.title}>
          <p>{text.lead(appName, userId)}</p>
        </StepHead>
      }
      head={<StepHead now={1} all={STEPS} title={text.keep} />}
      make={() => api.send<BackupCodesMade>('POST', '/backup-codes')}
      saying={(fault) => <SetUpFault fault={fault} />}
      onKept={onKept}
    />
  )
}
