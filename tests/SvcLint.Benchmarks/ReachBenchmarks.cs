using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Jobs;
using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Model;
using SvcLint.Reachability;
using SvcLint.Text;

namespace SvcLint.Benchmarks;

/// <summary>Who reaches whom in clusters with half as many policies as workloads: what the answer costs as it grows.</summary>
[MemoryDiagnoser]
[SimpleJob(RuntimeMoniker.HostProcess, launchCount: 1, warmupCount: 2, iterationCount: 5)]
public class ReachBenchmarks
{
    private const int Namespaces = 10;

    private DeploymentUnit _unit = new("", UnitKind.Named, new ClusterFacts(), [], [], []);

    [Params(100, 300, 1_000)]
    public int Workloads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        KubernetesObject[] objects = [.. Linter.Parse(new SourceText("reach.yaml", Yaml(Workloads))).Objects];
        _unit = new DeploymentUnit("reach", UnitKind.Named, new ClusterFacts(), objects, [], ["reach.yaml"]);
    }

    [Benchmark]
    public int Connections() => Connectivity.Of(_unit).Rows(unknown: false).Count();

    [Benchmark]
    public int Services() => new ServiceReach(Connectivity.Of(_unit)).Rows(_ => true, (_, _) => true).Count();

    private static string Yaml(int workloads)
    {
        var yaml = new StringBuilder();
        for (var i = 0; i < Namespaces; i++)
        {
            yaml.Append(Text($"---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: ns-{i}\n  labels:\n    team: t{i % 3}\n"));
        }

        for (var i = 0; i < workloads; i++)
        {
            yaml.Append(Text($"---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: app-{i}\n  namespace: ns-{i % Namespaces}\n  labels:\n    app: app-{i}\n    tier: t{i % 5}\n"));
            yaml.Append(Text($"spec:\n  containers:\n  - name: main\n    image: main\n    ports:\n    - name: http\n      containerPort: {8000 + (i % 20)}\n"));
            yaml.Append(Text($"---\napiVersion: v1\nkind: Service\nmetadata:\n  name: app-{i}\n  namespace: ns-{i % Namespaces}\nspec:\n  selector:\n    app: app-{i}\n  ports:\n  - port: 80\n    targetPort: http\n"));
        }

        for (var i = 0; i < workloads / 2; i++)
        {
            yaml.Append(Text($"---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: policy-{i}\n  namespace: ns-{i % Namespaces}\nspec:\n  podSelector:\n    matchLabels:\n      tier: t{i % 5}\n"));
            yaml.Append(Text($"  ingress:\n  - from:\n    - namespaceSelector:\n        matchLabels:\n          team: t{i % 3}\n      podSelector:\n        matchLabels:\n          tier: t{(i + 1) % 5}\n    - ipBlock:\n        cidr: 198.51.{i % 256}.0/24\n    ports:\n    - port: http\n    - port: {9000 + i}\n"));
        }

        return yaml.ToString();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
