using SvcLint.Cluster.Applications;
using SvcLint.Findings;

namespace SvcLint;

/// <summary>Says of findings in what an application deploys which application it is: a related place.</summary>
internal static class DeployedFindings
{
    private const int MostNamed = 2;

    public static IReadOnlyList<Finding> Apply(IReadOnlyList<Finding> findings, DeploymentSet deployments)
    {
        if (deployments.All.Count == 0)
        {
            return findings;
        }

        var byUnit = deployments.All.Where(d => d.Unit is not null).ToDictionary(d => d.Unit!.Name, StringComparer.Ordinal);
        return [.. findings.Select(f => With(f, byUnit))];
    }

    private static Finding With(Finding finding, Dictionary<string, Deployment> byUnit)
    {
        var places = finding.Units.Take(MostNamed).Select(u => byUnit.TryGetValue(u, out var deployment) ? deployment : null).OfType<Deployment>()
            .Select(d => d.Span.Written)
            .Where(p => p.CompareTo(finding.Span.Written) != 0 && finding.Related.All(r => p.CompareTo(r.Span.Written) != 0))
            .Distinct()
            .Select(p => new RelatedSpan(p, "deployed by"))
            .ToArray();
        return places.Length == 0 ? finding : finding with { Related = [.. finding.Related, .. places] };
    }
}
