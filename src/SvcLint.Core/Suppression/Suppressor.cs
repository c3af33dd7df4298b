using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Suppression;

/// <summary>One rule that is suppressed somewhere. What it covers is told by its kind.</summary>
internal abstract class Suppressor(string ruleId, SourceSpan span, DateTime? until)
{
    public string RuleId { get; } = ruleId;

    /// <summary>Where the rule is named.</summary>
    public SourceSpan Span { get; } = span;

    /// <summary>The last day on which it holds.</summary>
    public DateTime? Until { get; } = until;

    /// <summary>It took a finding away, or would have if it had not expired.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Takes the suppression out of the file when nothing is left of it; null when that is not one plain edit.</summary>
    public TextEdit? Removal { get; init; }

    /// <summary>False when it covers code of which nothing was understood: others may know more of it.</summary>
    public bool IsUnderstood { get; init; } = true;

    /// <summary>True when the finding's primary span decides so, in a unit (null: the finding needs none).</summary>
    public abstract bool Covers(Finding finding, string? unit);

    /// <summary>True when a file may hold what this covers; with <paramref name="unit"/> the unit that it belongs to.</summary>
    public abstract bool Concerns(string path, string? unit);
}

/// <summary>By a comment: findings that start in a range of its file; in a template also those of values that are shown there.</summary>
internal sealed class CommentSuppressor(string ruleId, SourceSpan span, DateTime? until, SourceSpan covered, bool isTemplate = false) : Suppressor(ruleId, span, until)
{
    public SourceSpan Covered => covered;

    public bool IsTemplate => isTemplate;

    public override bool Covers(Finding finding, string? unit) =>
        Covers(finding.Span) || (isTemplate && finding.Related.Any(r => r.Note == RenderedPlace.Shown && Covers(r.Span)));

    private bool Covers(SourceSpan place) => place.Source == covered.Source && place.Start >= covered.Start && (place.Start < covered.End || covered.Range.IsEmpty);

    public override bool Concerns(string path, string? unit) => path == covered.Source.Path;
}

/// <summary>By an annotation: findings about its object, in the units that hold the object.</summary>
internal sealed class AnnotationSuppressor(string ruleId, SourceSpan span, DateTime? until) : Suppressor(ruleId, span, until)
{
    private readonly HashSet<(string Unit, ObjectReference Object)> _objects = [];
    private readonly HashSet<string> _units = new(StringComparer.Ordinal);

    public IEnumerable<(string Unit, ObjectReference Object)> Objects => _objects;

    public void Add(string unit, ObjectReference about)
    {
        _objects.Add((unit, about));
        _units.Add(unit);
    }

    public override bool Covers(Finding finding, string? unit) =>
        finding.Object is { } about && unit is not null && _objects.Contains((unit, about));

    public override bool Concerns(string path, string? unit) => unit is not null && _units.Contains(unit);
}

/// <summary>By an entry of the configuration.</summary>
internal sealed class ConfiguredSuppressor(string ruleId, Config.ConfiguredSuppression entry, Config.LintConfiguration configuration)
    : Suppressor(ruleId, entry.Span, entry.Until)
{
    /// <summary>The one name that its objects have, or null.</summary>
    public string? ObjectName => entry.Object?.PlainName;

    public override bool Covers(Finding finding, string? unit) =>
        Concerns(finding.Span.Source.Path, unit) && (entry.Object is null || (finding.Object is { } about && entry.Object.IsMatch(about)));

    public override bool Concerns(string path, string? unit) => entry.Paths.Count == 0 || configuration.IsMatch(entry.Paths, path);
}
