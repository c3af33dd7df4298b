using System.Globalization;
using System.Text.Json;
using SvcLint.Config;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Reachability;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>What two evaluators agree on about 200 clusters.</summary>
public sealed class ConnectivityGoldenTests
{
    // Inputs that declare no Namespace at all leave their labels unknown; the evaluators take them to have none.
    private const double MostUnknown = 0.002;
    private const double MostDifferent = 0.006;

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

    /// <summary>
    /// Whole lists of connections. They may differ where a cluster policy names networks: the API holds traffic within the cluster against
    /// them, 0.0.0.0/0 surely, others if the pods are there, which the evaluators' own addresses decided.
    /// </summary>
    [SkippableFact]
    public void Lists_differ_only_where_networks_may_hold_pods()
    {
        var (rows, differ, wrong) = (0, 0, new List<string>());
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(SharedFolder.Require("reach"), "clusters")).Order(StringComparer.Ordinal))
        {
            var cluster = Connectivity.Of(Units.Of(File.ReadAllText(Path.Combine(folder, "manifests.yaml"))));
            var everything = new HashSet<string>(cluster.Unit.OfType<ClusterPolicy>().Where(p => (p.Egress?.Items ?? []).Any(r => (r.Peers?.Items ?? []).Any(e => (e.Networks?.Items ?? []).Any(n => n.Value == "0.0.0.0/0")))).Select(p => $"{p.Kind.Value} {p.Name}"));
            using var list = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "connlist.json")));
            foreach (var row in list.RootElement.EnumerateArray().Where(r => r.GetProperty("status").GetString() == "agreed" && !r.GetRawText().Contains("{ingress", StringComparison.Ordinal)))
            {
                rows++;
                var (source, destination) = (End(cluster, row, "src"), End(cluster, row, "dst"));
                var answer = cluster.Between(source, destination);
                var wanted = Ports(row.GetProperty("connections"));
                if (answer.Sure.Equals(wanted))
                {
                    continue;
                }

                differ++;
                var isOpen = answer.Unknown.Contains(wanted.Except(answer.Sure)) && answer.Doubts.All(d => d.Kind is DoubtKind.RangeOfPods or DoubtKind.NamespaceLabels);
                if (!isOpen || !(answer.Sure.Except(wanted).IsEmpty || cluster.PoliciesOn(source, destination).Egress.Any(p => everything.Contains(p.Policy))))
                {
                    wrong.Add($"{Path.GetFileName(folder)} {row} {answer.Sure}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.True(differ <= rows * MostDifferent, string.Create(CultureInfo.InvariantCulture, $"{differ} of {rows} differ"));
    }

    /// <summary>Assertions that svclint writes are read back and hold, of every cluster.</summary>
    [SkippableFact]
    public void Written_assertions_hold()
    {
        var held = 0;
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(SharedFolder.Require("reach"), "clusters")))
        {
            var cluster = Connectivity.Of(Units.Of(File.ReadAllText(Path.Combine(folder, "manifests.yaml"))));
            var problems = new List<ConfigurationProblem>();
            foreach (var assertion in AssertionFile.Read(new SourceText("svclint.yaml", AssertionWriter.Of(cluster)), problems))
            {
                var result = AssertionCheck.Of(assertion, cluster);
                Assert.True(result.State is AssertionState.Holds or AssertionState.Unknown, $"{Path.GetFileName(folder)} {assertion.Text.Value}: {result.Message}");
                held++;
            }

            Assert.Empty(problems);
        }

        Assert.True(held > 1000, $"{held} only");
    }

    private static PortSet Ports(JsonElement connections) => connections.ValueKind == JsonValueKind.String ? PortSet.All
        : connections.EnumerateObject().SelectMany(p => p.Value.GetString()!.Split(',').Select(r => r.Split('-')).Select(r => PortSet.Range(p.Name, Number(r[0]), Number(r[^1])))).Aggregate(PortSet.Empty, (all, one) => all.Union(one));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static ReachEnd End(Connectivity cluster, JsonElement verdict, string side)
    {
        // Of a range the first address stands for all.
        var name = verdict.GetProperty(side).GetString()!;
        name = name.Contains('[', StringComparison.Ordinal) ? name : name.Split('-')[0];
        return IPAddressValue.TryParse(name, out var address)
            ? cluster.Ends.First(e => e.Kind == ReachEndKind.Outside && e.Addresses!.Value.First.CompareTo(address) <= 0 && e.Addresses.Value.Last.CompareTo(address) >= 0)
            : cluster.Ends.Single(e => e.Name == name);
    }
}
