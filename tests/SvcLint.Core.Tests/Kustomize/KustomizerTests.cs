using SvcLint.Kustomize;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Kustomize;

/// <summary>What each transformer changes, and where the changed values say they are written.</summary>
public class KustomizerTests
{
    [Fact]
    public void Namespace_reaches_namespaced_objects_and_what_names_them()
    {
        var build = new TestRepository(KustomizeCases.Namespace).BuildKnown();
        var service = build.Object("Service");
        Assert.Equal("shop", service.Text("metadata/namespace"));
        Assert.Equal(("kustomization.yaml", "shop"), service.Written("metadata/namespace"));
        Assert.Equal(("all.yaml", "web"), service.Written("metadata/name"));
        Assert.Null(build.Object("ClusterRole").At("metadata/namespace"));
        Assert.Equal("shop", build.Object("Namespace").Text("metadata/name"));

        var binding = build.Object("ClusterRoleBinding");
        Assert.Equal("shop", binding.Text("subjects/0/namespace"));
        Assert.Equal("shop", binding.Text("subjects/1/namespace"));
        Assert.Equal("elsewhere", binding.Text("subjects/2/namespace"));

        var hooks = build.Object("ValidatingWebhookConfiguration");
        Assert.Equal("shop", hooks.Text("webhooks/0/clientConfig/service/namespace"));
        Assert.Equal("elsewhere", hooks.Text("webhooks/1/clientConfig/service/namespace"));
        Assert.Equal("shop", build.Object("APIService").Text("spec/service/namespace"));
    }

    [Fact]
    public void Kinds_that_kustomize_does_not_know_count_as_namespaced() =>
        Assert.Equal("shop", new TestRepository(KustomizeCases.Namespace).BuildKnown().Object("GatewayClass").Text("metadata/namespace"));

    [Fact]
    public void Prefix_and_suffix_follow_references()
    {
        var build = new TestRepository(KustomizeCases.NamePrefix).BuildKnown();
        var set = build.Object("StatefulSet", "a-db-z");
        Assert.Equal(("all.yaml", "db"), set.Written("metadata/name"));
        Assert.Equal("a-web-z", set.Text("spec/serviceName"));
        Assert.Equal(("all.yaml", "web"), set.Written("spec/serviceName"));
        Assert.Equal("a-settings-z", set.Text("spec/template/spec/volumes/3/projected/sources/0/configMap/name"));
        Assert.Equal("foreign", set.Text("spec/template/spec/containers/0/env/2/valueFrom/secretKeyRef/name"));
        Assert.Equal("a-web-z", build.Object("Ingress").Text("spec/rules/0/http/paths/0/backend/service/name"));
        Assert.Equal("other", build.Object("Ingress").Text("spec/rules/0/http/paths/1/backend/service/name"));
        Assert.Equal("a-web-z", build.Object("MutatingWebhookConfiguration").Text("webhooks/0/clientConfig/service/name"));
        Assert.Equal("untouched", build.Object("Namespace").Text("metadata/name"));
    }

    [Theory]
    [InlineData("StatefulSet", "spec/template/spec/containers/0/env/0/value")]
    [InlineData("HTTPRoute", "spec/rules/0/backendRefs/0/name")]
    [InlineData("VirtualService", "spec/http/0/route/0/destination/host")]
    public void Prefix_does_not_reach(string kind, string path) =>
        Assert.Equal("web", new TestRepository(KustomizeCases.NamePrefix).BuildKnown().Object(kind).Text(path));

    [Fact]
    public void Same_names_from_two_variants_are_told_apart_by_their_prefixes()
    {
        var build = new TestRepository(KustomizeCases.Variants).BuildKnown();
        Assert.Equal("all-one-db", build.Object("StatefulSet", "all-one-db").Text("spec/serviceName"));
        Assert.Equal("all-two-db", build.Object("StatefulSet", "all-two-db").Text("spec/serviceName"));
        Assert.StartsWith("all-two-settings-", build.Object("StatefulSet", "all-two-db").Text("spec/template/spec/containers/0/envFrom/0/configMapRef/name"), StringComparison.Ordinal);
    }

    [Fact]
    public void CommonLabels_reach_selectors_templates_and_network_policies()
    {
        var build = new TestRepository(KustomizeCases.CommonLabels).BuildKnown();
        var service = build.Object("Service", "web");
        Assert.Equal("blue", service.Text("spec/selector/team"));
        Assert.Equal(("kustomization.yaml", "blue"), service.Written("spec/selector/team"));
        Assert.Equal(("all.yaml", "web"), service.Written("spec/selector/app"));
        Assert.Equal("blue", build.Object("Service", "manual").Text("spec/selector/team"));
        Assert.Equal("blue", build.Object("Deployment").Text("spec/selector/matchLabels/team"));
        Assert.Equal("blue", build.Object("Deployment").Text("spec/template/metadata/labels/team"));

        var policy = build.Object("NetworkPolicy", "allow");
        Assert.Equal("blue", policy.Text("spec/podSelector/matchLabels/team"));
        Assert.Equal("blue", policy.Text("spec/ingress/0/from/0/podSelector/matchLabels/team"));
        Assert.Null(policy.At("spec/ingress/0/from/1/podSelector/matchLabels"));
        Assert.Null(policy.At("spec/ingress/0/from/2/namespaceSelector/matchLabels/team"));
        Assert.Null(build.Object("NetworkPolicy", "deny").At("spec/podSelector/matchLabels"));
        Assert.Null(build.Object("Rollout").At("spec/selector/matchLabels/team"));
    }

    [Fact]
    public void Labels_reach_selectors_and_templates_only_where_told()
    {
        var build = new TestRepository(KustomizeCases.Labels).BuildKnown();
        var deployment = build.Object("Deployment");
        Assert.Equal("metadata", deployment.Text("metadata/labels/only"));
        Assert.Null(deployment.At("spec/template/metadata/labels/only"));
        Assert.Equal("templates", deployment.Text("spec/template/metadata/labels/with"));
        Assert.Null(deployment.At("spec/selector/matchLabels/with"));
        Assert.Equal("1", deployment.Text("spec/selector/matchLabels/with-selectors"));
        Assert.Equal(ScalarKind.String, ((YamlScalar)deployment.At("spec/selector/matchLabels/with-selectors")!).Resolve().Kind);
        Assert.Equal("field", build.Object("Rollout").Text("spec/template/metadata/labels/custom"));
    }

    [Fact]
    public void Replicas_and_images()
    {
        var build = new TestRepository(KustomizeCases.Workloads).BuildKnown();
        var deployment = build.Object("Deployment");
        Assert.Equal(("kustomization.yaml", "3"), deployment.Written("spec/replicas"));
        Assert.Equal("3", build.Object("StatefulSet").Text("spec/replicas"));
        Assert.Equal("nginx:1.27", deployment.Text("spec/template/spec/containers/0/image"));
        Assert.Equal("mirror/app@sha256:abc", deployment.Text("spec/template/spec/containers/1/image"));
        Assert.Equal("sidecar", deployment.Text("spec/template/spec/containers/2/image"));
        Assert.Equal("nginx-other", deployment.Text("spec/template/spec/containers/3/image"));
    }

    [Fact]
    public void A_merge_patch_keeps_its_own_spans()
    {
        var build = new TestRepository(KustomizeCases.StrategicMerge).BuildKnown();
        var deployment = build.Object("Deployment");
        Assert.Equal(("patch.yaml", "5"), deployment.Written("spec/replicas"));
        Assert.Equal(("all.yaml", "app:1"), deployment.Written("spec/template/spec/containers/0/image"));
        Assert.Equal(("patch.yaml", "prod"), deployment.Written("spec/template/spec/containers/0/env/0/value"));
        Assert.Equal(["app", "proxy", "side"], Names(deployment.At("spec/template/spec/containers")!));
        Assert.Equal(["MODE", "NEW", "REST"], Names(deployment.At("spec/template/spec/containers/0/env")!));
        Assert.Equal(["cache", "conf"], Names(deployment.At("spec/template/spec/volumes")!));
        Assert.Null(deployment.At("spec/paused"));

        var service = build.Object("Service", "web");
        Assert.Equal("ClusterIP", service.Text("spec/type"));
        Assert.Equal(("patch.yaml", "8081"), service.Written("spec/ports/0/targetPort"));
        Assert.Equal(("all.yaml", "http"), service.Written("spec/ports/0/name"));
        Assert.DoesNotContain(build.Objects, o => o.Root["kind"]!.ToString() == "Secret");
    }

    [Fact]
    public void Lists_of_unknown_kinds_are_replaced() =>
        Assert.Equal(["a"], Names(new TestRepository(KustomizeCases.StrategicMerge).BuildKnown().Object("Fleet").At("spec/ships")!));

    [Fact]
    public void Json_patches_find_targets_by_expression_and_labels()
    {
        var build = new TestRepository(KustomizeCases.JsonPatches).BuildKnown();
        var deployment = build.Object("Deployment", "web-app");
        Assert.Equal("4", deployment.Text("spec/replicas"));
        Assert.Equal("kustomization.yaml", deployment.At("spec/replicas")!.Span.Source.Path);
        Assert.Equal("4", deployment.At("spec/replicas")!.Span.Text);
        Assert.Equal(["FIRST", "A", "LAST"], Names(deployment.At("spec/template/spec/containers/0/env")!));
        Assert.Equal("true", deployment.Text("spec/moved"));
        Assert.Equal(("json.json", "\"true\""), deployment.Written("metadata/labels/seen"));
        Assert.Equal("renamed", deployment.Text("spec/template/spec/containers/0/envFrom/0/configMapRef/name"));
        Assert.Null(build.Object("Deployment", "other").At("metadata/labels/seen"));
        Assert.Equal("443", build.Object("Service").Text("spec/ports/1/port"));
    }

    [Fact]
    public void A_patch_changes_a_name_only_where_allowed()
    {
        var build = new TestRepository(KustomizeCases.PatchOptions).BuildKnown();
        Assert.Equal("ClusterIP", build.Object("Service", "new").Text("spec/type"));
        Assert.Equal("ClusterIP", build.Object("Service", "second").Text("spec/type"));
        Assert.Equal("new", build.Object("StatefulSet").Text("spec/serviceName"));
    }

    [Fact]
    public void Generators_merge_hash_and_rename()
    {
        var build = new TestRepository(KustomizeCases.Generators).BuildKnown();
        var settings = Assert.Single(build.Objects, o => NodeEdit.Metadata(o.Root, "name").StartsWith("prod-settings-", StringComparison.Ordinal)).Root;
        Assert.Equal("1", settings.Text("data/a"));
        Assert.Equal("over", settings.Text("data/b"));
        Assert.Equal("quoted", settings.Text("data/c"));
        Assert.Equal("a=b", settings.Text("data/TWO"));
        Assert.Equal("overlay/kustomization.yaml", settings.At("data/b")!.Span.Source.Path);
        Assert.Equal("base/kustomization.yaml", settings.At("data/a")!.Span.Source.Path);
        Assert.Equal(NodeEdit.Metadata(settings, "name"), build.Object("Deployment").Text("spec/template/spec/volumes/0/configMap/name"));
        Assert.Equal("there", build.Object("ConfigMap", "prod-fixed").Text("metadata/labels/made"));
    }

    [Fact]
    public void The_hash_is_kustomizes()
    {
        var build = new TestRepository("""
            === kustomization.yaml
            configMapGenerator:
            - {name: empty}
            secretGenerator:
            - {name: s, literals: [a=b]}
            """).BuildKnown();
        Assert.Equal(["empty-6ct58987ht", "s-k695gkmbtk"], build.Objects.Select(o => NodeEdit.Metadata(o.Root, "name")));
    }

    [Fact]
    public void Replacements_copy_fields()
    {
        var build = new TestRepository(KustomizeCases.Replacements).BuildKnown();
        var deployment = build.Object("Deployment");
        Assert.Equal("8080", deployment.Text("spec/template/spec/containers/0/env/0/value"));
        Assert.Equal(ScalarKind.String, ((YamlScalar)deployment.At("spec/template/spec/containers/0/env/0/value")!).Resolve().Kind);
        Assert.Equal(ScalarKind.Int, ((YamlScalar)deployment.At("spec/template/spec/containers/0/ports/0/containerPort")!).Resolve().Kind);
        Assert.Equal("registry/web", deployment.Text("spec/template/spec/containers/0/image"));
        Assert.Equal("web.example.com", build.Object("Ingress").Text("spec/rules/1/host"));
        Assert.Equal("web.example.com", build.Object("Service", "web").Text("spec/made"));
        Assert.Null(build.Object("Service", "other").At("spec"));
    }

    [Fact]
    public void Components_work_on_what_their_parent_has()
    {
        var build = new TestRepository(KustomizeCases.Components).BuildKnown();
        var service = build.Object("Service", "base-web-c");
        Assert.Equal(("component/kustomization.yaml", "NodePort"), service.Written("spec/type"));
        Assert.Equal("shop", build.Object("ConfigMap", "extra-c").Text("metadata/namespace"));
        Assert.False(build.IsComponent);
        Assert.Contains(new KustomizeFile("base/web.yaml", KustomizeRole.Resource), build.Files);
        Assert.Contains(new KustomizeFile("component/kustomization.yaml", KustomizeRole.Kustomization), build.Files);
        Assert.Equal("base/web.yaml", build.Objects.Single(o => ReferenceEquals(o.Root, service)).Path);
    }

    [Fact]
    public void Configurations_add_fields()
    {
        var build = new TestRepository(KustomizeCases.Configurations).BuildKnown();
        Assert.Equal("a-web", build.Object("HTTPRoute").Text("spec/rules/0/backendRefs/0/name"));
        Assert.Equal("shop", build.Object("Fleet").Text("spec/home/namespace"));
        Assert.Equal("blue", build.Object("Rollout").Text("spec/selector/matchLabels/team"));
    }

    [Fact]
    public void Reads_lists_skips_local_objects_and_prints_annotations_as_strings()
    {
        var build = new TestRepository(KustomizeCases.Reading).BuildKnown();
        Assert.Equal(["outer", "inner", "odd"], build.Objects.Select(o => NodeEdit.Metadata(o.Root, "name")));
        var odd = build.Object("Service", "odd");
        Assert.Equal(ScalarKind.String, ((YamlScalar)odd.At("metadata/annotations/truth")!).Resolve().Kind);
        Assert.Equal(ScalarKind.String, ((YamlScalar)odd.At("spec/publish")!).Resolve().Kind);
        Assert.Equal("odd", odd.Text("spec/selector/app"));
    }

    private static IEnumerable<string> Names(YamlNode sequence) => ((YamlSequence)sequence).Items.Select(i => i.Text("name")!);
}
