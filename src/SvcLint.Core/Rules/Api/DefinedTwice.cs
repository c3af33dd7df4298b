using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>A variable, port, port name or host alias that one pod defines twice.</summary>
public sealed class DefinedTwice : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1207",
        Name = "defined-twice",
        Title = "A pod defines a variable, a port, a port name or a host alias twice",
        Category = Category.Api,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var verdict in context.Objections)
        {
            foreach (var held in verdict.Warnings)
            {
                if (held.Value is not { Repeated: { IsHarmless: false } repeated } warning || verdict.Errors.Any(e => e.Value.Span == warning.Span))
                {
                    continue;
                }

                yield return Report(
                    verdict.Object,
                    warning.Span,
                    warning.Detail,
                    [new RelatedSpan(repeated.First, "defined here")],
                    // A number that is listed twice harms nobody: what listens is another matter. Nor does a name by which nothing is found.
                    severity: repeated.What == RepeatedThing.Port || (repeated.What == RepeatedThing.PortName && !IsUsed(context, verdict.Object, warning.Span)) ? Severity.Info : null,
                    effect: Effect(repeated),
                    help: Help(repeated.What)) with
                {
                    Api = held.IsCertain ? new ApiVerdict(warning.Field, "Warning", warning.Code.ToString()) : null,
                };
            }
        }
    }

    // By a Service of the unit, or by one that is not in it where nothing else is known.
    private static bool IsUsed(RuleContext context, KubernetesObject item, SourceSpan name) =>
        item is not Workload workload || context.Unit.Lookup.Ports.Of(workload) is not { Count: > 0 } ports
        || ports.Any(p => PortResolution.Target(p.Port)?.String is { } target && target == name.Text.Trim('"', '\''));

    private static string? Effect(Repetition repeated) => repeated switch
    {
        { What: RepeatedThing.Variable } => "the last definition counts, and kubectl apply may drop either",
        { What: RepeatedThing.PortName, Value: { } number } => $"a Service that uses the name gets {number}",
        { What: RepeatedThing.Port } => "the containers of a pod share one network: only one process can listen there",
        _ => null,
    };

    private static string Help(RepeatedThing what) => what switch
    {
        RepeatedThing.HostAlias => "list all hostnames under one entry",
        RepeatedThing.PortName => "give one of the two another name",
        RepeatedThing.Port => "remove the one that nothing listens on",
        _ => "remove one of the two definitions",
    };
}
