using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Diagnosis;

/// <summary>What a step of the decision tree found.</summary>
public enum StepVerdict
{
    Good,
    Fault,

    /// <summary>The dump does not hold what the step needs.</summary>
    Unknown,
}

/// <summary>Whose connections a fault breaks.</summary>
public enum StepConcern
{
    Everybody,

    /// <summary>Those of <see cref="DiagnosisStep.Client"/>.</summary>
    OneClient,

    /// <summary>Those that come through a load balancer, an Ingress or another object in front.</summary>
    FromOutside,

    /// <summary>Those that meet the kube-proxy of some nodes.</summary>
    SomeNodes,

    /// <summary>None to the Service: those that its own pods make.</summary>
    OfItsPods,
}

/// <summary>A place in the dump, and what stands there.</summary>
public sealed record Evidence(string Text, SourceSpan? Span);

/// <summary>One step: what was asked, what was seen, and the command that confirms it on the live cluster.</summary>
public sealed record DiagnosisStep(string Question, StepVerdict Verdict, string Text)
{
    /// <summary>Error: no connection of the kind works; warning: some do not.</summary>
    public Severity Severity { get; init; } = Severity.Error;

    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    public string? Confirm { get; init; }

    public StepConcern Concern { get; init; }

    /// <summary>"namespace/name" of the controller whose pods connect.</summary>
    public string? Client { get; init; }

    /// <summary>No cause of the connection that was asked about: another's fault, or what follows from a cause.</summary>
    public bool IsAside { get; init; }
}

/// <summary>A Service with every step that was taken.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where it stands; null for one that is referenced and missing.</param>
/// <param name="Steps">In the order of the decision tree.</param>
public sealed record ServiceDiagnosis(string Namespace, string Name, SourceSpan? Span, IReadOnlyList<DiagnosisStep> Steps)
{
    public IEnumerable<DiagnosisStep> Causes => Steps.Where(s => s.Verdict == StepVerdict.Fault && !s.IsAside).OrderByDescending(s => s.Severity);

    public IEnumerable<DiagnosisStep> Unknown => Steps.Where(s => s.Verdict == StepVerdict.Unknown && !s.IsAside);

    public bool IsHealthy => !Causes.Any();
}

/// <summary>Every Service of a dump, worst first, and the kinds that the dump lacks.</summary>
public sealed record DiagnosisReport(IReadOnlyList<ServiceDiagnosis> Services, IReadOnlyList<string> Missing)
{
    /// <summary>What fails on nodes, whichever Service it breaks.</summary>
    public IReadOnlyList<DiagnosisStep> OfNodes { get; init; } = [];

    /// <summary>Nothing can be said of endpoints: the dump has neither them nor pods.</summary>
    public bool IsBlind { get; init; }
}
