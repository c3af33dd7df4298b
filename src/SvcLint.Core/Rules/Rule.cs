using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules;

/// <summary>
/// One check. Stateless: all it knows comes with the context, all it says goes out as findings. It runs once per unit; a finding
/// that several units share is reported once.
/// </summary>
public abstract class Rule
{
    public abstract RuleInfo Info { get; }

    public abstract IEnumerable<Finding> Check(RuleContext context);

    /// <summary>A finding about an object, with the rule's own severity, confidence and effect unless told otherwise.</summary>
    protected Finding Report(
        KubernetesObject about, SourceSpan span, string message, IReadOnlyList<RelatedSpan>? related = null, Severity? severity = null, Confidence? confidence = null,
        string? effect = null, string? help = null) =>
        Report(span, message, related, severity, confidence, effect, help) with { Object = about.Reference };

    protected Finding Report(
        SourceSpan span, string message, IReadOnlyList<RelatedSpan>? related = null, Severity? severity = null, Confidence? confidence = null,
        string? effect = null, string? help = null) => new()
        {
            Rule = Info,
            Message = message,
            Effect = effect ?? Info.Effect,
            Help = help,
            Span = span,
            Severity = severity ?? Info.Severity,
            Confidence = confidence ?? Info.Confidence,
            Related = related ?? [],
        };
}

/// <summary>A rule about a change: it speaks only where the host knows the earlier state.</summary>
public abstract class UpdateRule : Rule
{
    public sealed override IEnumerable<Finding> Check(RuleContext context) => context.Earlier is { } earlier ? Check(context, earlier) : [];

    /// <summary>What the change does to files that belong to no unit.</summary>
    internal virtual IEnumerable<Finding> Check(Repository repository, EarlierState earlier) => [];

    protected abstract IEnumerable<Finding> Check(RuleContext context, EarlierState earlier);
}

/// <summary>A rule about one file, whatever unit it is in.</summary>
public abstract class FileRule : Rule
{
    public abstract IEnumerable<Finding> Check(ParsedFile file);

    public sealed override IEnumerable<Finding> Check(RuleContext context) => [];
}

/// <summary>A rule about what belongs to no unit: files beside the manifests, against all that was read.</summary>
public abstract class RepositoryRule : Rule
{
    public abstract IEnumerable<Finding> Check(Repository repository);

    public sealed override IEnumerable<Finding> Check(RuleContext context) => [];
}

/// <summary>A rule about what changes when the cluster moves to another mode of kube-proxy: it runs when the host asks about such a move.</summary>
public abstract class MigrationRule : Rule
{
    public sealed override IEnumerable<Finding> Check(RuleContext context) => context.Migration is { } move ? Check(context, move) : [];

    protected abstract IEnumerable<Finding> Check(RuleContext context, Migration move);
}

/// <summary>A rule about what changes when the cluster moves to a later version of Kubernetes: it runs when the host asks about such a move.</summary>
public abstract class UpgradeRule : Rule
{
    public sealed override IEnumerable<Finding> Check(RuleContext context) => context.Upgrade is { } move ? Check(context, move) : [];

    protected abstract IEnumerable<Finding> Check(RuleContext context, Upgrade move);
}

/// <summary>A rule whose findings the linter itself makes while it reads, suppresses or runs other rules.</summary>
public abstract class LinterRule : Rule
{
    public sealed override IEnumerable<Finding> Check(RuleContext context) => [];

    internal Finding At(SourceSpan span, string message, string? help = null) => Report(span, message, help: help);
}
