// Addresses of the console: what a fragment means, and which links lead where.
import assert from 'node:assert/strict'
import test from 'node:test'
import { hrefTo, hrefWith, match, placeOf } from '@countersign/console/route/router'

test('a fragment is a path and a query; whatever else it is means the first page', () => {
  assert.equal(placeOf('#/accounts?q=anna&state=active').path, '/accounts')
  assert.equal(placeOf('#/accounts?q=anna&state=active').query.get('q'), 'anna')
  for (const hash of ['', '#', '#accounts', '#?q=1', '#setup=abc'])
    assert.equal(placeOf(hash).path, '/', hash)
})

test('a link leaves out what is empty and escapes what is not', () => {
  assert.equal(hrefTo('/accounts', { q: 'a&b', state: '', device: undefined }), '#/accounts?q=a%26b')
  const place = placeOf(hrefTo('/accounts', { q: 'a&b' }))
  assert.equal(place.query.get('q'), 'a&b')
})

test('a change of the query keeps the rest, and removes what becomes empty', () => {
  const place = placeOf('#/accounts?q=anna&cursor=x&sort=userId')
  assert.equal(hrefWith(place, { cursor: undefined, q: 'bert' }), '#/accounts?q=bert&sort=userId')
})

test('a pattern fits paths of its shape, and gives the values of its names', () => {
  assert.deepEqual(match('/accounts/:id', '/accounts/0192'), { id: '0192' })
  assert.deepEqual(match('/accounts/:id', '/accounts/a%2Fb'), { id: 'a/b' })
  assert.deepEqual(match('/accounts', '/accounts'), {})
  for (const path of ['/accounts', '/accounts/', '/accounts/1/2', '/groups/1', '/accounts/%E0%A4%A'])
    assert.equal(match('/accounts/:id', path), undefined, path)
})
