// Policies in a file: what `countersign policy list --json` prints, edited by hand or by a program.
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { PutPoliciesBody } from '@countersign/protocol/admin'
import { putPoliciesBody } from '@countersign/protocol/admin'
import type { Fault } from './report.js'
import type { Read } from './values.js'

/** A hundred policies with all their conditions are a quarter of it. */
const FILE_MAX_BYTES = 1_048_576

/** `{ "policies": [ … ] }`; other members of the listing may stay, so that it can be saved, edited and given back. */
export function readPolicyFile(file: string, directory: string): Read<PutPoliciesBody> {
  const path = resolve(directory, file)
  const text = textOf(path)
  if (text === undefined) return wrong(`${path} cannot be read, or is larger than ${FILE_MAX_BYTES} bytes`)
  const parsed = putPoliciesBody.safeParse({ policies: policiesIn(text) })
  if (parsed.success) return { ok: true, value: parsed.data }
  const [issue] = parsed.error.issues
  return wrong(`${issue?.path.join('.') ?? 'policies'}: ${issue?.message ?? 'another value expected'}`)
}

function textOf(path: string): string | undefined {
  try {
    return statSync(path).size > FILE_MAX_BYTES ? undefined : readFileSync(path, 'utf8')
  } catch {
    // Whatever it is, the person gets the path to look at.
    return undefined
  }
}

function policiesIn(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null && 'policies' in json ? json.policies : undefined
  } catch {
    return undefined
  }
}

function wrong(sentence: string): { readonly ok: false; readonly fault: Fault } {
  return {
    ok: false,
    fault: {
      exit: 'usage',
      code: 'value_invalid',
      sentence,
      next: 'countersign policy list --json shows the form of the file',
    },
  }
}
