using System.Text;
using CsCheck;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Fuzz;

/// <summary>
/// Throws random bytes and mutated manifests at the whole pipeline: no exception, no crashed rule, no span outside its text, and an end
/// within the time that a person would wait.
/// </summary>
public sealed class PipelineFuzzTests
{
    private const int Samples = 1500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // Each kind that svclint reads, with the syntax that YAML has; mutations start from here.
    private static readonly string[] Seeds =
    [
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop, annotations: {service.beta.kubernetes.io/aws-load-balancer-type: nlb, "a/b": "80,443"}}
        spec:
          type: LoadBalancer
          selector: &labels {app: web}
          externalTrafficPolicy: Local
          loadBalancerSourceRanges: [10.0.0.0/8, 2001:db8::/32]
          ports:
            - {name: http, port: 80, targetPort: http, nodePort: 30080}
            - {name: dns, port: 53, protocol: UDP, appProtocol: kubernetes.io/h2c}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          selector: {matchLabels: *labels, matchExpressions: [{key: tier, operator: In, values: [a, b]}]}
          template:
            metadata: {labels: {app: web, tier: a}}
            spec:
              containers:
                - name: web
                  image: web:1.0
                  ports: [{name: http, containerPort: 8080}]
                  env: [{name: REDIS_ADDR, value: "redis.shop.svc.cluster.local:6379"}]
                  readinessProbe: {httpGet: {path: /, port: http}}
        """,
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: deny, namespace: shop}
        spec:
          podSelector: {}
          policyTypes: [Ingress, Egress]
          ingress:
            - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}, {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]
              ports: [{port: http}, {port: 9090, endPort: 9092, protocol: TCP}]
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec: {rules: [{host: a.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}]}}]}
        """,
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        endpoints: [{addresses: [10.0.0.1], conditions: {ready: true}, zone: a, hints: {forZones: [{name: a}]}}]
        ports: [{name: http, port: 8080, protocol: TCP}]
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: kube-proxy, namespace: kube-system}
        data:
          config.conf: |
            apiVersion: kubeproxy.config.k8s.io/v1alpha1
            kind: KubeProxyConfiguration
            mode: "ipvs"
            clusterCIDR: 10.244.0.0/16
            conntrack: {maxPerCore: 32768, tcpEstablishedTimeout: 24h0m0s}
        """,
        """
        apiVersion: v1
        kind: List
        items:
          - <<: &base {apiVersion: v1, kind: Service}
            metadata: {name: a}
            spec: {clusterIP: None, ports: [{port: 0x50, targetPort: 8_080}], selector: {on: yes}}
          - !!map {<<: *base, metadata: {name: b}}
        """,
        """{"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"r"},"spec":{"parentRefs":[{"name":"g"}],"rules":[{"backendRefs":[{"name":"web","port":80}]}]}}""",
        """
        resources: [web.yaml]
        namePrefix: x-
        patches:
          - target: {kind: Service}
            patch: |-
              - {op: replace, path: /spec/ports/0/port, value: 81}
        configMapGenerator: [{name: c, literals: [a=b]}]
        """,
        """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup><TargetFramework>net8.0</TargetFramework><ContainerRepository>web</ContainerRepository></PropertyGroup>
          <ItemGroup><ContainerPort Include="8080" Type="tcp" /><ContainerEnvironmentVariable Include="ASPNETCORE_URLS" Value="http://+:8080" /></ItemGroup>
        </Project>
        """,
        """
        # escape=\
        ARG VERSION=8.0
        FROM mcr.microsoft.com/dotnet/aspnet:${VERSION:-9.0} AS base
        ENV ASPNETCORE_URLS=http://*:5000 \
            OTHER="a b"
        COPY ["src/Web.csproj", "./"]
        RUN <<EOF
        true
        EOF
        EXPOSE 80/tcp
        ENTRYPOINT ["dotnet", "Web.dll", "--urls", "http://*:5001"]
        """,
        """{"Kestrel": {"Endpoints": {"Http": {"Url": "http://localhost:5000"}}}, "Urls": "http://*:80;https://[::]:443" /* a */}""",
        """
        services: {web: {image: "${R:-shop}/web:1.0", build: {context: ., dockerfile: Dockerfile}}}
        ---
        apiVersion: skaffold/v4beta1
        build: {artifacts: [{image: web, context: k}]}
        """,
    ];

    private static readonly string[] DotNetNames = ["Dockerfile", "a.csproj", "Directory.Build.props", "appsettings.json", "appsettings.K8s.json"];

    private static readonly string[] Splinters =
    [
        "\n", "---\n", "...\n", "- ", ": ", "{", "}", "[", "]", "\"", "'", "|\n", ">-\n", "&a ", "*a", "!!str ", "<<: ", "#", "\t", "\r\n", "\0", "\uFEFF", "\uD83D\uDE00",
        "\uFFFD", "null", "~", "-1", "99999999999999999999", "0.0.0.0/0", "::/0", "{{ .Values.x }}", "$(X)", "? ", ", ", "  ", "%YAML 1.2\n", "# svclint:ignore SVC2002 x\n",
    ];

    private static readonly Gen<string> Mutated =
        from seed in Gen.Int[0, Seeds.Length - 1].Select(i => Seeds[i])
        from other in Gen.Int[0, Seeds.Length - 1].Select(i => Seeds[i])
        from cuts in Gen.Select(Gen.Int[0, 5], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Int[0, Splinters.Length - 1].Select(i => Splinters[i])).Array[1, 8]
        select cuts.Aggregate(seed, (text, cut) => Mutate(text, other, cut));

    [Fact]
    public void Mutated_manifests() => Mutated.SampleSeeded(text => Check([("web.yaml", Encoding.UTF8.GetBytes(text))]), iter: Samples);

    [Fact]
    public void Mutated_files_that_meet_in_one_folder() =>
        Gen.Select(Mutated, Mutated, Mutated).SampleSeeded(
            t => Check([("k/kustomization.yaml", Encoding.UTF8.GetBytes(t.Item1)), ("k/web.yaml", Encoding.UTF8.GetBytes(t.Item2)), ("k/svc.json", Encoding.UTF8.GetBytes(t.Item3))]),
            iter: Samples / 3);

    [Fact]
    public void Mutated_files_of_a_project_beside_manifests() =>
        Gen.Select(Mutated, Mutated, Mutated, Mutated).SampleSeeded(
            t => Check(
            [
                ("k/web.yaml", Encoding.UTF8.GetBytes(Seeds[0])), ("k/compose.yaml", Encoding.UTF8.GetBytes(t.Item1)), ("k/Web.csproj", Encoding.UTF8.GetBytes(t.Item2)),
                ("k/Dockerfile", Encoding.UTF8.GetBytes(t.Item3)), ("k/appsettings.json", Encoding.UTF8.GetBytes(t.Item4)),
            ]),
            iter: Samples / 3);

    [Fact]
    public void Random_bytes_under_any_name() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[0, DotNetNames.Length - 1].Select(i => DotNetNames[i])).SampleSeeded(
            sample =>
            {
                var (bytes, name) = sample;
                Check([(name, bytes)]);
                Assert.Empty(Linter.Parse(SourceText.FromBytes(name, bytes)).Problems);
            },
            iter: Samples);

    [Fact]
    public void Random_bytes() => Gen.Byte.Array[0, 400].SampleSeeded(bytes => Check([("web.yaml", bytes)]), iter: Samples);

    [Fact]
    public void Random_bytes_inside_manifests() =>
        Gen.Select(Gen.Int[0, Seeds.Length - 1].Select(i => Seeds[i]), Gen.Double[0, 1], Gen.Byte.Array[1, 12]).SampleSeeded(
            sample =>
            {
                var (seed, at, bytes) = sample;
                var text = Encoding.UTF8.GetBytes(seed);
                var cut = (int)(at * text.Length);
                Check([("web.yaml", [.. text[..cut], .. bytes, .. text[cut..]])]);
            },
            iter: Samples);

    [Theory]
    [InlineData("[", 50_000)]
    [InlineData("{a: ", 50_000)]
    [InlineData("- ", 20_000)]
    [InlineData("? ", 20_000)]
    [InlineData("a: &a [*a, *a]\n", 5_000)]
    [InlineData("---\n", 50_000)]
    [InlineData("\"", 50_001)]
    [InlineData("{{", 50_000)]
    [InlineData("# svclint:ignore ", 20_000)]
    [InlineData("a: |\n ", 10_000)]
    [InlineData("apiVersion: v1\nkind: Service\n---\n", 3_000)]
    public void What_repeats_a_thousandfold_ends(string part, int times) => Check([("web.yaml", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, times))))]);

    private static string Mutate(string text, string other, (int Kind, double From, double To, string Splinter) cut)
    {
        var from = (int)(cut.From * text.Length);
        var to = Math.Min(text.Length, from + (int)(cut.To * 30));
        var donor = other.Substring((int)(cut.From * other.Length), Math.Min(30, other.Length - (int)(cut.From * other.Length)));
        return cut.Kind switch
        {
            0 => text.Remove(from, to - from),
            1 => text.Insert(from, cut.Splinter),
            2 => text.Insert(from, text[from..to]),
            3 => text[..from] + cut.Splinter + text[to..],
            4 => text.Insert(from, donor),
            _ => text[..from],
        };
    }

    private static void Check((string Path, byte[] Bytes)[] inputs)
    {
        var work = Task.Run(() => Run(inputs));
        Assert.True(work.Wait(Patience), $"still running after {Patience}: {Describe(inputs)}");
    }

    private static void Run((string Path, byte[] Bytes)[] inputs)
    {
        var files = inputs.Select(i => Linter.Parse(SourceText.FromBytes(i.Path, i.Bytes))).ToArray();
        var result = Linter.Lint(files, new LintOptions { ReadFile = _ => null, Today = new DateTime(2026, 1, 1) });
        foreach (var finding in result.Findings)
        {
            Assert.True(finding.Rule.Id != "SVC0009", finding.Message);
            foreach (var span in finding.Related.Select(r => r.Span).Append(finding.Span))
            {
                Assert.InRange(span.Start, 0, span.End);
                Assert.InRange(span.End, span.Start, span.Source.Content.Length);
                Assert.True(span.StartPosition.Line > 0 && span.EndPosition.Column > 0);
            }
        }
    }

    private static string Describe((string Path, byte[] Bytes)[] inputs) => string.Join(", ", inputs.Select(i => $"{i.Path}: {Convert.ToBase64String(i.Bytes)}"));
}
