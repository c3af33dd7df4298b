using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Jobs;
using SvcLint.Benchmarks.Growth;
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
        _source = new SourceText("scale.yaml", ClusterDump.Yaml(Services, EndpointsPerService));
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

    private void Emulate(ProxyMode mode)
    {
        using var output = new StreamWriter(Stream.Null, new UTF8Encoding(false), 1 << 16);
        Emulator.Emulate(_objects, new EmulationOptions { Mode = mode, Version = new KubernetesVersion(30) }).Rules!.Write(output);
    }
}
