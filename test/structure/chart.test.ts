// The Helm chart: rendered with the values of one who tries it and of one who wants all of it, and held to what it promises.
import assert from 'node:assert/strict'
import test from 'node:test'
import { environmentName, loadConfig, settings } from '@countersign/server/config'
import { metricTable } from '@countersign/server/telemetry/metric-table'
import type { Manifest, Values } from '../support/chart.js'
import { renderChart } from '../support/chart.js'

const least = { publicUrl: 'https://id.example.org', secretName: 'countersign' }
const most = {
  ...least,
  proxies: ['10.42.0.0/16', 'fd00::/64'],
  settings: { COUNTERSIGN_PASSKEYS_RP_ID: 'example.org', COUNTERSIGN_LOG_LEVEL: 'warn' },
  databaseCaConfigMap: 'database-ca',
  imagePullSecrets: [{ name: 'registry' }],
  ingress: {
    enabled: true,
    className: 'nginx',
    host: 'id.example.org',
    tlsSecretName: 'id-tls',
    annotations: { 'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600' },
  },
  metrics: { enabled: true },
  autoscaling: { enabled: true, socketsPerPod: 2_000_000 },
  nodeSelector: { pool: 'auth' },
  tolerations: [{ key: 'auth', operator: 'Exists' }],
} satisfies Values
const variants: readonly Values[] = [least, most, { ...most, migrate: { enabled: false } }]

const one = (values: Values, kind: string): Manifest => {
  const found = renderChart(values).filter((manifest) => manifest['kind'] === kind)
  assert.equal(found.length, 1, kind)
  return found[0] ?? {}
}
const podsOf = (values: Values): readonly Manifest[] =>
  renderChart(values).flatMap(({ kind, spec }) =>
    ['Deployment', 'Job'].includes(kind) ? [spec.template.spec] : [],
  )

test('least values give what a release needs, and all values all of it', () => {
  const kinds = (values: Values) => renderChart(values).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)
  assert.deepEqual(kinds(least).sort(), [
    'apps/v1 Deployment',
    'batch/v1 Job',
    'networking.k8s.io/v1 NetworkPolicy',
    'policy/v1 PodDisruptionBudget',
    'v1 Service',
  ])
  assert.deepEqual(kinds(most).sort(), [
    'apps/v1 Deployment',
    'autoscaling/v2 HorizontalPodAutoscaler',
    'batch/v1 Job',
    'networking.k8s.io/v1 Ingress',
    'networking.k8s.io/v1 NetworkPolicy',
    'policy/v1 PodDisruptionBudget',
    'v1 Service',
  ])
})

test('values that are missing, misspelt or wrong are refused before anything is made', () => {
  for (const wrong of [
    {},
    { ...least, publicUrl: 'http://id.example.org' },
    { ...least, publicUrl: 'https://id.example.org/path' },
    { ...least, secretName: '' },
    { ...least, replica: 3 },
    { ...least, settings: { LOG_LEVEL: 'warn' } },
    { ...least, settings: { COUNTERSIGN_LOG_LEVEL: 1 } },
    { ...least, ingress: { enabled: true } },
    { ...least, proxies: ['ingress'] },
    { ...least, networkPolicy: { metricsFrom: [] } },
    { ...least, drainSeconds: '20' },
  ])
    assert.throws(() => renderChart(wrong), /^Error: values: /, JSON.stringify(wrong))
})

test('no pod runs as root, gains rights, writes its own files, or holds a key to the cluster', () => {
  for (const pod of variants.flatMap(podsOf)) {
    assert.deepEqual(pod['securityContext'], {
      runAsNonRoot: true,
      ...{ runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 },
      seccompProfile: { type: 'RuntimeDefault' },
    })
    assert.equal(pod['automountServiceAccountToken'], false)
    for (const container of pod['containers']) {
      assert.deepEqual(container.securityContext, {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      })
      assert.ok(container.resources.limits.memory)
    }
  }
})

test('every variable is a setting of the server, and the values of each make a configuration', () => {
  const names = Object.keys(settings).map(environmentName)
  for (const values of variants)
    for (const pod of podsOf(values)) {
      const environment: Record<string, string> = {}
      for (const { name, value } of pod['containers'][0].env) {
        assert.equal(typeof value, 'string', `${name}: Kubernetes takes text only`)
        assert.ok(!Object.hasOwn(environment, name), `${name} is there twice`)
        environment[name] = value
      }
      const files = Object.keys(environment).filter((name) => !names.includes(name))
      assert.deepEqual(
        files.filter((name) => !name.endsWith('_FILE') || !names.includes(name.replace(/_FILE$/, ''))),
        [],
      )
      const read = loadConfig(
        Object.fromEntries(Object.entries(environment).filter(([name]) => !files.includes(name))),
      )
      assert.ok(read.ok, JSON.stringify(read))
      if (values === most) assert.deepEqual(read.config.proxies, most.proxies)
    }
})

test('secrets come from a Secret that exists, as files that only the server’s group reads, and never as variables', () => {
  for (const pod of variants.flatMap(podsOf)) {
    const [container] = pod['containers']
    const volume = pod['volumes'].find(({ name }: Manifest) => name === 'secrets')
    assert.deepEqual(volume.secret, { secretName: 'countersign', defaultMode: 0o440 })
    const mount = container.volumeMounts.find(({ name }: Manifest) => name === 'secrets')
    assert.equal(mount.readOnly, true)
    const files = container.env.filter(({ value }: Manifest) => value.startsWith(`${mount.mountPath}/`))
    assert.deepEqual(
      files.map(({ name, value }: Manifest) => `${name} ${value.slice(mount.mountPath.length + 1)}`),
      [
        'COUNTERSIGN_STORAGE_URL_FILE storage-url',
        'COUNTERSIGN_FABRIC_URL_FILE fabric-url',
        'COUNTERSIGN_KEYS_ROOT_FILE keys-root',
        'COUNTERSIGN_KEYS_MASTER_FILE keys-master',
      ],
    )
  }
  assert.ok(variants.flatMap((values) => renderChart(values)).every(({ kind }) => kind !== 'Secret'))
})

// Kubernetes gives each pod variables for each Service of its namespace: COUNTERSIGN_PORT for one named countersign.
test('a Service’s name becomes no setting that does not exist', () => {
  assert.ok(variants.flatMap(podsOf).every((pod) => pod['enableServiceLinks'] === false))
  assert.ok(!loadConfig({ COUNTERSIGN_PORT: 'tcp://10.43.0.1:80' }).ok)
})

test('a pod is replaced without a gap, leaves the Service at once, and has the time to drain', () => {
  for (const values of variants) {
    const { spec } = one(values, 'Deployment')
    assert.deepEqual(spec.strategy.rollingUpdate, { maxSurge: 1, maxUnavailable: 0 })
    const [{ readinessProbe, livenessProbe, startupProbe, env }] = spec.template.spec.containers
    assert.equal(readinessProbe.httpGet.path, '/readyz')
    assert.equal(readinessProbe.failureThreshold, 1)
    assert.equal(startupProbe.httpGet.path, '/readyz')
    assert.equal(livenessProbe.httpGet.path, '/healthz', 'a database that is away restarts nobody')
    const drain = Number(env.find(({ name }: Manifest) => name === 'COUNTERSIGN_DRAIN_SECONDS').value)
    assert.ok(drain / 2 > readinessProbe.periodSeconds)
    assert.ok(spec.template.spec.terminationGracePeriodSeconds >= drain + 20)
    assert.equal(one(values, 'PodDisruptionBudget')['spec'].maxUnavailable, 1)
  }
})

test('what selects the server’s pods selects these, and not the job’s', () => {
  for (const values of variants) {
    const { labels } = one(values, 'Deployment')['spec'].template.metadata
    const selectors = [
      one(values, 'Service')['spec'].selector,
      one(values, 'Deployment')['spec'].selector.matchLabels,
      one(values, 'PodDisruptionBudget')['spec'].selector.matchLabels,
      one(values, 'NetworkPolicy')['spec'].podSelector.matchLabels,
    ]
    for (const selector of selectors) assert.deepEqual(selector, labels)
  }
  const job = one(least, 'Job')['spec'].template.metadata.labels
  assert.notDeepEqual(job, one(least, 'Service')['spec'].selector)
})

test('the schema is brought up to date once, before the first pod, or by the servers themselves', () => {
  const job = one(least, 'Job')
  assert.equal(job['metadata'].annotations['helm.sh/hook'], 'pre-install,pre-upgrade')
  const [container] = job['spec'].template.spec.containers
  assert.deepEqual(container.args, ['migrate'])
  const [server] = one(least, 'Deployment')['spec'].template.spec.containers
  assert.equal(server.image, container.image)
  assert.deepEqual(server.env, container.env)
  const migrateOf = (values: Values) =>
    podsOf(values)[0]?.['containers'][0].env.find(
      ({ name }: Manifest) => name === 'COUNTERSIGN_STORAGE_MIGRATE',
    ).value
  assert.equal(migrateOf(least), 'command')
  assert.equal(migrateOf({ ...least, migrate: { enabled: false } }), 'automatic')
})

test('pods are added by the phones that they hold, by a figure that there is', () => {
  const { spec } = one(most, 'HorizontalPodAutoscaler')
  assert.deepEqual(spec.metrics, [
    {
      type: 'Pods',
      pods: {
        metric: { name: 'countersign_sockets' },
        target: { type: 'AverageValue', averageValue: '2000000' },
      },
    },
  ])
  assert.equal(
    one(most, 'Deployment')['spec'].replicas,
    undefined,
    'else each release undoes what was scaled',
  )
  assert.ok(Object.hasOwn(metricTable, 'countersign_sockets'))
})

test('what reaches a pod is named, and where clouds hand out credentials is reached by none', () => {
  const ports = (values: Values) =>
    one(values, 'NetworkPolicy')['spec'].ingress.map((rule: Manifest) => rule['ports'][0].port)
  assert.deepEqual(ports(least), ['http'])
  assert.deepEqual(ports(most), ['http', 'metrics'])
  assert.match(
    JSON.stringify(one(least, 'NetworkPolicy')['spec'].egress),
    /"except":\["169\.254\.169\.254\/32"\]/,
  )
})

test('requests are spread over all pods, whoever asks', () => {
  assert.equal(one(most, 'Service')['spec'].sessionAffinity, undefined)
  const { spec, metadata } = one(most, 'Ingress')
  assert.deepEqual(spec.tls, [{ hosts: ['id.example.org'], secretName: 'id-tls' }])
  assert.equal(spec.rules[0].http.paths[0].backend.service.port.name, 'http')
  assert.equal(metadata.annotations['nginx.ingress.kubernetes.io/proxy-read-timeout'], '3600')
})
