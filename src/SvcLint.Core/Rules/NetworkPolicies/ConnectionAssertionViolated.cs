using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Reachability;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>A test of the connectivity that the configuration asks for does not hold.</summary>
public sealed class ConnectionAssertionViolated : RepositoryRule
{
    private const int LongestEnd = 60;

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5030",
        Name = "connection-assertion-violated",
        Title = "A connection that the configuration asserts does not hold",
        Effect = "the cluster's connections are not those that the configuration asserts",
        Category = Category.NetworkPolicies,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(Repository repository)
    {
        if (repository.Assertions.Count == 0)
        {
            yield break;
        }

        var clusters = ClusterUnits.Of(repository.Units, new ClusterFacts()).Select(u => (u.Name, Connectivity: Connectivity.Of(Admission.Of(u.Unit, u.Unit.Facts.Version ?? KubernetesVersion.Newest).Held))).ToArray();
        var (units, unread) = (repository.Units.Select(u => u.Name).ToArray(), UnreadFiles.Of(repository.Files, repository.Units));
        foreach (var assertion in repository.Assertions)
        {
            AssertionResult[] results = AssertionCheck.OfUnit(assertion, units) is { } nothing ? [nothing]
                : [.. clusters.Where(c => assertion.Unit is null || c.Name is null || c.Name == assertion.Unit).Select(c => AssertionCheck.Of(assertion, c.Connectivity, unread) with { Unit = c.Name })];
            foreach (var finding in Of(assertion, results))
            {
                yield return finding;
            }
        }
    }

    /// <summary>What clusters say of one assertion; a cluster that has none of the ends is not meant.</summary>
    private IEnumerable<Finding> Of(ConnectionAssertion assertion, AssertionResult[] results)
    {
        if (Array.TrueForAll(results, r => r.State == AssertionState.NamesNothing))
        {
            var message = results.Length == 0 ? "no unit is there to hold the assertion against" : results[0].Message!;
            yield return Report(assertion.Text.Span, message, severity: Severity.Warning, effect: "the assertion tests nothing", help: "name a workload, a namespace, labels, a Service or a range of the input");
            yield break;
        }

        foreach (var result in results.Where(r => r.State is AssertionState.Violated or AssertionState.Unknown).GroupBy(r => r.Message!).Select(Joined))
        {
            var isViolated = result.State == AssertionState.Violated;
            yield return Report(
                assertion.Text.Span,
                result.Place!,
                [.. result.Path.Select(p => new RelatedSpan(p.Span, p.Policy.Length > LongestEnd ? "policy" : p.Policy))],
                severity: isViolated ? null : Severity.Info,
                effect: !isViolated ? "whether the assertion holds is not known"
                    : assertion.Kind == AssertionKind.Allow ? "a connection that the assertion requires fails" : "a connection that the assertion forbids is allowed") with
            { IsPath = isViolated };
        }
    }

    // Alternatives that say the same are one finding.
    private static AssertionResult Joined(IGrouping<string, AssertionResult> alike) =>
        alike.First() with { Unit = alike.Count() == 1 ? alike.First().Unit : $"{alike.First().Unit} and {(alike.Count() - 1).ToString(CultureInfo.InvariantCulture)} more" };
}
