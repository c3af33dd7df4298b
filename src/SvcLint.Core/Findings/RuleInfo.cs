namespace SvcLint.Findings;

/// <summary>How much a finding matters. Order is by weight.</summary>
public enum Severity
{
    Off,
    Info,
    Warning,
    Error,
}

/// <summary>How sure a finding is, apart from how much it matters. Low is hidden by default and never fails a run.</summary>
public enum Confidence
{
    Low,
    Medium,
    High,
}

/// <summary>What a rule is about; each category owns one range of ids and one folder of <c>Rules/</c>.</summary>
public enum Category
{
    Input,
    Api,
    Wiring,
    Traffic,
    LoadBalancers,
    NetworkPolicies,
    Endpoints,
    KubeProxy,
    Conflicts,
    DotNet,
}

/// <summary>
/// A rule as every channel shows it. Everything derived from a rule (descriptor, SARIF rule, schema entry, index row, help link)
/// is derived from this record and the rule's page.
/// </summary>
public sealed record RuleInfo
{
    /// <summary>For example <c>SVC2001</c>; never reused.</summary>
    public required string Id { get; init; }

    /// <summary>Kebab-case name of the problem, for example <c>selector-matches-no-pod</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence without a full stop: what is wrong when the rule fires.</summary>
    public required string Title { get; init; }

    /// <summary>What every finding of the rule does to a running cluster; null when findings differ in that and say it themselves.</summary>
    public string? Effect { get; init; }

    public required Category Category { get; init; }

    public required Severity Severity { get; init; }

    public Confidence Confidence { get; init; } = Confidence.High;

    /// <summary>The svclint version that brought the rule.</summary>
    public string Since { get; init; } = "0.1.0";

    /// <summary>CVSS-like score of a security rule ("0.1" to "10.0"); null for every other rule.</summary>
    public string? SecuritySeverity { get; init; }

    public bool IsSecurity => SecuritySeverity is not null;

    public override string ToString() => $"{Id} {Name}";
}
