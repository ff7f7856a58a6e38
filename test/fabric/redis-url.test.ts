// What `fabric.url` may say.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseRedisUrl } from '@countersign/server/fabric/redis-url'

const open = { tls: false, username: undefined, password: undefined }

test('a single server: host, port and database have defaults', () => {
  assert.deepEqual(parseRedisUrl('redis://cache'), {
    ...open,
    kind: 'single',
    hosts: [{ host: 'cache', port: 6379 }],
    database: 0,
  })
  assert.deepEqual(parseRedisUrl('redis://10.0.0.1:6380/3'), {
    ...open,
    kind: 'single',
    hosts: [{ host: '10.0.0.1', port: 6380 }],
    database: 3,
  })
  assert.deepEqual(parseRedisUrl('redis://[::1]:6380/'), {
    ...open,
    kind: 'single',
    hosts: [{ host: '::1', port: 6380 }],
    database: 0,
  })
})

test('user and password are percent-encoded; either may be missing', () => {
  const access = (url: string) => {
    const { username, password } = parseRedisUrl(url) ?? {}
    return [username, password]
  }
  assert.deepEqual(access('redis://ada:p%40ss%3A%2F@cache'), ['ada', 'p@ss:/'])
  assert.deepEqual(access('redis://:secret@cache'), [undefined, 'secret'])
  assert.deepEqual(access('redis://ada@cache'), ['ada', undefined])
})

test('Sentinels: several hosts and the name of the master', () => {
  assert.deepEqual(parseRedisUrl('rediss+sentinel://:pw@s1,s2:26380/main/2'), {
    tls: true,
    username: undefined,
    password: 'pw',
    kind: 'sentinel',
    hosts: [
      { host: 's1', port: 26_379 },
      { host: 's2', port: 26_380 },
    ],
    master: 'main',
    database: 2,
  })
})

test('a Cluster: several hosts, and no database', () => {
  assert.deepEqual(parseRedisUrl('redis+cluster://c1:7000,c2:7001'), {
    ...open,
    kind: 'cluster',
    hosts: [
      { host: 'c1', port: 7000 },
      { host: 'c2', port: 7001 },
    ],
  })
})

test('anything else is refused', () => {
  for (const url of [
    '',
    'redis:',
    'redis://',
    'http://cache',
    'redis://a,b',
    'redis://cache/x',
    'redis://cache/99999999',
    'redis://cache/0/1',
    'redis://cache:0',
    'redis://cache:65536',
    'redis://cache?db=1',
    'redis://p@ss:word@cache',
    'redis://:%zz@cache',
    'redis+sentinel://s1',
    'redis+sentinel://s1/main/x',
    'redis+cluster://c1/0',
    'redis+other://c1',
    `redis+cluster://${Array(65).fill('c').join(',')}`,
    'redis://cache\nFLUSHALL',
  ])
    assert.equal(parseRedisUrl(url), undefined, url)
})
