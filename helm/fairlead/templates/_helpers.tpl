{{/* The five services: the role each has in the database (none: no database) and the port it listens on. */}}
{{- define "fairlead.services" -}}
api-gateway: { port: 8080 }
traffic-service: { role: traffic, port: 8081 }
health-service: { role: health, port: 8082 }
replication-service: { role: replication, port: 8083 }
deploy-service: { role: deploy, port: 8084 }
{{- end }}

{{- define "fairlead.labels" -}}
app.kubernetes.io/part-of: fairlead
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* Address of a service for its fellows: dict "root" $ "service" name */}}
{{- define "fairlead.url" -}}
{{- $services := fromYaml (include "fairlead.services" .root) -}}
http://{{ .root.Release.Name }}-{{ .service }}:{{ (index $services .service).port }}
{{- end }}

{{/* Settings whose names are data, which no environment variable can spell: dict "root" $ "service" name */}}
{{- define "fairlead.maps" -}}
{{- $maps := dict -}}
{{- if eq .service "health-service" -}}
{{- $maps = dict "fairlead" (dict "health" (dict "peers" .root.Values.health.peers)) -}}
{{- else if eq .service "api-gateway" -}}
{{- $maps = dict "fairlead" (dict "gateway" (dict "operator-token-hashes" .root.Values.operatorTokenHashes)) -}}
{{- end -}}
{{- toJson $maps -}}
{{- end }}
