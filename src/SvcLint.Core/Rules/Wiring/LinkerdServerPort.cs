using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>A Server of Linkerd's policies names a port that the selected pods do not declare: it goes by the pods' ports, not by the Service's.</summary>
public sealed class LinkerdServerPort : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2062",
        Name = "linkerd-server-port-missing",
        Title = "A Linkerd Server names a port that the pods do not have",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "the policies of the Server apply to no connection",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var server in context.Unit.IsFullyKnown ? context.Unit.Objects.Where(o => o is { Group: "policy.linkerd.io", Kind.Value: "Server", Node: not null }) : [])
        {
            var spec = MappingReader.Of(server.Node!).Nested("spec");
            if (spec?.IntOrString("port") is not { } port || spec.Object("podSelector", LabelSelector.Read) is not { } selector)
            {
                continue;
            }

            var pods = context.Unit.WorkloadCandidates(selector.MatchLabels).Where(w => NamespaceComparer.MayBeSame(w.Namespace, server.Namespace) && LabelMatching.Selects(selector, w.PodLabels)).ToArray();
            if (pods.Length == 0 || pods.Any(w => !PortResolution.Declared(w).Any() || PortResolution.Declared(w).Any(p => Is(p, port.Value)) || (port.Value.Int is { } number && ListeningEvidence.IsConfigured(w, number, context.Unit))))
            {
                continue;
            }

            yield return Report(
                server,
                port.Span,
                $"port '{port.Value}' of Server {server.Name} is not a port of {PortNames.Of(pods)} (it has: {PortNames.Declared(pods)})",
                [new RelatedSpan(PortNames.PlaceOf(pods[0]), "container ports")],
                help: "use a port of the pods, by its name or its number");
        }
    }

    private static bool Is(ContainerPort port, IntOrString wanted) =>
        wanted.Int is { } number ? port.Number?.Value == number
        : port.Name?.Value == wanted.String || port.Number?.Value.ToString(CultureInfo.InvariantCulture) == wanted.String;
}
