using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Text;

namespace SvcLint.Rules;

/// <summary>A cluster's move to a later version of Kubernetes.</summary>
public sealed class Upgrade
{
    private readonly RuleContext _now;
    private readonly Dictionary<KubernetesVersion, RuleContext> _contexts = [];
    private IReadOnlyList<(KubernetesVersion Since, Finding Finding)>? _newFindings;

    internal Upgrade(RuleContext now, KubernetesVersion from, KubernetesVersion to)
    {
        _now = now;
        From = from;
        To = to;
        Released = [.. KubernetesVersion.Supported.Where(v => v > from && v <= to)];
    }

    /// <summary>The version as it is.</summary>
    public KubernetesVersion From { get; }

    /// <summary>The version to come; what is announced for one that is not released yet counts as planned.</summary>
    public KubernetesVersion To { get; }

    /// <summary>The versions on the way that are known, oldest first, the last one included.</summary>
    public IReadOnlyList<KubernetesVersion> Released { get; }

    /// <summary>What other rules find on the way and do not find today, each with the first version in which they do.</summary>
    public IReadOnlyList<(KubernetesVersion Since, Finding Finding)> NewFindings => _newFindings ??= Compare();

    /// <summary>True when the version comes on the way.</summary>
    public bool Crosses(KubernetesVersion version) => From < version && version <= To;

    /// <summary>The same unit in a cluster of another version.</summary>
    public RuleContext At(KubernetesVersion version)
    {
        if (!_contexts.TryGetValue(version, out var context))
        {
            _contexts.Add(version, context = _now.In(version));
        }

        return context;
    }

    private List<(KubernetesVersion Since, Finding Finding)> Compare()
    {
        var found = new List<(KubernetesVersion Since, Finding Finding)>();
        if (Released.Count == 0)
        {
            return found;
        }

        var today = Findings(_now);
        var known = new HashSet<(string Rule, SourceSpan Span, bool IsError)>(today.Select(Key));
        var after = Findings(At(Released[Released.Count - 1]));
        if (after.TrueForAll(f => known.Contains(Key(f))))
        {
            return found;
        }

        // What to do about it is what the version asks for that the cluster arrives at.
        var arrived = after.GroupBy(Key).ToDictionary(g => g.Key, g => g.First());
        foreach (var version in Released)
        {
            foreach (var finding in version == Released[Released.Count - 1] ? after : Findings(At(version)))
            {
                if (known.Add(Key(finding)))
                {
                    found.Add((version, arrived.TryGetValue(Key(finding), out var last) ? AsOf(finding, version, last) : finding));
                }
            }
        }

        var lasting = new HashSet<(string Rule, SourceText Source, int Line)>(after.Select(Place));
        var refused = new HashSet<SourceSpan>(found.Select(f => f.Finding).Where(f => f.Api is { Type: not "Warning" }).Select(f => f.Span));
        // What only versions in between find is over when the cluster arrives, and a warning of what is refused later says nothing more.
        found.RemoveAll(f => !lasting.Contains(Place(f.Finding)) || (f.Finding.Api is { Type: "Warning" } && refused.Contains(f.Finding.Span)));
        return found;
    }

    // A message that names its version stays that of the first one.
    private static Finding AsOf(Finding first, KubernetesVersion version, Finding last) =>
        first.NamedVersion == version ? first with { Help = last.Help ?? first.Help } : first with { Message = last.Message, Help = last.Help ?? first.Help, Fixes = last.Fixes };

    private static (string Rule, SourceText Source, int Line) Place(Finding finding) => (finding.Rule.Id, finding.Span.Source, finding.Span.StartPosition.Line);

    private static List<Finding> Findings(RuleContext context) =>
        [.. RuleCatalog.All.Where(r => r is not (UpdateRule or FileRule or RepositoryRule or MigrationRule or UpgradeRule or LinterRule)).SelectMany(r => r.Check(context))];

    // What works today, though not well, and stops working later is news.
    private static (string Rule, SourceSpan Span, bool IsError) Key(Finding finding) =>
        (finding.Rule.Id, finding.Span, finding.Severity == Severity.Error || finding.Api is { Type: not "Warning" });
}
