using SvcLint.Kustomize;

namespace SvcLint.Core.Tests.Kustomize;

/// <summary>What kustomize refuses and what it takes, held against kustomize itself where the machine has kubectl.</summary>
public class KustomizeRefusalTests
{
    private const string Beside = """

        === svc.yaml
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
        === dep.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "nginx:1.0", env: [{name: A, value: b}]}]}
        """;

    private static readonly (string Kustomization, bool IsRefused)[] Cases =
    [
        ("!resources: [svc.yaml, svc.yaml]", true),
        ("patches:\n- patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata: {name: other}\n    spec: {type: NodePort}", true),
        ("patches:\n- patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata: {name: web}\n    spec: {type: NodePort}", false),
        ("patches:\n- patch: |-\n    apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: web}", true),
        ("patches:\n- patch: |-\n    apiVersion: v2\n    kind: Service\n    metadata: {name: web}", true),
        ("namespace: shop\npatches:\n- patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata: {name: web, namespace: shop}", true),
        ("patches:\n- patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata: {name: web, namespace: shop}", true),
        ("namePrefix: a-\npatches:\n- patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata: {name: a-web}", true),
        ("patches:\n- target: {kind: Ingress}\n  patch: |-\n    - {op: add, path: /a, value: b}", false),
        ("patches:\n- target: {kind: Service, name: nope}\n  patch: |-\n    - {op: replace, path: /spec/type, value: b}", false),
        ("patches:\n- target: {kind: Service}\n  patch: |-\n    - {op: replace, path: /spec/type, value: NodePort}", false),
        ("patches:\n- target: {kind: Service}\n  patch: |-\n    - {op: replace, path: /spec/ports/0/port, value: 81}", false),
        ("patches:\n- target: {kind: Service}\n  patch: |-\n    - {op: replace, path: /spec/ports/1/port, value: 81}", true),
        ("patches:\n- target: {kind: Service}\n  patch: |-\n    - {op: remove, path: /spec/type}", true),
        ("patches:\n- target: {kind: Service}\n  patch: |-\n    - {op: add, path: /metadata/annotations/a, value: b}", false),
        ("patches:\n- target: {kind: Service}\n  patch: |-\n    - {op: add, path: /spec/ports/-, value: {port: 9}}", false),
        ("patches:\n- target: {kind: Service}\n  patch: |-\n    - {op: add, path: /spec/ports/5, value: {port: 9}}", true),
        ("patches:\n- target: {kind: Service}\n  patch: |-\n    - {op: test, path: /spec/ports/0/port, value: 81}", true),
        ("patches:\n- target: {kind: Service}\n  patch: |-\n    - {op: test, path: /spec/ports/0/port, value: 80}", false),
        ("patches:\n- target: {kind: Service}\n  patch: |-\n    - {op: move, from: /spec/x, path: /spec/y}", true),
        ("patches:\n- target: {kind: Service}\n  patch: |-\n    - {op: copy, from: /spec/ports, path: /spec/y}", false),
        ("patches:\n- target: {kind: Service}\n  patch: |-\n    - {op: put, path: /spec/y, value: 1}", true),
        ("patches:\n- patch: |-\n    - {op: add, path: /spec/y, value: 1}", true),
        ("patches:\n- {}", true),
        ("patchesStrategicMerge:\n- |-\n  apiVersion: v1\n  kind: Service\n  metadata: {name: web}", false),
        ("patches:\n- patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata: {name: web}\n    $patch: delete", false),
        ("resourcs: [a]", true),
        ("!resources: svc.yaml", true),
        ("resources: [svc.yaml, dep.yaml]", false),
        ("!kind: Kustomization", true),
        ("kind: Kustomisation", true),
        ("apiVersion: kustomize.config.k8s.io/v9\nkind: Kustomization", true),
        ("replacements:\n- source: {kind: ConfigMap, name: x, fieldPath: data.a}\n  targets: [{select: {kind: Service}, fieldPaths: [metadata.name]}]", true),
        ("replacements:\n- source: {kind: Service, name: web, fieldPath: metadata.name}\n  targets: [{select: {kind: Deployment}, fieldPaths: ['spec.template.spec.containers.[name=web].env.[name=A].value']}]", false),
        ("replacements:\n- source: {kind: Service, name: web, fieldPath: metadata.name}\n  targets: [{select: {kind: Deployment}, fieldPaths: ['spec.nope.x']}]", true),
        ("replacements:\n- source: {kind: Service, name: web, fieldPath: metadata.name}\n  targets: [{select: {kind: Deployment}, fieldPaths: ['spec.nope'], options: {create: true}}]", false),
        ("replacements:\n- source: {kind: Service, name: web, fieldPath: metadata.name}\n  targets: [{select: {kind: Ingress}, fieldPaths: ['spec.nope']}]", false),
        ("replacements:\n- source: {kind: Service, name: web, fieldPath: data.x}\n  targets: [{select: {kind: Deployment}, fieldPaths: ['metadata.name']}]", true),
        ("replacements:\n- source: {name: web, fieldPath: metadata.name}\n  targets: [{select: {kind: Deployment}, fieldPaths: ['metadata.name']}]", true),
        ("replacements:\n- source: {kind: Service, fieldPath: metadata.name}", true),
        ("replacements:\n- source: {kind: Service, fieldPath: metadata.name, options: {delimiter: '-', index: 3}}\n  targets: [{select: {kind: Deployment}, fieldPaths: ['metadata.name']}]", true),
        ("vars:\n- name: A\n  objref: {apiVersion: v1, kind: Service, name: nope}", true),
        ("configMapGenerator:\n- name: c\n  literals: [a=b]", false),
        ("configMapGenerator:\n- name: c\n  literals: [a]", true),
        ("configMapGenerator:\n- name: c\n  literals: [a=b, a=c]", true),
        ("configMapGenerator:\n- name: c\n  behavior: merge\n  literals: [a=b]", true),
        ("configMapGenerator:\n- literals: [a=b]", true),
        ("configMapGenerator:\n- name: c\n  literals: [a=b]\n- name: c\n  literals: [a=c]", true),
        ("secretGenerator:\n- name: c\n  literals: ['a b=c']", false),
        ("images:\n- name: nginx\n  newTag: '2'", false),
        ("images:\n- newTag: '2'", false),
        ("images:\n- name: nginx\n  newTag: 2", true),
        ("replicas:\n- name: nope\n  count: 2", true),
        ("replicas:\n- name: web\n  count: 2", false),
        ("replicas:\n- name: web\n  count: two", true),
        ("commonLabels: [a]", true),
        ("commonLabels: {a: 1}", true),
        ("commonLabels: {a: b}", false),
        ("labels:\n- pairs: {a: b}\n  includeSelectors: true", false),
        ("patches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web}\n    spec: {template: {spec: {containers: [{name: nope, $patch: delete}]}}}", false),
        ("patches:\n- patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata: {name: web}\n    ---\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web}", false),
        ("patches:\n- patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata: {name: web}\n    ---\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: nope}", true),
        ("patches:\n- target: {kind: Service, name: 'w.*'}\n  patch: |-\n    - {op: add, path: /spec/type, value: NodePort}", false),
        ("patches:\n- target: {kind: Service, labelSelector: 'a=b'}\n  patch: |-\n    - {op: replace, path: /spec/nope, value: NodePort}", false),
        ("patches:\n- target: {kind: 'Service|Deployment'}\n  patch: |-\n    apiVersion: v1\n    kind: X\n    metadata: {name: y, annotations: {a: b}}", false),
        ("patches:\n- target: {kind: Service, name: web}\n  patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata: {name: other}\n    spec: {type: NodePort}", false),
        ("generatorOptions: {nope: true}", true),
        ("sortOptions: {order: fifo}", false),
        ("sortOptions: {order: abc}", true),
        ("buildMetadata: [nope]", false),
        ("patches:\n- target: {kind: Service}\n  patch: |-\n    - {op: replace, path: /spec/x/y, value: 1}", true),
        ("patches:\n- target: {kind: Service}\n  patch: |-\n    - {op: copy, from: /spec/x, path: /spec/y}", false),
        ("patches:\n- target: {kind: Service}\n  patch: |-\n    - {op: test, path: /spec/x, value: null}", false),
    ];

    public static IEnumerable<object[]> All => Cases.Select(c => new object[] { c.Kustomization, c.IsRefused });

    [Theory]
    [MemberData(nameof(All))]
    public void Refuses_what_kustomize_refuses(string kustomization, bool isRefused)
    {
        var build = Repository(kustomization).Build();
        Assert.Equal(isRefused, build.NotHandled.Any(n => n.Kind == NotHandledKind.Invalid));
        Assert.True(build.HasAllObjects);
    }

    [SkippableFact]
    public void Kustomize_itself_decides_so()
    {
        Skip.IfNot(Kubectl.IsAvailable, "kubectl is not installed");
        var folder = Directory.CreateTempSubdirectory("svclint-kustomize-").FullName;
        try
        {
            var wrong = Cases.Select((c, i) => (c.Kustomization, c.IsRefused, Folder: Path.Combine(folder, i.ToString(System.Globalization.CultureInfo.InvariantCulture)))).AsParallel().Where(c =>
            {
                Repository(c.Kustomization).WriteTo(c.Folder);
                return Kubectl.Kustomize(c.Folder) is null != c.IsRefused;
            });
            Assert.Empty(wrong.Select(c => c.Kustomization));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Behind "!" stands a whole kustomization, else what follows the resources.
    private static TestRepository Repository(string kustomization) =>
        new("=== kustomization.yaml\n" + (kustomization.StartsWith('!') ? kustomization[1..] : "resources: [svc.yaml, dep.yaml]\n" + kustomization) + Beside);
}
