namespace SvcLint.Core.Tests.Kustomize;

/// <summary>Small repositories, one for each thing that kustomize does. The unit tests look into them; kubectl builds them where it is installed.</summary>
internal static class KustomizeCases
{
    public const string Namespace = """
        === kustomization.yaml
        namespace: shop
        resources: [all.yaml]
        === all.yaml
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: old}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: other}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: runner}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: reader}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: readers}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
        subjects:
        - {kind: ServiceAccount, name: default}
        - {kind: ServiceAccount, name: runner}
        - {kind: ServiceAccount, name: stranger, namespace: elsewhere}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: readers}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
        subjects:
        - {kind: ServiceAccount, name: runner, namespace: elsewhere}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: hook}
        webhooks:
        - name: a.example.com
          clientConfig: {service: {name: web, namespace: old, path: /a}}
        - name: b.example.com
          clientConfig: {service: {name: unknown, namespace: elsewhere}}
        ---
        apiVersion: apiregistration.k8s.io/v1
        kind: APIService
        metadata: {name: v1.example.com}
        spec: {service: {name: web, namespace: old}}
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: things.example.com}
        spec: {conversion: {webhook: {clientConfig: {service: {name: web, namespace: old}}}}}
        ---
        apiVersion: gateway.networking.k8s.io/v1
        kind: GatewayClass
        metadata: {name: proxy}
        """;

    public const string NamePrefix = """
        === kustomization.yaml
        namePrefix: a-
        nameSuffix: -z
        resources: [all.yaml]
        === all.yaml
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: keys}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: runner}
        imagePullSecrets: [{name: keys}, {name: foreign}]
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: disk}
        spec: {storageClassName: fast}
        ---
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: fast}
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db}
        spec:
          serviceName: web
          template:
            spec:
              serviceAccountName: runner
              volumes:
              - {name: c, configMap: {name: settings}}
              - {name: s, secret: {secretName: keys}}
              - {name: d, persistentVolumeClaim: {claimName: disk}}
              - {name: p, projected: {sources: [{configMap: {name: settings}}, {secret: {name: keys}}]}}
              initContainers:
              - {name: i, envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: keys}}]}
              containers:
              - name: c
                env:
                - {name: HOST, value: web}
                - {name: A, valueFrom: {configMapKeyRef: {name: settings, key: a}}}
                - {name: B, valueFrom: {secretKeyRef: {name: foreign, key: b}}}
        ---
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: tidy}
        spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: c, envFrom: [{configMapRef: {name: settings}}]}]}}}}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: {name: nginx}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: front
          annotations: {nginx.ingress.kubernetes.io/auth-secret: keys}
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
          tls: [{secretName: keys}]
          rules:
          - http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}, {path: /o, backend: {service: {name: other}}}]}
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: db}
        spec: {scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: db}}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: reader}
        rules: [{apiGroups: [""], resources: [secrets], resourceNames: [keys, settings, foreign], verbs: [get]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: reader}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: reader}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
        subjects: [{kind: ServiceAccount, name: runner}, {kind: Group, name: everyone}]
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: hook}
        webhooks: [{name: a.example.com, clientConfig: {service: {name: web, namespace: default}}}]
        ---
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: {name: route}
        spec: {rules: [{backendRefs: [{name: web, port: 80}]}]}
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: mesh}
        spec: {hosts: [web], http: [{route: [{destination: {host: web}}]}]}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: untouched}
        """;

    public const string CommonLabels = """
        === kustomization.yaml
        commonLabels: {team: blue}
        commonAnnotations: {owner: "true"}
        resources: [all.yaml]
        === all.yaml
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: manual}
        spec: {ports: [{port: 80}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: null}
        spec:
          template:
            spec:
              affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: web}}}]}}
              topologySpreadConstraints: [{labelSelector: {matchLabels: {app: web}}}, {labelSelector: {}}]
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db}
        spec: {volumeClaimTemplates: [{metadata: {name: data}}]}
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: once}
        ---
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: daily}
        spec: {jobTemplate: {spec: {template: {metadata: {labels: {app: x}}}}}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: bare, labels: {team: red}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: allow}
        spec:
          podSelector: {matchLabels: {app: web}}
          ingress:
          - from:
            - podSelector: {matchLabels: {app: a}}
            - podSelector: {}
            - namespaceSelector: {matchLabels: {kind: n}}
          egress:
          - to: [{podSelector: {matchLabels: {app: b}}}]
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: deny}
        spec: {podSelector: {}}
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web}
        spec: {selector: {matchLabels: {app: web}}}
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: Rollout
        metadata: {name: web}
        spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}}}
        """;

    public const string Labels = """
        === kustomization.yaml
        labels:
        - pairs: {only: metadata}
        - pairs: {with: templates}
          includeTemplates: true
        - pairs: {with-selectors: "1"}
          includeSelectors: true
        - pairs: {custom: field}
          fields:
          - {kind: Rollout, path: spec/template/metadata/labels, create: true}
        resources: [all.yaml]
        === all.yaml
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}}}
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: Rollout
        metadata: {name: web}
        spec: {template: {}}
        """;

    public const string Workloads = """
        === kustomization.yaml
        replicas:
        - {name: web, count: 3}
        images:
        - {name: nginx, newTag: "1.27"}
        - {name: registry.example.com:5000/team/app, newName: mirror/app, digest: sha256:abc}
        - {name: side, newName: sidecar}
        resources: [all.yaml]
        === all.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            spec:
              initContainers: [{name: i, image: nginx}]
              containers:
              - {name: a, image: "nginx:1.0@sha256:0123"}
              - {name: b, image: "registry.example.com:5000/team/app:2"}
              - {name: c, image: side}
              - {name: d, image: nginx-other}
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: web}
        spec: {replicas: 1}
        ---
        apiVersion: example.com/v1
        kind: Fleet
        metadata: {name: fleet}
        spec: {pods: {deep: {containers: [{image: nginx}]}}, image: nginx}
        """;

    public const string StrategicMerge = """
        === kustomization.yaml
        resources: [all.yaml]
        patches:
        - path: patch.yaml
        patchesStrategicMerge:
        - |-
          apiVersion: v1
          kind: Secret
          metadata: {name: gone}
          $patch: delete
        === patch.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          labels: {extra: label}
          annotations: {gone: null}
        spec:
          replicas: 5
          paused: null
          template:
            spec:
              nodeSelector: {$patch: replace, disk: ssd}
              tolerations: [{key: b}]
              dnsConfig: {nameservers: [10.0.0.2], extra: null}
              imagePullSecrets: [{name: two}]
              volumes:
              - {name: data, $patch: delete}
              - {name: cache, emptyDir: {medium: Memory}}
              containers:
              - name: app
                command: [b]
                env:
                - {name: MODE, value: prod}
                - {name: OLD, $patch: delete}
                - {name: NEW, value: "1"}
                ports:
                - {containerPort: 9090, name: metrics}
                - {containerPort: 8080, name: web}
                volumeMounts:
                - $patch: replace
                - {mountPath: /cache, name: cache}
              - {name: proxy, image: proxy:1}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: ClusterIP
          ports:
          - {port: 80, targetPort: 8081}
          - {port: 443, name: https}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: dns}
        spec:
          ports:
          - {port: 53, protocol: UDP, name: renamed}
        ---
        apiVersion: example.com/v1
        kind: Fleet
        metadata: {name: fleet}
        spec: {ships: [{name: a, size: 2}], captain: null}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {b: "2", a: null}
        === all.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          labels: {app: web}
          annotations: {gone: x, kept: y}
        spec:
          replicas: 1
          paused: true
          template:
            spec:
              nodeSelector: {zone: a}
              tolerations: [{key: a}]
              imagePullSecrets: [{name: one}]
              volumes:
              - {name: data, emptyDir: {}}
              - {name: conf, configMap: {name: c}}
              containers:
              - name: app
                image: app:1
                command: [a]
                env:
                - {name: OLD, value: x}
                - {name: MODE, value: dev}
                - {name: REST, value: z}
                ports:
                - {containerPort: 8080}
                - {containerPort: 53, protocol: UDP}
                volumeMounts:
                - {mountPath: /data, name: data}
              - name: side
                image: side:1
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: null}
        spec:
          type: LoadBalancer
          selector: {app: web}
          ports:
          - {port: 80, targetPort: 8080, name: http}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: dns}
        spec:
          ports:
          - {port: 53, protocol: UDP, name: dns}
          - {port: 53, protocol: TCP, name: dns-tcp}
          - {port: 9153}
        ---
        apiVersion: example.com/v1
        kind: Fleet
        metadata: {name: fleet}
        spec: {ships: [{name: a, size: 1}, {name: b}], captain: x}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: gone}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {a: "1"}
        """;

    public const string JsonPatches = """
        === kustomization.yaml
        resources: [all.yaml]
        patches:
        - target: {kind: Deployment|StatefulSet, name: web.*}
          patch: |-
            - {op: replace, path: /spec/replicas, value: 4}
            - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: LAST, value: "1"}}
            - {op: add, path: /spec/template/spec/containers/0/env/0, value: {name: FIRST, value: "0"}}
            - {op: test, path: /spec/template/spec/containers/0/name, value: app}
            - {op: copy, from: /metadata/labels/app, path: /metadata/labels/app~1copy}
            - {op: move, from: /spec/paused, path: /spec/moved}
            - {op: remove, path: /metadata/labels/old}
        - target: {labelSelector: "tier in (front,edge),!skip"}
          path: json.json
        - target: {annotationSelector: marked=yes}
          patch: |-
            - op: replace
              path: /metadata/name
              value: renamed
        patchesJson6902:
        - target: {version: v1, kind: Service, name: web}
          patch: '[{"op": "add", "path": "/spec/ports/1", "value": {"port": 443}}]'
        === json.json
        [{"op": "add", "path": "/metadata/labels/seen", "value": "true"}]
        === all.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web-app, labels: {app: web, old: x, tier: front}}
        spec: {replicas: 1, paused: true, template: {spec: {containers: [{name: app, env: [{name: A, value: b}], envFrom: [{configMapRef: {name: named}}]}]}}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: other, labels: {tier: front, skip: x}}
        spec: {replicas: 1}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, labels: {tier: edge}}
        spec: {ports: [{port: 80}]}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: named, annotations: {marked: "yes"}}
        """;

    public const string PatchOptions = """
        === kustomization.yaml
        resources: [all.yaml]
        patches:
        - target: {kind: Service, name: old}
          options: {allowNameChange: true}
          patch: |-
            apiVersion: v1
            kind: Service
            metadata: {name: new}
        - target: {kind: Service}
          patch: |-
            apiVersion: v1
            kind: Service
            metadata: {name: ignored-by-kustomize}
            spec: {type: ClusterIP}
        === all.yaml
        apiVersion: v1
        kind: Service
        metadata: {name: old}
        spec: {type: LoadBalancer}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: second}
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db}
        spec: {serviceName: old}
        """;

    public const string Generators = """
        === overlay/kustomization.yaml
        namePrefix: prod-
        resources: [../base]
        generatorOptions:
          labels: {made: here}
          annotations: {note: x}
        configMapGenerator:
        - name: settings
          behavior: merge
          literals: [b=over, "c='quoted'"]
        - name: replaced
          behavior: replace
          literals: [only=this]
        - name: fixed
          options: {disableNameSuffixHash: true, immutable: true, labels: {made: there}}
          literals: ["url=http://a/?x=1&y=<2>"]
        - name: empty
        === base/kustomization.yaml
        resources: [all.yaml]
        configMapGenerator:
        - name: settings
          literals: [a=1, b=2]
          files: [app.properties, renamed.txt=folder/other.txt]
          envs: [vars.env]
        - name: replaced
          literals: [x=1]
        secretGenerator:
        - name: keys
          type: kubernetes.io/tls
          literals: [password=a-rather-long-password-that-needs-more-than-one-line-of-base64-text-to-write]
        - name: short
          literals: [k=v]
        === base/app.properties
        # kept as is
        key = value
          indented "quotes" \ and	tab
        === base/folder/other.txt
        ünïcode
        === base/vars.env
        # comment
        ONE=1
          TWO=a=b
        EMPTY
        === base/all.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            spec:
              volumes:
              - {name: s, configMap: {name: settings}}
              - {name: f, configMap: {name: fixed}}
              - {name: k, secret: {secretName: keys}}
              containers:
              - name: c
                envFrom: [{configMapRef: {name: replaced}}, {secretRef: {name: short}}, {configMapRef: {name: empty}}]
        """;

    public const string Replacements = """
        === kustomization.yaml
        resources: [all.yaml]
        configMapGenerator:
        - name: settings
          options: {disableNameSuffixHash: true}
          literals: [port=8080, host=web.example.com:443]
        replacements:
        - source: {kind: ConfigMap, name: settings, fieldPath: .data.port}
          targets:
          - select: {kind: Deployment}
            fieldPaths: ["spec.template.spec.containers.[name=app].env.[name=PORT].value", spec.template.spec.containers.0.ports.0.containerPort]
        - source: {kind: ConfigMap, name: settings, fieldPath: data.host, options: {delimiter: ":", index: 0}}
          targets:
          - select: {kind: Ingress}
            fieldPaths: [spec.rules.*.host]
          - select: {kind: Service}
            reject: [{name: other}]
            fieldPaths: [".metadata.annotations.[example.com/host]", spec.made]
            options: {create: true}
        - path: replacement.yaml
        === replacement.yaml
        - source: {kind: Service, name: web}
          targets:
          - select: {kind: Deployment, name: web}
            fieldPaths: [spec.template.spec.containers.0.image]
            options: {delimiter: "/", index: 1}
        - source: {kind: Deployment, fieldPath: spec.template.spec.resources}
          targets:
          - select: {kind: Ingress}
            fieldPaths: [spec.copied]
            options: {create: true}
        === all.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            spec:
              resources: {limits: {cpu: 1}}
              containers:
              - name: app
                image: registry/placeholder:1
                env: [{name: PORT, value: "0"}]
                ports: [{containerPort: 1}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: other}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: front}
        spec: {rules: [{host: x}, {host: y}]}
        """;

    public const string Components = """
        === overlay/kustomization.yaml
        namespace: shop
        resources: [../base]
        components: [../component]
        labels:
        - pairs: {overlay: "yes"}
        === base/kustomization.yaml
        resources: [web.yaml]
        namePrefix: base-
        === base/web.yaml
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {ports: [{port: 80}]}
        === component/kustomization.yaml
        apiVersion: kustomize.config.k8s.io/v1alpha1
        kind: Component
        resources: [extra.yaml]
        nameSuffix: -c
        patches:
        - patch: |-
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {type: NodePort}
        === component/extra.yaml
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: extra}
        """;

    public const string Configurations = """
        === kustomization.yaml
        namespace: shop
        namePrefix: a-
        commonLabels: {team: blue}
        resources: [all.yaml]
        configurations: [config.yaml]
        === config.yaml
        nameReference:
        - kind: Service
          version: v1
          fieldSpecs:
          - {kind: HTTPRoute, path: spec/rules/backendRefs/name}
          - {kind: CustomResourceDefinition, path: spec/conversion/webhook/clientConfig/service/name}
        namespace:
        - {kind: Fleet, path: spec/home/namespace, create: true}
        commonLabels:
        - {kind: Rollout, path: spec/selector/matchLabels, create: true}
        varReference:
        - {kind: Fleet, path: spec/x}
        === all.yaml
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        ---
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: {name: route}
        spec: {rules: [{backendRefs: [{name: web, port: 80}]}]}
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: things.example.com}
        spec: {conversion: {webhook: {clientConfig: {service: {name: web, namespace: x}}}}}
        ---
        apiVersion: example.com/v1
        kind: Fleet
        metadata: {name: fleet}
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: Rollout
        metadata: {name: web}
        """;

    public const string Reading = """
        === kustomization.yaml
        resources: [list.yaml, odd.yaml]
        === list.yaml
        apiVersion: v1
        kind: List
        items:
        - apiVersion: v1
          kind: ServiceList
          items:
          - {apiVersion: v1, kind: Service, metadata: {name: inner}}
        - {apiVersion: v1, kind: Service, metadata: {name: outer}}
        === odd.yaml
        # only a comment
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: odd
          annotations: {number: 1, truth: true, tilde: "~", empty: ""}
          labels: &labels {app: odd, on: "yes"}
        spec:
          selector:
            <<: *labels
            extra: "on"
          publish: yes
          ports:
          - {port: 8_080, targetPort: 0x1F90}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: local, annotations: {config.kubernetes.io/local-config: "true"}}
        ---
        """;

    public const string Variants = """
        === kustomization.yaml
        resources: [one, two]
        namePrefix: all-
        === one/kustomization.yaml
        namePrefix: one-
        resources: [../base]
        === two/kustomization.yaml
        namePrefix: two-
        resources: [../base]
        === base/kustomization.yaml
        resources: [all.yaml]
        configMapGenerator:
        - {name: settings, literals: [a=b]}
        === base/all.yaml
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db}
        spec: {serviceName: db, template: {spec: {containers: [{name: c, envFrom: [{configMapRef: {name: settings}}]}]}}}
        """;

    public const string MergeEdges = """
        === kustomization.yaml
        resources: [all.yaml]
        patches:
        - path: patch.yaml
        - target: {kind: Deployment, name: emptied}
          patch: |-
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: x}
            spec: {template: {spec: {containers: [{$patch: delete, name: app}], hostAliases: [{ip: 1.1.1.1, hostnames: [a]}]}}}
        === patch.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, finalizers: [b, c], annotations: {port: "80"}}
        spec:
          strategy: {$patch: replace, type: Recreate}
          template:
            spec:
              topologySpreadConstraints:
              - {topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, maxSkew: 3}
              containers:
              - {name: app, $patch: replace, image: new}
              - name: side
                ports:
                - {containerPort: 53, protocol: TCP, name: dns-tcp}
                - {containerPort: 81, hostPort: 81}
                env: [{name: DUP, value: "3"}]
              - {name: none, $patch: delete}
              - $patch: merge
                name: merged
                image: m
              initContainers:
              - {name: init, image: i, env: [{name: A, value: null}, {name: B, $patch: delete}]}
              volumes:
              - $patch: delete
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {ports: [{port: 80, protocol: TCP, nodePort: 30080}, {port: 81, $patch: delete}], selector: null, externalIPs: [1.2.3.4]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: touched}
        spec: {type: NodePort}
        === all.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, finalizers: [a, b]}
        spec:
          strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}
          template:
            spec:
              topologySpreadConstraints:
              - {topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, maxSkew: 1}
              - {topologyKey: host, whenUnsatisfiable: DoNotSchedule, maxSkew: 1}
              volumes: [{name: v, emptyDir: {}}]
              containers:
              - {name: app, image: old, command: [x]}
              - name: side
                image: s
                ports:
                - {containerPort: 53, protocol: UDP, name: dns}
                - {containerPort: 53, protocol: TCP}
                - {containerPort: 80}
                - {containerPort: 81}
                env: [{name: DUP, value: "1"}, {name: DUP, value: "2"}, {name: Z}]
              - {name: none, image: n}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: emptied}
        spec: {template: {spec: {containers: [{name: app, image: x}], hostAliases: []}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {a: b}, ports: [{port: 80, name: http}, {port: 81, name: gone}, {port: 82, name: rest}], externalIPs: [4.3.2.1]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: touched}
        spec:
          ports:
          - {port: 53, name: dns}
          - {port: 53, name: dns-udp, protocol: UDP}
          - {port: 54, name: a}
          - {port: 55, name: b, protocol: TCP}
        """;

    public const string PatchEdges = """
        === kustomization.yaml
        resources: [all.yaml]
        namePrefix: p-
        nameSuffix: -s
        namespace: shop
        patches:
        - path: two.json
          target: {group: apps, kind: .*Set, namespace: default}
        - path: list.yaml
        - target: {name: gone.+}
          patch: |-
            $patch: delete
            apiVersion: v1
            kind: Service
            metadata: {name: anything}
        - target: {kind: ConfigMap}
          patch: |
            - op: add
              path: /data/on
              value: "yes"
            - op: replace
              path: /data/list/-1
              value: z
            - op: add
              path: /data/new~1key
              value: {nested: [1, 2.50, true, null]}
        === two.json
        [
          {"op": "add", "path": "/metadata/annotations", "value": {"a": "b"}},
          {"op": "add", "path": "/spec/serviceName", "value": "web"}
        ]
        === list.yaml
        apiVersion: v1
        kind: List
        items:
        - apiVersion: v1
          kind: Service
          metadata: {name: web}
          spec: {clusterIP: None}
        === all.yaml
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db}
        spec: {replicas: 1}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {ports: [{port: 80}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: gone-one}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: gone-two}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: c}
        data: {list: [a, b], number: 010, float: 1e3, date: "2020-01-01"}
        """;

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        [nameof(Namespace)] = Namespace,
        [nameof(NamePrefix)] = NamePrefix,
        [nameof(CommonLabels)] = CommonLabels,
        [nameof(Labels)] = Labels,
        [nameof(Workloads)] = Workloads,
        [nameof(StrategicMerge)] = StrategicMerge,
        [nameof(JsonPatches)] = JsonPatches,
        [nameof(PatchOptions)] = PatchOptions,
        [nameof(Generators)] = Generators,
        [nameof(Replacements)] = Replacements,
        [nameof(Components)] = Components,
        [nameof(Configurations)] = Configurations,
        [nameof(Reading)] = Reading,
        [nameof(Variants)] = Variants,
        [nameof(MergeEdges)] = MergeEdges,
        [nameof(PatchEdges)] = PatchEdges,
    };
}
