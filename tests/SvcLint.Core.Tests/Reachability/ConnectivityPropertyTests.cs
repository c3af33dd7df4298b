using SvcLint.Config;
using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>What must hold of every cluster, on many that nobody chose.</summary>
public sealed class ConnectivityPropertyTests
{
    private const int Clusters = 300;

    private static readonly (string Protocol, int Port)[] Asked = [("TCP", 80), ("TCP", 5432), ("TCP", 8080), ("TCP", 90), ("TCP", 91), ("UDP", 53), ("UDP", 91), ("SCTP", 80)];

    /// <summary>
    /// The table of all connections and the evaluation of one are separate code: they agree, unknowns included. Only of namespaces that the
    /// input leaves out does trace take less for granted.
    /// </summary>
    [Fact]
    public void Reach_and_trace_say_the_same_of_every_pair()
    {
        var pairs = 0;
        for (var seed = 0; seed < Clusters; seed++)
        {
            var unit = Units.Of(RandomPolicies.Yaml(seed));
            var cluster = Connectivity.Of(unit);
            var policies = new PolicyEvaluation(unit);
            var ends = cluster.Ends.Where(e => e.Kind is ReachEndKind.Workload or ReachEndKind.Outside).ToArray();
            foreach (var source in ends)
            {
                foreach (var destination in ends.Where(d => d != source && (source.Kind, d.Kind) != (ReachEndKind.Outside, ReachEndKind.Outside)))
                {
                    var table = cluster.Between(source, destination);
                    foreach (var (protocol, port) in Asked)
                    {
                        var egress = policies.Egress(End(source), End(destination), port, protocol);
                        var ingress = policies.Ingress(End(source), End(destination), port, protocol);
                        var single = egress.Answer < ingress.Answer ? egress.Answer : ingress.Answer;
                        var all = table.Sure.Contains(protocol, port) ? PolicyAnswer.Allowed : table.Unknown.Contains(protocol, port) ? PolicyAnswer.Unknown : PolicyAnswer.Denied;
                        Assert.True(all == single || (seed % 2 == 1 && single == PolicyAnswer.Unknown), $"seed {seed}: {source} -> {destination} {port}/{protocol}: {all} in the table, {single} alone ({egress.Why}; {ingress.Why})");
                        pairs++;
                    }
                }
            }
        }

        Assert.True(pairs > 10_000, $"{pairs} only");
    }

    [Fact]
    public void The_order_of_documents_means_nothing()
    {
        for (var seed = 0; seed < Clusters; seed++)
        {
            var documents = RandomPolicies.Documents(seed);
            var written = Connectivity.Of(Units.Of(string.Join("---\n", documents)));
            var shuffled = documents.ToArray();
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(Lines(written), Lines(Connectivity.Of(Units.Of(string.Join("---\n", shuffled)))));
        }
    }

    [Fact]
    public void The_lines_behind_a_connection_are_those_of_policies_on_its_ends()
    {
        for (var seed = 0; seed < Clusters; seed++)
        {
            var cluster = Connectivity.Of(Units.Of(RandomPolicies.Yaml(seed)));
            foreach (var row in cluster.Rows(unknown: false))
            {
                var (egress, ingress) = cluster.PoliciesOn(row.Source, row.Destination);
                var policies = egress.Concat(ingress).Select(p => p.Policy).ToHashSet();
                Assert.All(row.Because, cause => Assert.Contains(cause.Policy, policies));
            }

            var pods = cluster.Ends.Where(e => e.Kind == ReachEndKind.Workload).ToArray();
            foreach (var (source, destination) in pods.SelectMany(s => pods.Where(d => d != s).Select(d => (s, d))).Where(p => !cluster.Between(p.s, p.d).Sure.IsAll && cluster.Between(p.s, p.d).Unknown.IsEmpty))
            {
                Assert.NotEmpty(cluster.WhyDenied(source, destination));
            }
        }
    }

    /// <summary>Assertions that svclint writes hold on what they were written from, and one that is turned round does not.</summary>
    [Fact]
    public void Written_assertions_hold_where_they_were_written()
    {
        for (var seed = 0; seed < Clusters; seed++)
        {
            var cluster = Connectivity.Of(Units.Of(RandomPolicies.Yaml(seed)));
            var written = AssertionWriter.Of(cluster);
            var problems = new List<ConfigurationProblem>();
            var assertions = AssertionFile.Read(new SvcLint.Text.SourceText("svclint.yaml", written), problems);
            Assert.True(problems.Count == 0, $"seed {seed}: {written}");
            Assert.All(assertions, a => Assert.True(AssertionCheck.Of(a, cluster).State is AssertionState.Holds or AssertionState.Unknown, $"seed {seed}: {AssertionCheck.Of(a, cluster).Message}\n{written}"));
        }
    }

    private static TrafficEnd End(ReachEnd end) => end.Kind == ReachEndKind.Outside
        ? TrafficEnd.Outside(end.Name, end.Addresses!.Value.First)
        : new TrafficEnd(TrafficEndKind.Pod, end.Name, end.Namespace, end.Workload);

    private static IEnumerable<string> Lines(Connectivity cluster) =>
        cluster.Rows(unknown: false).Select(r => $"{r.SourceName} -> {r.DestinationName}: {r.Ports}")
            .Concat(cluster.Rows(unknown: true).Select(r => $"{r.SourceName} -> {r.DestinationName}: {r.Ports} unknown"));
}
