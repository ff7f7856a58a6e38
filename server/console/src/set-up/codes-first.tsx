// The first step: backup codes, before anything counts that they are to stand in for.
import type { BackupCodesMade } from '@countersign/protocol/admin'
import type { SetUpBody } from '@countersign/protocol/me'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useApi, useChanging } from '../api/context.js'
import { BackupCodesSheet } from '../parts/backup-codes-sheet.js'
import { StepHead } from '../parts/step-head.js'
import { useText } from '../text/language.js'
import { SetUpFault } from './fault.js'
import { STEPS } from './steps.js'
import { setUpText } from './text.js'

interface CodesFirstProps {
  readonly setUp: SetUpBody
  readonly onKept: () => void
}

export function CodesFirst({ setUp, onKept }: CodesFirstProps): JSX.Element {
  const text = useText(setUpText).codes
  const api = useApi()
  const change = useChanging()
  const [made, setMade] = useState<BackupCodesMade>()
  const { userId, appName } = setUp
  if (made)
    return (
      <>
        <StepHead now={1} all={STEPS} title={text.keep} />
        <BackupCodesSheet {...made} userId={userId} done={text.go} onKept={onKept} />
      </>
    )
  const make = (): void => void change.run(() => api.send<BackupCodesMade>('POST', '/backup-codes'), setMade)
  return (
    <div class="form">
      <StepHead now={1} all={STEPS} title={text.title}>
        <p>{text.lead(appName, userId)}</p>
        <p class="soft">{text.what}</p>
      </StepHead>
      {change.fault && <SetUpFault fault={change.fault} />}
      <button
        type="button"
        class="button button--primary button--wide"
        disabled={change.busy}
        aria-busy={change.busy}
        onClick={make}
      >
        {change.busy ? text.making : text.make}
      </button>
    </div>
  )
}
