using System.Reflection;
using System.Text.Json.Serialization;
using k8s.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SvcLint.Model.DotNet;
using SvcLint.Yaml;
using SourceText = SvcLint.Text.SourceText;

namespace SvcLint.CSharp.Tests;

/// <summary>Kubernetes objects in C#: as nodes they are what the same manifest would be.</summary>
public sealed class ObjectReaderTests
{
    private const string Header = "{apiVersion: v1, kind: Service, ";

    [Theory]
    [InlineData("""Spec = new V1ServiceSpec { Type = "NodePort" }""", "spec: {type: 'NodePort'}")]
    [InlineData("""Spec = new() { ClusterIP = "None", ExternalIPs = ["192.0.2.1"] }""", "spec: {clusterIP: 'None', externalIPs: ['192.0.2.1']}")]
    [InlineData("""Spec = new() { PublishNotReadyAddresses = true, HealthCheckNodePort = -1 }""", "spec: {publishNotReadyAddresses: true, healthCheckNodePort: -1}")]
    [InlineData("""Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = "shop" }""", "metadata: {name: 'web', namespace: 'shop'}")]
    [InlineData("""Metadata = { Name = "web" }""", "metadata: {name: 'web'}")]
    [InlineData("""Metadata = new() { Labels = new Dictionary<string, string> { ["app"] = "web" } }""", "metadata: {labels: {'app': 'web'}}")]
    [InlineData("""Metadata = new() { Labels = new Dictionary<string, string> { { "app", "web" }, { "tier", Tier } } }""", "metadata: {labels: {'app': 'web', 'tier': ${Tier}}}")]
    [InlineData("""Metadata = new() { Labels = Labels }""", "metadata: {labels: {${Labels}: ${Labels}}}")]
    [InlineData("""Metadata = new() { Labels = new Dictionary<string, string>(other) { ["a"] = "b" } }""", "metadata: {labels: {${computed}: ${computed}}}")]
    [InlineData("""Spec = new() { Ports = new List<V1ServicePort> { new V1ServicePort { Port = 80, TargetPort = 8080 }, new() { Port = 81, TargetPort = "http" } } }""",
        "spec: {ports: [{port: 80, targetPort: 8080}, {port: 81, targetPort: http}]}")]
    [InlineData("""Spec = new() { Ports = new[] { new V1ServicePort { Port = 80, TargetPort = new IntOrString("8080") } } }""", "spec: {ports: [{port: 80, targetPort: 8080}]}")]
    [InlineData("""Spec = new() { Ports = new V1ServicePort[] { new() { Port = 80, TargetPort = new IntOrString { Value = "http" } } } }""", "spec: {ports: [{port: 80, targetPort: http}]}")]
    [InlineData("""Spec = new() { Ports = [.. ports], Type = null, ExternalName = default }""", "spec: {ports: ${computed}}")]
    [InlineData("""Spec = new() { Type = Kind(), ExternalTrafficPolicy = local ? "Local" : "Cluster" }""", "spec: {type: ${computed}, externalTrafficPolicy: ${computed}}")]
    [InlineData("""Spec = new() { Selector = new Dictionary<string, string>(), ExternalIPs = new List<string>() }""", "spec: {selector: {}, externalIPs: []}")]
    [InlineData("""Spec = new() { Ports = new List<V1ServicePort> { { new V1ServicePort { Port = 80 } }, { new() { Port = 81 } }, { 1, 2, 3 } } }""",
        "spec: {ports: [{port: 80}, {port: 81}, ${computed}]}")]
    [InlineData("""Metadata = new V1ObjectMeta(name: "web", namespaceProperty: ns, labels: null), Spec = new(type: "NodePort") { Type = "ClusterIP" }""",
        "metadata: {name: 'web', namespace: ${ns}}, spec: {type: 'ClusterIP'}")]
    [InlineData("""Metadata = new V1ObjectMeta("web"), Spec = new V1ServiceSpec(ports: new List<V1ServicePort> { new(80), new V1ServicePort(port: 81, targetPort: "http") })""",
        "metadata: ${computed}, spec: {ports: [${computed}, {port: 81, targetPort: http}]}")]
    [InlineData("""Metadata = new() { CreationTimestamp = new DateTime() }, Spec = new() { Ports = [new() { TargetPort = new IntOrString() }] }""",
        "metadata: {creationTimestamp: ${computed}}, spec: {ports: [{targetPort: ${computed}}]}")]
    public void An_object_becomes_what_its_manifest_would_be(string initializer, string expected) =>
        Assert.Equal([Header + expected + "}"], Read($"var a = new V1Service {{ {initializer} }};"));

    [Theory]
    [InlineData("V1Service a = new() { ApiVersion = \"v1\", Kind = \"Service\" };", "{apiVersion: 'v1', kind: 'Service'}")]
    [InlineData("V1Service Make() => new() { Metadata = new() };", "{apiVersion: v1, kind: Service, metadata: {}}")]
    [InlineData("V1Service Make() { return new() { Metadata = new() }; }", "{apiVersion: v1, kind: Service, metadata: {}}")]
    [InlineData("class A { V1NetworkPolicy Policy { get; } = new() { Metadata = new() }; }", "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {}}")]
    [InlineData("V1Deployment a = new() { ApiVersion = V1Deployment.KubeApiVersion, Kind = V1Deployment.KubeKind };", "{apiVersion: apps/v1, kind: Deployment}")]
    [InlineData("V1Deployment a = new() { ApiVersion = $\"{V1Deployment.KubeGroup}/{V1Deployment.KubeApiVersion}\", Kind = source.Kind };", "{apiVersion: apps/v1, kind: Deployment}")]
    [InlineData("var a = new V1Service(kind: \"Service\", spec: new V1ServiceSpec(clusterIP: \"None\"));", "{apiVersion: v1, kind: 'Service', spec: {clusterIP: 'None'}}")]
    [InlineData("var a = new V1Namespace(metadata: new V1ObjectMeta(name: \"shop\")).Initialize();", "{apiVersion: v1, kind: Namespace, metadata: {name: 'shop'}}")]
    [InlineData("client.Create(new k8s.Models.V1EndpointSlice { AddressType = \"IPv4\" }, ns);", "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, addressType: 'IPv4'}")]
    public void The_type_is_written_or_that_of_what_it_is_assigned_to(string code, string expected) => Assert.Equal([expected], Read(code));

    [Theory]
    [InlineData("""var labels = new Dictionary<string, string> { ["app"] = "web" };""", "{'app': 'web'}")]
    [InlineData("""const string App = "web"; var labels = new Dictionary<string, string> { ["app"] = App };""", "{'app': 'web'}")]
    [InlineData("""var labels = new Dictionary<string, string> { ["app"] = "web" }; labels["tier"] = "x";""", "{${labels}: ${labels}}")]
    [InlineData("""var labels = new Dictionary<string, string> { ["app"] = "web" }; labels.Add("tier", "x");""", "{${labels}: ${labels}}")]
    [InlineData("""var labels = new Dictionary<string, string> { ["app"] = "web" }; AddCommon(labels);""", "{${labels}: ${labels}}")]
    [InlineData("""var labels = new Dictionary<string, string> { ["app"] = "web" }; log.Info(labels); if (labels.ContainsKey("a")) { }""", "{'app': 'web'}")]
    [InlineData("""void F(Dictionary<string, string> labels) { }""", "{${labels}: ${labels}}")]
    [InlineData("""var labels = new Dictionary<string, string> { ["app"] = "web" }; labels = other;""", "{${labels}: ${labels}}")]
    [InlineData("""var labels = new Dictionary<string, string> { ["app"] = "web" }; Fill(out labels);""", "{${labels}: ${labels}}")]
    [InlineData("""var labels = new Dictionary<string, string> { ["app"] = "web" }; void F() { var labels = new Dictionary<string, string>(); labels["b"] = "c"; }""", "{'app': 'web'}")]
    [InlineData("""var labels = new Dictionary<string, string> { ["app"] = "web" }; void F() { labels["b"] = "c"; }""", "{${labels}: ${labels}}")]
    [InlineData("""var labels = new Dictionary<string, string> { ["app"] = "web" }; F(labels => { labels.Add("b", "c"); });""", "{'app': 'web'}")]
    [InlineData("""if (x is Dictionary<string, string> labels) { } if (y is Dictionary<string, string> labels) { }""", "{${labels}: ${labels}}")]
    public void A_variable_is_known_while_nothing_changes_it(string code, string expected) =>
        Assert.Equal([$"{Header}spec: {{selector: {expected}}}}}"], Read(code + "var a = new V1Service { Spec = new() { Selector = labels } };"));

    [Theory]
    [InlineData("", "{'app': 'web'}")]
    [InlineData("void G() { this.Labels.Add(\"tier\", \"x\"); }", "{${Labels}: ${Labels}}")]
    [InlineData("void G(A other) { other.Labels = null; }", "{${Labels}: ${Labels}}")]
    [InlineData("void G() { Labels = null; }", "{${Labels}: ${Labels}}")]
    [InlineData("void G(IDictionary<string, string> Labels) { Labels.Clear(); var b = new V1ObjectMeta { Labels = Labels }; }", "{'app': 'web'}")]
    public void A_field_is_known_while_no_method_changes_it(string member, string expected) => Assert.Equal(
        [$"{Header}metadata: {{labels: {expected}}}}}"],
        Read($$"""class A { static readonly Dictionary<string, string> Labels = new() { ["app"] = "web" }; {{member}} V1Service F() => new() { Metadata = new() { Labels = Labels } }; }"""));

    [Fact]
    public void Variables_of_the_same_name_are_each_methods_own()
    {
        const string Code = """
            class A
            {
                V1Service F() { var service = new V1Service { Spec = new() { Type = "NodePort" } }; return service; }
                V1Service G() { var service = new V1Service { Spec = new() { Type = "ClusterIP" } }; service.Spec.Type = "LoadBalancer"; return service; }
            }
            """;

        Assert.Equal([Header + "spec: {type: 'NodePort'}}"], Read(Code));
    }

    [Theory]
    [InlineData("var a = new V1Service { Spec = new() }; a.Spec.Type = \"NodePort\";")]
    [InlineData("var a = new V1Service { Spec = new() }; a.Spec.Ports.Add(port);")]
    [InlineData("var a = new V1Service { Spec = new() }; a.EnsureMetadata().Name = \"web\";")]
    [InlineData("var a = new V1Service { Spec = new() }; Complete(a);")]
    [InlineData("var a = new V1Service { Spec = new() }; Fill(ref a);")]
    [InlineData("class A { V1Service a; void F() { a = new V1Service { Spec = new() }; } void G() { this.a.Spec.Type = \"x\"; } }")]
    [InlineData("var a = new V1Service { Spec = new() }.WithOwner(b);")]
    [InlineData("var a = new V1Service { Spec = new() }.Initialize().WithOwner(b);")]
    [InlineData("var a = new V1Service { Spec = new() }.Initialize(); a.Spec.Type = \"NodePort\";")]
    [InlineData("V1Service Make() => new V1Service { Spec = new() }; var a = Make(); a.Spec.Type = \"NodePort\";")]
    [InlineData("class A { V1Service Make() { return new() { Spec = new() }; } async Task F() { var a = await this.Make(); a.Spec.Ports.Add(port); } }")]
    [InlineData("V1Service Make() => new() { Spec = new() }; Make().Spec.Type = \"NodePort\";")]
    [InlineData("V1Service Make() => new() { Spec = new() }; var a = Make().WithOwner(b);")]
    [InlineData("V1Service Make() => new() { Spec = new() }; Complete(Make());")]
    [InlineData("V1Service Make() { var made = new V1Service { Spec = new() }; return made; } var a = await Make().ConfigureAwait(false); a.Spec.Type = \"NodePort\";")]
    [InlineData("var a = old ?? new V1Service { Spec = new() }; a.Spec.Type = \"NodePort\";")]
    [InlineData("var a = (old as V1Service) ?? (x ? new V1Service { Spec = new() } : y)!; a.Spec.Type = \"NodePort\";")]
    [InlineData("a ??= x switch { 1 => new V1Service { Spec = new() }, _ => y }; a.Spec.Type = \"NodePort\";")]
    [InlineData("var a = (new V1Service { Spec = new() }).WithOwner(b);")]
    [InlineData("switch (x) { case 1: var a = new V1Service { Spec = new() }; break; case 2: a.Spec.Type = \"NodePort\"; break; }")]
    [InlineData("var a = new V1Service { Spec = new() } with { Metadata = m };")]
    public void An_object_that_is_changed_is_not_known(string code) => Assert.Empty(Read(code));

    [Theory]
    [InlineData("var a = new V1Service { Spec = new() }; client.Patch(new V1Patch(a, V1Patch.PatchType.MergePatch), name);")]
    [InlineData("var a = new V1Service { Spec = new() }; client.Patch(new k8s.Models.V1Patch(KubernetesJson.Serialize(a), type), name);")]
    [InlineData("client.Patch(new V1Patch(new V1Service { Spec = new() }, V1Patch.PatchType.MergePatch), name);")]
    [InlineData("var text = KubernetesJson.Serialize(new V1Service { Spec = new() });")]
    [InlineData("var servicePatch = new V1Service { Spec = new() };")]
    public void A_patch_is_no_whole_object(string code) => Assert.Empty(Read(code));

    [Theory]
    [InlineData("var a = new V1Service { Metadata = new() }; var text = KubernetesYaml.Serialize(a);")]
    [InlineData("var a = new V1Service { Metadata = new() }; client.Patch(new V1Patch(text, type), name);")]
    [InlineData("var a = new V1Service { Metadata = new() }; var b = a.Name(); await client.CoreV1.CreateNamespacedServiceAsync(a, ns);")]
    [InlineData("var a = new V1Service { Metadata = new() }; log.Info(a);")]
    [InlineData("var a = old ?? new V1Service { Metadata = new() }; client.Create(a);")]
    [InlineData("V1Service Make() => new() { Spec = new() }; var a = Make(); client.Create(a); client.Create(Make()); var name = Make().Name(); var b = await Make().ConfigureAwait(false);")]
    public void An_object_that_is_only_used_is_known(string code) => Assert.Single(Read(code));

    [Theory]
    [InlineData("var a = new V1Service();")]
    [InlineData("var a = new V1Service(\"v1\", \"Service\") { Spec = new() };")]
    [InlineData("var a = new V1Service { Description = text, Spec = new() };")]
    [InlineData("var a = new V1Service { Spec = new() { Ports = [new() { Number = 80 }] } };")]
    [InlineData("var a = new V1Service(spec: new V1ServiceSpec(kind: \"NodePort\"));")]
    [InlineData("var a = new V1ServiceList { Items = [] };")]
    [InlineData("Service a = new() { Spec = new() };")]
    [InlineData("F(new() { Spec = new() });")]
    public void What_is_no_whole_object_of_a_model_is_none(string code) => Assert.Empty(Read(code));

    [Fact]
    public void A_model_of_another_namespace_is_none_where_the_compiler_knows()
    {
        const string Code = "var a = new V1Service { Kind = \"Service\" }; var b = new k8s.Models.V1Service { Kind = \"Service\" }; class V1Service { public string Kind { get; set; } }";
        var tree = CSharpSyntaxTree.ParseText(Code, path: "Program.cs");
        var compilation = CSharpCompilation.Create(
            "App",
            [tree, CSharpSyntaxTree.ParseText("namespace k8s.Models { class V1Service { public string Kind { get; set; } } }")],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]);

        var facts = CodeReader.Read(new SourceText("Program.cs", Code), tree.GetRoot(), compilation.GetSemanticModel(tree));

        Assert.Equal("new k8s.Models.V1Service { Kind = \"Service\" }", Assert.Single(facts.Manifests).Span.Text);
    }

    [Fact]
    public void Spans_are_those_of_the_code()
    {
        var facts = Facts("""var a = new V1Service { Spec = new() { Type = "NodePort", ClusterIP = Any, ExternalName = @"" } };""");
        var spec = (YamlMapping)((YamlMapping)Assert.Single(facts.Manifests))["spec"]!;

        Assert.Equal(["Type", "ClusterIP", "ExternalName"], spec.Entries.Select(e => e.Key.Span.Text));
        Assert.Equal(["NodePort", "Any", "@\"\""], spec.Entries.Select(e => e.Value.Span.Text));
        Assert.Equal("V1Service", ((YamlMapping)facts.Manifests[0]).Entries[0].Value.Span.Text);
    }

    [Theory]
    [InlineData(""""
        var a = """
            apiVersion: v1
            kind: Service
            spec:
              type: NodePort
            """;
        """")]
    [InlineData(""""
        var a = $"""
            # {comment}
            apiVersion: v1
            kind: Service
            spec: {brace} 
              type: NodePort
            """;
        """", false)]
    [InlineData(""""
        var a = $$"""
            apiVersion: v1
            kind: Service
            metadata: { name: "{{name}}-{{x}}", namespace: a }
            spec: { type: NodePort }
            """;
        """")]
    [InlineData("""
        var a = @"apiVersion: v1
        kind: Service
        spec:
          type: NodePort
        ";
        """)]
    [InlineData("""var a = "apiVersion: v1\nkind: Service\nspec:\n  type: NodePort\n";""")]
    public void A_manifest_in_a_text_is_read_where_it_stands(string code, bool isManifest = true)
    {
        foreach (var text in (string[])[code, code.ReplaceLineEndings("\r\n")])
        {
            var facts = Facts(text);
            Assert.Equal(isManifest ? 1 : 0, facts.Manifests.Count);
            if (isManifest)
            {
                var type = ((YamlMapping)((YamlMapping)facts.Manifests[0])["spec"]!).Entries[0];
                Assert.Equal(("type", "NodePort"), (type.Key.Span.Text, type.Value.Span.Text));
            }
        }
    }

    [Fact]
    public void Each_document_of_a_text_is_a_manifest_and_what_is_none_is_passed_over()
    {
        var facts = Facts(""""
            var a = $"""
                apiVersion: v1
                kind: Namespace
                metadata: {metadata}
                ---
                not: a manifest
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: {name}
                """;
            var b = "apiVersion: v1, kind: x";
            """");

        Assert.Equal(["{apiVersion: v1, kind: Namespace, metadata: ${computed}}", "{apiVersion: v1, kind: Service, metadata: {name: ${computed}}}"], facts.Manifests.Select(Show));
    }

    /// <summary>Properties have the names of the fields, but for a suffix: proved with the models themselves.</summary>
    [Fact]
    public void Properties_of_the_models_map_to_the_fields_of_manifests()
    {
        var seen = new HashSet<Type>();
        var open = new Queue<Type>([typeof(V1Service), typeof(V1Endpoints), typeof(V1EndpointSlice), typeof(V1NetworkPolicy), typeof(V1Ingress), typeof(V1CronJob), typeof(V1StatefulSet), typeof(V1Deployment), typeof(V1DaemonSet), typeof(V1ConfigMap), typeof(V1Namespace)]);
        while (open.TryDequeue(out var type))
        {
            seen.Add(type);
            foreach (var property in type.GetProperties())
            {
                if (property.GetCustomAttribute<JsonPropertyNameAttribute>() is { } field)
                {
                    Assert.True(field.Name == ObjectReader.FieldOf(property.Name), $"{type.Name}.{property.Name} is {field.Name}");
                    foreach (var inner in property.PropertyType.GetGenericArguments().Append(property.PropertyType).Where(t => t.Namespace == "k8s.Models" && !seen.Contains(t)))
                    {
                        open.Enqueue(inner);
                    }
                }
            }
        }

        Assert.True(seen.Count > 100, $"{seen.Count}");
    }

    private static IEnumerable<string> Read(string code) => Facts(code).Manifests.Select(Show);

    private static CodeFacts Facts(string code) => CodeReader.Read(new SourceText("Program.cs", code));

    // Flow style; texts in quotes, what is plain without.
    private static string Show(YamlNode node) => node switch
    {
        YamlMapping mapping => $"{{{string.Join(", ", mapping.Entries.Select(e => $"{Show(e.Key)}: {Show(e.Value)}"))}}}",
        YamlSequence sequence => $"[{string.Join(", ", sequence.Items.Select(Show))}]",
        YamlScalar { Style: ScalarStyle.Plain } scalar => scalar.Value,
        YamlScalar scalar => $"'{scalar.Value}'",
        _ => "",
    };
}
