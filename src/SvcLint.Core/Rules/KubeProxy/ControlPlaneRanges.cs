using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.KubeProxy;

/// <summary>The flags of the control plane's static pods: the pod range overlaps the Service range, or two components name different Service ranges.</summary>
public sealed class ControlPlaneRanges : Rule
{
    private const string Services = "--service-cluster-ip-range=";
    private const string Pods = "--cluster-cidr=";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7033",
        Name = "control-plane-ranges-disagree",
        Title = "Flags of the control plane name ranges that overlap or differ",
        Category = Category.KubeProxy,
        Severity = Severity.Error,
        Effect = "an address may be a pod's and a Service's at once; connections go to the wrong one",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var flags = context.Unit.Workloads.SelectMany(w => w.ServingContainers().SelectMany(c => (c.Command?.Items ?? []).Concat(c.Args?.Items ?? [])).Select(word => (Workload: w, Word: word)))
            .Where(f => f.Word.Value.StartsWith(Services, StringComparison.Ordinal) || f.Word.Value.StartsWith(Pods, StringComparison.Ordinal)).ToArray();
        var ranges = flags.Where(f => f.Word.Value.StartsWith(Services, StringComparison.Ordinal)).ToArray();
        foreach (var (workload, pods) in flags.Where(f => f.Word.Value.StartsWith(Pods, StringComparison.Ordinal)))
        {
            if (ranges.FirstOrDefault(r => Parse(pods.Value, Pods).Any(p => Parse(r.Word.Value, Services).Any(s => s.Overlaps(p)))) is { Word: { } overlapped })
            {
                yield return Report(
                    workload,
                    pods.Span,
                    $"{pods.Value.TrimStart('-')} overlaps {overlapped.Value.TrimStart('-')}",
                    [new RelatedSpan(overlapped.Span, "range of Services")],
                    help: "choose a range for pods that no Service has");
            }
        }

        foreach (var (workload, range) in ranges.Skip(1).Where(r => r.Word.Value != ranges[0].Word.Value && ranges.Length == 2 && r.Workload != ranges[0].Workload))
        {
            yield return Report(
                workload,
                range.Span,
                $"{range.Value.TrimStart('-')} is not the range of {ranges[0].Workload.Name} ({ranges[0].Word.Value.Substring(Services.Length)})",
                [new RelatedSpan(ranges[0].Word.Span, "the other range")],
                Severity.Warning,
                effect: "the components do not agree which addresses are Services'",
                help: "write the same range for both");
        }
    }

    private static IEnumerable<CidrValue> Parse(string word, string flag)
    {
        foreach (var part in word.Substring(flag.Length).Split(','))
        {
            if (CidrValue.TryParse(part.Trim(), out var range))
            {
                yield return range;
            }
        }
    }
}
