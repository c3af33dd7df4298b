using System.Text;
using SvcLint.Cli.Outputs;
using SvcLint.Core.Tests.Schemas;
using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Text;

namespace SvcLint.Cli.Tests.Outputs;

/// <summary>The typed objects of every scenario, in all modes, follow the published schema.</summary>
public sealed class EmulationJsonTests
{
    private static readonly string Goldens = Path.Combine(RepositoryRoot.Path, "tests", "SvcLint.Core.Tests", "Goldens");

    [Theory]
    [InlineData("iptables", 30)]
    [InlineData("iptables", 34)]
    [InlineData("nftables", 29)]
    [InlineData("nftables", 36)]
    [InlineData("ipvs", 30)]
    public void Every_scenario_follows_the_schema(string mode, int minor)
    {
        var schema = new SchemaFile(Path.Combine(RepositoryRoot.Path, "schemas/emulation.schema.json"));
        foreach (var path in Directory.EnumerateFiles(Goldens, "*.yaml"))
        {
            var family = Path.GetFileName(path).StartsWith("ipv6", StringComparison.Ordinal) ? IPFamily.IPv6 : IPFamily.IPv4;
            var json = Json(File.ReadAllText(path), Enum.Parse<ProxyMode>(mode, ignoreCase: true), family, minor);
            Assert.Empty(schema.Validate(json).Select(e => $"{Path.GetFileName(path)}: {e}"));
        }
    }

    [Theory]
    [InlineData("iptables", "\"match\": \"nfacct\"")]
    [InlineData("nftables", "\"object\": \"element\"")]
    public void A_node_may_have_more(string mode, string expected)
    {
        var environment = new ProxyEnvironment { Nfacct = true, ServiceCIDRs = [CidrValue.TryParse("10.96.0.0/12", out var range) ? range : default] };
        var yaml = File.ReadAllText(Path.Combine(Goldens, "clusterip-basic.yaml"));
        Assert.Contains(expected, Json(yaml, Enum.Parse<ProxyMode>(mode, ignoreCase: true), IPFamily.IPv4, 34, environment), StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_name_the_place_behind_them_and_what_svclint_chose()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Manifests.Both("web", "http", "http"));

        var json = scratch.Lint("emulate", "--mode", "ipvs", "--format", "json").Json;

        var server = json.GetProperty("virtualServers")[0];
        Assert.Equal(("tcp", "198.18.0.1", 80), (server.GetProperty("protocol").GetString(), server.GetProperty("address").GetString(), server.GetProperty("port").GetInt32()));
        Assert.True(server.GetProperty("placeholder").GetBoolean());
        Assert.Equal("198.19.128.1:8080", server.GetProperty("realServers")[0].GetProperty("address").GetString());
        Assert.Equal(("web.yaml", 5), (server.GetProperty("file").GetString(), server.GetProperty("span").GetProperty("startLine").GetInt32()));
        Assert.Contains(json.GetProperty("placeholders").EnumerateArray(), p => p.GetProperty("kind").GetString() == "clusterIP" && p.GetProperty("owner").GetString() == "default/web");
    }

    private static string Json(string yaml, ProxyMode mode, IPFamily family, int minor, ProxyEnvironment? environment = null)
    {
        var options = new EmulationOptions { Mode = mode, Family = family, Node = "node-a", Version = new KubernetesVersion(minor), Environment = environment ?? ProxyEnvironment.Default };
        using var stream = new MemoryStream();
        EmulationJson.Write(Emulator.Emulate([.. Linter.Parse(new SourceText("test.yaml", yaml)).Objects], options), stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
