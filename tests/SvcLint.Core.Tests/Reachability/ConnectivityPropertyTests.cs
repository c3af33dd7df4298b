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

    /// <summary>Ends that policies treat alike are folded; unfolded, nothing is lost and nothing new.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bundles_hold_the_rows_and_nothing_else(bool isMarked)
    {
        var folded = 0;
        for (var seed = 0; seed < Clusters; seed++)
        {
            var cluster = Connectivity.Of(Units.Of(RandomPolicies.Yaml(seed)));
            foreach (var unknown in new[] { false, true })
            {
                var bundles = cluster.Bundles(unknown, e => isMarked ? e.Number % 2 : null).ToArray();
                var unfolded = bundles.SelectMany(b => b.Sources.SelectMany(s => b.Destinations.Where(d => d != s).Select(d => Line(Name(s, b.First.SourceName), Name(d, b.First.DestinationName), b.First))));
                var rows = cluster.Rows(unknown).Select(r => Line(r.SourceName, r.DestinationName, r)).ToArray();
                Assert.Equal(rows.Order(StringComparer.Ordinal), unfolded.Order(StringComparer.Ordinal));
                folded += rows.Length - bundles.Length;
            }
        }

        Assert.True(folded > 1000, $"{folded} only");

        static string Name(ReachEnd end, string range) => end.Kind == ReachEndKind.Outside ? range : end.Name;

        static string Line(string source, string destination, ReachRow row) =>
            $"{source} -> {destination}: {row.Ports}, {string.Join(" ", row.Doubts.Select(d => d.Text))}, {string.Join(" ", row.Because.Select(b => $"{b.Policy}:{b.Span.Start}"))}";
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
                Assert.NotEmpty(cluster.WhyDenied(source, destination, PortSet.All.Except(cluster.Between(source, destination).Sure)));
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

    /// <summary>Whatever opens or closes a connection to a destination that policies guard violates a line.</summary>
    [Fact]
    public void What_policies_change_violates_a_written_assertion()
    {
        var changes = 0;
        for (var seed = 0; seed < Clusters; seed++)
        {
            var documents = RandomPolicies.Documents(seed);
            var policy = documents.ToList().FindLastIndex(d => d.Contains("Policy\n", StringComparison.Ordinal));
            if (policy < 0)
            {
                continue;
            }

            // The other way round, a policy that is new.
            var (with, without) = (Cluster(documents), Cluster([.. documents.Where((_, i) => i != policy)]));
            foreach (var (locked, changed) in new[] { (with, without), (without, with) })
            {
                var assertions = Read(AssertionWriter.Of(locked));
                var guarded = locked.Ends.Where(e => e.Kind == ReachEndKind.Workload && assertions.Any(a => a.Destinations.Any(d => d.StartsWith(e.Name, StringComparison.Ordinal)))).ToArray();
                if (guarded.Any(d => Peers(locked, d).Any(s => Turned(locked.Between(s, d), Same(changed, s), Same(changed, d), changed))))
                {
                    changes++;
                    Assert.Contains(assertions, a => AssertionCheck.Of(a, changed).State == AssertionState.Violated);
                }
            }
        }

        Assert.True(changes > Clusters / 10, $"{changes} only");
    }

    /// <summary>Of what a line says of a connection, something stands in no other line.</summary>
    [Fact]
    public void No_written_assertion_says_what_others_say()
    {
        for (var seed = 0; seed < Clusters; seed++)
        {
            var cluster = Cluster(RandomPolicies.Documents(seed));
            var said = Read(AssertionWriter.Of(cluster)).Where(a => !a.Text.Value.Contains("service/", StringComparison.Ordinal)).Select(a => Cells(a, cluster)).ToArray();
            for (var i = 0; i < said.Length; i++)
            {
                var others = said.Where((_, j) => j != i).SelectMany(c => c).ToHashSet();
                Assert.True(said[i].Any(c => !others.Contains(c)), $"seed {seed}, line {i}:\n{AssertionWriter.Of(cluster)}");
            }
        }
    }

    private static Connectivity Cluster(IReadOnlyList<string> documents) => Connectivity.Of(Units.Of(string.Join("---\n", documents)));

    private static IReadOnlyList<ConnectionAssertion> Read(string written) => AssertionFile.Read(new SvcLint.Text.SourceText("svclint.yaml", written), []);

    private static IEnumerable<ReachEnd> Peers(Connectivity cluster, ReachEnd destination) => cluster.Ends.Where(e => e.Kind == ReachEndKind.Workload && e != destination);

    private static ReachEnd Same(Connectivity cluster, ReachEnd end) => cluster.Ends.Single(e => e.Name == end.Name);

    // Something that passed is surely denied, or something denied surely passes.
    private static bool Turned(ReachAnswer was, ReachEnd source, ReachEnd destination, Connectivity changed)
    {
        var now = changed.Between(source, destination);
        return !was.Sure.Except(now.Sure).Except(now.Unknown).IsEmpty || !now.Sure.Except(was.Sure).Except(was.Unknown).IsEmpty;
    }

    // What an assertion fixes, at ports that stand for their neighbours.
    private static HashSet<(ReachEnd, ReachEnd, string, int, bool)> Cells(ConnectionAssertion assertion, Connectivity cluster)
    {
        var sources = assertion.Sources.SelectMany(s => ReachSelection.Read(s, cluster)!.Ends).ToHashSet();
        var cells = new HashSet<(ReachEnd, ReachEnd, string, int, bool)>();
        foreach (var selection in assertion.Destinations.Select(d => ReachSelection.Read(d, cluster)!))
        {
            foreach (var destination in selection.Ends)
            {
                var who = assertion.Kind == AssertionKind.Only ? cluster.Ends.Where(e => e.Kind is ReachEndKind.Workload or ReachEndKind.Outside && !sources.Contains(e)) : sources;
                foreach (var source in who.Where(s => s != destination))
                {
                    foreach (var protocol in PortSet.Protocols)
                    {
                        cells.UnionWith(new[] { 1, 50, 53, 60, 80, 90, 91, 5432, 8080, 65535 }.Where(p => selection.PortsOf(destination).Contains(protocol, p)).Select(p => (source, destination, protocol, p, assertion.Kind == AssertionKind.Allow)));
                    }
                }
            }
        }

        return cells;
    }

    private static TrafficEnd End(ReachEnd end) => end.Kind == ReachEndKind.Outside
        ? TrafficEnd.Outside(end.Name, end.Addresses!.Value.First)
        : new TrafficEnd(TrafficEndKind.Pod, end.Name, end.Namespace, end.Workload);

    private static IEnumerable<string> Lines(Connectivity cluster) =>
        cluster.Rows(unknown: false).Select(r => $"{r.SourceName} -> {r.DestinationName}: {r.Ports}")
            .Concat(cluster.Rows(unknown: true).Select(r => $"{r.SourceName} -> {r.DestinationName}: {r.Ports} unknown"));
}
