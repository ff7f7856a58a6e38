{{- define "countersign.labels" -}}
app.kubernetes.io/name: countersign
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "countersign.selector" -}}
app.kubernetes.io/name: countersign
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: server
{{- end -}}

{{- define "countersign.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{- /* Secrets by file, never in the environment, which `kubectl describe` and a core dump would show. */ -}}
{{- define "countersign.environment" -}}
- name: COUNTERSIGN_PUBLIC_URL
  value: {{ .Values.publicUrl | quote }}
- name: COUNTERSIGN_NAME
  value: {{ .Values.name | quote }}
- name: COUNTERSIGN_STORAGE_URL_FILE
  value: /run/secrets/countersign/storage-url
- name: COUNTERSIGN_STORAGE_MIGRATE
  value: {{ ternary "command" "automatic" .Values.migrate.enabled }}
- name: COUNTERSIGN_FABRIC_URL_FILE
  value: /run/secrets/countersign/fabric-url
- name: COUNTERSIGN_KEYS_ROOT_FILE
  value: /run/secrets/countersign/keys-root
- name: COUNTERSIGN_KEYS_MASTER_FILE
  value: /run/secrets/countersign/keys-master
- name: COUNTERSIGN_DRAIN_SECONDS
  value: {{ .Values.drainSeconds | int64 | quote }}
- name: COUNTERSIGN_PROXIES
  value: {{ join "," .Values.proxies | quote }}
{{- if .Values.databaseCaConfigMap }}
- name: COUNTERSIGN_STORAGE_TLS_CA_FILE
  value: /etc/countersign/ca.crt
{{- end }}
{{- if .Values.metrics.enabled }}
- name: COUNTERSIGN_METRICS_HOST
  value: 0.0.0.0
- name: COUNTERSIGN_METRICS_PORT
  value: {{ .Values.metrics.port | int64 | quote }}
{{- end }}
{{- range $name, $value := .Values.settings }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}

{{- define "countersign.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "countersign.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "countersign.mounts" -}}
- name: secrets
  mountPath: /run/secrets/countersign
  readOnly: true
- name: tmp
  mountPath: /tmp
{{- if .Values.databaseCaConfigMap }}
- name: database-ca
  mountPath: /etc/countersign
  readOnly: true
{{- end }}
{{- end -}}

{{- define "countersign.volumes" -}}
- name: secrets
  secret:
    secretName: {{ .Values.secretName }}
    # 0440, in a way that every version of YAML reads alike. The group is that of fsGroup.
    defaultMode: 288
- name: tmp
  emptyDir:
    sizeLimit: 16Mi
{{- if .Values.databaseCaConfigMap }}
- name: database-ca
  configMap:
    name: {{ .Values.databaseCaConfigMap }}
{{- end }}
{{- end -}}
