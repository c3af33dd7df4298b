using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Jobs;
using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Benchmarks;

/// <summary>Clusters of Services with ten endpoints each: from YAML to objects, and from objects to the text of a proxier.</summary>
[MemoryDiagnoser]
[SimpleJob(RuntimeMoniker.HostProcess, launchCount: 1, warmupCount: 2, iterationCount: 5)]
public class EmulationBenchmarks
{
    private const int EndpointsPerService = 10;

    private SourceText _source = new("scale.yaml", "");
    private KubernetesObject[] _objects = [];

    [Params(1_000, 5_000, 10_000)]
    public int Services { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _source = new SourceText("scale.yaml", Yaml(Services));
        _objects = Linter.Parse(_source).Objects.ToArray();
    }

    [Benchmark]
    public int Read() => Linter.Parse(_source).Objects.Count();

    [Benchmark]
    public void Iptables() => Emulate(ProxyMode.Iptables);

    [Benchmark]
    public void Nftables() => Emulate(ProxyMode.Nftables);

    [Benchmark]
    public void Ipvs() => Emulate(ProxyMode.Ipvs);

    private static string Yaml(int services)
    {
        var yaml = new StringBuilder();
        yaml.Append("apiVersion: v1\nkind: Node\nmetadata:\n  name: node-a\nstatus:\n  addresses:\n  - type: InternalIP\n    address: 192.168.10.11\n");
        yaml.Append("---\napiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nclusterCIDR: 10.0.0.0/9\n");
        var endpoint = 0;
        for (var i = 0; i < services; i++)
        {
            var ip = Text($"172.{16 + (i / 62500)}.{i / 250 % 250}.{1 + (i % 250)}");
            yaml.Append(Text($"---\napiVersion: v1\nkind: Service\nmetadata:\n  name: svc-{i}\n  namespace: ns-{i % 50}\nspec:\n  type: ClusterIP\n  clusterIP: {ip}\n  clusterIPs:\n  - {ip}\n  ipFamilies:\n  - IPv4\n"));
            yaml.Append("  ports:\n  - name: http\n    protocol: TCP\n    port: 80\n    targetPort: 8080\n");
            yaml.Append(Text($"---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n  name: svc-{i}-s0\n  namespace: ns-{i % 50}\n  labels:\n    kubernetes.io/service-name: svc-{i}\n"));
            yaml.Append("addressType: IPv4\nports:\n- name: http\n  protocol: TCP\n  port: 8080\nendpoints:\n");
            for (var e = 0; e < EndpointsPerService; e++, endpoint++)
            {
                yaml.Append(Text($"- addresses:\n  - 10.{endpoint / 62500}.{endpoint / 250 % 250}.{1 + (endpoint % 250)}\n  conditions:\n    ready: true\n  nodeName: node-{"ab"[endpoint % 2]}\n"));
            }
        }

        return yaml.ToString();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Emulate(ProxyMode mode)
    {
        using var output = new StreamWriter(Stream.Null, new UTF8Encoding(false), 1 << 16);
        Emulator.Emulate(_objects, new EmulationOptions { Mode = mode, Version = new KubernetesVersion(30) }).Rules!.Write(output);
    }
}
