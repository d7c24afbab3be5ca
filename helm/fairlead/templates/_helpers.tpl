{{/* The five services: the role each has in the database and on the bus (schema: it keeps something there), the port it
listens on, what other regions read of it, and whether its replicas read of each other. */}}
{{- define "fairlead.services" -}}
api-gateway: { role: gateway, port: 8080 }
traffic-service: { role: traffic, schema: true, port: 8081, regional: true, siblings: true }
health-service: { role: health, schema: true, port: 8082, regional: true, siblings: true }
replication-service: { role: replication, schema: true, port: 8083, regional: true }
deploy-service: { role: deploy, schema: true, port: 8084 }
{{- end }}

{{/* What the schema cannot say, because it is about several values. */}}
{{- define "fairlead.check" -}}
{{- $regions := add1 (len .Values.peers) | int -}}
{{- if hasKey .Values.peers .Values.region -}}
{{- fail (printf "peers names %s, which is this region itself" .Values.region) -}}
{{- end -}}
{{- if and .Values.quorum (gt (int .Values.quorum) $regions) -}}
{{- fail (printf "a quorum of %d is never reached by %d regions" (int .Values.quorum) $regions) -}}
{{- end -}}
{{- if and .Values.peers (not (or .Values.bus.url .Values.bundled.nats.enabled)) -}}
{{- fail "several regions need NATS: bus.url" -}}
{{- end -}}
{{- if and .Values.bus.url .Values.bundled.nats.enabled -}}
{{- fail "bus.url and bundled.nats exclude each other" -}}
{{- end -}}
{{- if and .Values.bus.tls.existingSecret (not (hasPrefix "tls://" .Values.bus.url)) -}}
{{- fail "bus.tls is given, but bus.url is not tls://" -}}
{{- end -}}
{{- if and .Values.database.caSecret (not (contains "sslrootcert=/etc/fairlead/database-ca/ca.crt" .Values.database.url)) -}}
{{- fail "database.caSecret is given, but database.url has no sslrootcert=/etc/fairlead/database-ca/ca.crt" -}}
{{- end -}}
{{- range $region, $urls := .Values.peers -}}
{{- range $service, $url := $urls -}}
{{- if ne (hasPrefix "https://" $url) $.Values.tls.enabled -}}
{{- fail (printf "peers.%s.%s has to be %s, as tls.enabled says" $region $service (ternary "https" "http" $.Values.tls.enabled)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- with .Values.gateway.autoscaling -}}
{{- if .enabled -}}
{{- if lt (int .maxReplicas) (int (index $.Values.replicas "api-gateway")) -}}
{{- fail "gateway.autoscaling.maxReplicas is below replicas.api-gateway" -}}
{{- end -}}
{{- if not $.Values.operatorTokenHashes -}}
{{- fail "gateway.autoscaling needs operatorTokenHashes: each gateway would make a token of its own" -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end }}

{{- define "fairlead.labels" -}}
app.kubernetes.io/part-of: fairlead
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* What selects the pods of one service: dict "root" $ "service" name */}}
{{- define "fairlead.selector" -}}
app.kubernetes.io/name: {{ .service }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{/* Image of a service: dict "root" $ "service" name */}}
{{- define "fairlead.image" -}}
{{ .root.Values.image.repository }}/{{ .service }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{/* Address of a service for its fellows: dict "root" $ "service" name */}}
{{- define "fairlead.url" -}}
{{- $services := fromYaml (include "fairlead.services" .root) -}}
{{ ternary "https" "http" .root.Values.tls.enabled }}://{{ .root.Release.Name }}-{{ .service }}:{{ (index $services .service).port }}
{{- end }}

{{/* A name that leads to all pods of a service: dict "root" $ "service" name "port" port */}}
{{- define "fairlead.replicasUrl" -}}
{{ ternary "https" "http" .root.Values.tls.enabled }}://{{ .root.Release.Name }}-{{ .service }}-replicas:{{ .port }}
{{- end }}

{{- define "fairlead.databaseUrl" -}}
{{- if .Values.bundled.postgresql.enabled -}}
jdbc:postgresql://{{ .Release.Name }}-postgresql:5432/fairlead
{{- else -}}
{{ .Values.database.url }}
{{- end -}}
{{- end }}

{{- define "fairlead.busUrl" -}}
{{- if .Values.bundled.nats.enabled -}}
nats://{{ .Release.Name }}-nats:4222
{{- else -}}
{{ .Values.bus.url | default (include "fairlead.databaseUrl" .) }}
{{- end -}}
{{- end }}

{{- define "fairlead.busSecret" -}}
{{ .Values.bus.existingSecret | default .Values.database.existingSecret }}
{{- end }}

{{/* Settings whose names are data, which no environment variable can spell: dict "root" $ "service" name "role" role */}}
{{- define "fairlead.maps" -}}
{{- $values := .root.Values -}}
{{- $settings := dict -}}
{{- $peers := dict -}}
{{- range $region, $urls := $values.peers -}}
{{- if hasKey $urls $.role }}{{ $_ := set $peers $region (index $urls $.role) }}{{ end -}}
{{- end -}}
{{- if $peers }}{{ $_ := set $settings "peers" $peers }}{{ end -}}
{{- if eq .service "api-gateway" -}}
{{- $envoys := dict -}}
{{- $xds := dict "xds-address" "0.0.0.0" "xds-port" 18000 -}}
{{- if $values.gateway.xds.tlsSecret }}{{ $_ := set $xds "xds-bundle" "xds" }}{{ end -}}
{{- range $group, $envoy := $values.gateway.envoy -}}
{{- $_ := set $envoys $group (merge (deepCopy $xds) $envoy) -}}
{{- end -}}
{{- $_ := set $settings "gateway" (dict "operator-token-hashes" $values.operatorTokenHashes) -}}
{{- $_ := set $settings "data-planes" (dict "envoy" $envoys "powerdns" $values.gateway.powerdns) -}}
{{- end -}}
{{- if eq .service "health-service" -}}
{{- $_ := set $settings "health" (dict "quorum" (int ($values.quorum | default (add1 (div (add1 (len $values.peers)) 2))))) -}}
{{- end -}}
{{- toJson (dict "fairlead" $settings) -}}
{{- end }}

{{/* What restricted pod security asks of a pod: the user's id */}}
{{- define "fairlead.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "fairlead.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{/* The port of health and metrics: with TLS one of its own, since neither the kubelet nor Prometheus has a certificate. */}}
{{- define "fairlead.management" -}}
{{ ternary "management" "http" .Values.tls.enabled }}
{{- end }}

{{/* Secret of a service's certificate: dict "root" $ "service" name */}}
{{- define "fairlead.tlsSecret" -}}
{{ .root.Values.tls.existingSecrets | replace "*" .service }}
{{- end }}

{{/* An SSL bundle of Spring's, read again when its files change: dict "name" name "folder" folder */}}
{{- define "fairlead.bundle" -}}
{{- $prefix := printf "SPRING_SSL_BUNDLE_PEM_%s" (upper .name) -}}
- { name: {{ $prefix }}_RELOADONUPDATE, value: "true" }
- { name: {{ $prefix }}_TRUSTSTORE_CERTIFICATE, value: file:{{ .folder }}/ca.crt }
- { name: {{ $prefix }}_KEYSTORE_CERTIFICATE, value: file:{{ .folder }}/tls.crt }
- { name: {{ $prefix }}_KEYSTORE_PRIVATEKEY, value: file:{{ .folder }}/tls.key }
- { name: {{ $prefix }}_KEYSTORE_VERIFYKEYS, value: "true" }
{{- end }}

{{/* Where pods may run. */}}
{{- define "fairlead.placement" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* How a service reaches its schema: dict "root" $ "role" role */}}
{{- define "fairlead.datasource" -}}
- { name: SPRING_DATASOURCE_URL, value: {{ include "fairlead.databaseUrl" .root | quote }} }
- { name: SPRING_DATASOURCE_USERNAME, value: {{ .role }} }
- name: SPRING_DATASOURCE_PASSWORD
  valueFrom: { secretKeyRef: { name: {{ .root.Values.database.existingSecret }}, key: {{ .role }} } }
{{- end }}

{{/* Where the database's authority lies, and what it is: each for the list of that name in a pod */}}
{{- define "fairlead.databaseCaMount" -}}
{{- if .Values.database.caSecret }}
- { name: database-ca, mountPath: /etc/fairlead/database-ca, readOnly: true }
{{- end }}
{{- end }}
{{- define "fairlead.databaseCaVolume" -}}
{{- with .Values.database.caSecret }}
- name: database-ca
  secret: { secretName: {{ . }}, defaultMode: 0440 }
{{- end }}
{{- end }}
