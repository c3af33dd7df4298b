using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A pool or an announcement of MetalLB outside the namespace of its controller, which reads its own namespace alone.</summary>
public sealed class MetalLBObjectNotRead : Rule
{
    private const string UsualNamespace = "metallb-system";

    private static readonly string[] Kinds = ["IPAddressPool", "L2Advertisement", "BGPAdvertisement", "BGPPeer", "BFDProfile", "Community"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4035",
        Name = "metallb-object-not-read",
        Title = "An object of MetalLB is outside the namespace of its controller",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "MetalLB does not read it",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var objects = context.Unit.Objects.Where(o => o is { Group: "metallb.io", Namespace: not null } && Array.IndexOf(Kinds, o.Kind.Value) >= 0).ToArray();
        if (objects.Length == 0 || !context.Unit.IsFullyKnown)
        {
            yield break;
        }

        var controllers = context.Unit.Workloads.Where(w => w.ServingContainers().Any(c => c.Image?.Value.IndexOf("metallb/controller", StringComparison.Ordinal) >= 0)).ToArray();
        // Without the controller, objects in its usual namespace show where it runs.
        var shown = controllers.Length > 0 ? (KubernetesObject)controllers[0] : Array.Find(objects, o => o.Namespace == UsualNamespace);
        foreach (var item in shown?.Namespace is null || controllers.Length > 1 ? [] : objects.Where(o => o.Namespace != shown.Namespace))
        {
            yield return Report(
                item,
                item.Metadata.Namespace!.Span,
                $"{item.Kind.Value} {item.Name} is in namespace {item.Namespace}; MetalLB reads {shown!.Namespace}",
                [new RelatedSpan(shown.NameSpan, controllers.Length > 0 ? "controller" : "the namespace of MetalLB")],
                help: $"write namespace: {shown.Namespace}");
        }
    }
}
