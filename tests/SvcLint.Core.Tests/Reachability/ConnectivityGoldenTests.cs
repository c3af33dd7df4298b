using System.Globalization;
using System.Text.Json;
using SvcLint.Kubernetes;
using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>What two evaluators agree on about 200 clusters.</summary>
public sealed class ConnectivityGoldenTests
{
    // Inputs that declare no Namespace at all leave their labels unknown; the evaluators take them to have none.
    private const double MostUnknown = 0.002;

    [SkippableFact]
    public void No_answer_contradicts_the_evaluators()
    {
        var (asked, unknown, wrong) = (0, 0, new List<string>());
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(SharedFolder.Require("reach"), "clusters")).Order(StringComparer.Ordinal))
        {
            var cluster = Connectivity.Of(Units.Of(File.ReadAllText(Path.Combine(folder, "manifests.yaml"))));
            using var verdicts = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "verdicts.json")));
            foreach (var verdict in verdicts.RootElement.EnumerateArray())
            {
                asked++;
                var answer = cluster.Between(End(cluster, verdict, "src"), End(cluster, verdict, "dst"));
                var (protocol, port) = (verdict.GetProperty("protocol").GetString()!, verdict.GetProperty("port").GetInt32());
                if (answer.Unknown.Contains(protocol, port))
                {
                    unknown++;
                }
                else if (answer.Sure.Contains(protocol, port) != verdict.GetProperty("allowed").GetBoolean())
                {
                    wrong.Add($"{Path.GetFileName(folder)} {verdict}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.True(unknown <= asked * MostUnknown, string.Create(CultureInfo.InvariantCulture, $"{unknown} of {asked} unknown"));
    }

    private static ReachEnd End(Connectivity cluster, JsonElement verdict, string side)
    {
        var name = verdict.GetProperty(side).GetString()!;
        return IPAddressValue.TryParse(name, out var address)
            ? cluster.Ends.First(e => e.Kind == ReachEndKind.Outside && e.Addresses!.Value.First.CompareTo(address) <= 0 && e.Addresses.Value.Last.CompareTo(address) >= 0)
            : cluster.Ends.Single(e => e.Name == name);
    }
}
