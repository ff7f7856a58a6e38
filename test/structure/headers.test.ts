// Every source file opens with one sentence: what it holds, and what it leaves to others.
import assert from 'node:assert/strict'
import test from 'node:test'
import { filesWhere } from './sources.js'

test('every source file opens with a sentence', () => {
  const silent = filesWhere((path) =>
    /\.(?:[cm]?[jt]s|tsx|css|sh|php)$|^\.ci\/run$|(?:^|\/)Dockerfile$/.test(path),
  )
    .filter(({ text }) => !isSentence(opening(text)))
    .map(({ path }) => path)
  assert.deepEqual(silent, [])
})

test('the reader of openings takes a line, a block or a script, and refuses silence', () => {
  assert.equal(opening('// One thing.\nimport x'), 'One thing.')
  assert.equal(opening('// One thing,\n// and why.\n\n// Another.'), 'One thing, and why.')
  assert.equal(opening('/** One\n * thing. */\nx'), 'One thing.')
  assert.equal(opening('#!/usr/bin/env bash\n# One thing.\nset -e'), 'One thing.')
  assert.equal(opening('<?php\n\ndeclare(strict_types=1);\n\n// One thing.\n\nnamespace X;'), 'One thing.')
  assert.equal(isSentence(opening("import x from 'x'")), false)
  assert.equal(isSentence(opening('<?php\n\n// One thing.\n\ndeclare(strict_types=1);')), false)
  assert.equal(isSentence('eslint-disable'), false)
})

function opening(text: string): string {
  const body = text.replace(/^#!.*\n|^<\?php\n\ndeclare\(strict_types=1\);\n\n/, '')
  const block = /^\/\*\*?([\s\S]*?)\*\//.exec(body)?.[1]?.replace(/^\s*\*/gm, '')
  const lines = /^(?:(?:\/\/|#) ?.*\n)+/.exec(body)?.[0].replace(/^(?:\/\/|#) ?/gm, '')
  return (block ?? lines ?? '').replace(/\s+/g, ' ').trim()
}

function isSentence(text: string): boolean {
  return /^[\w`'"</].{10,}?[.!?)](?:\s|$)/.test(text)
}
