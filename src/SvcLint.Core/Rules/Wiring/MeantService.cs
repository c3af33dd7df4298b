using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>Which Service is meant by a reference to one that nobody declares; null where that is not clear.</summary>
public static class MeantService
{
    /// <summary>True when a Service of the unit has nearly the name.</summary>
    public static bool Resembles(DeploymentUnit unit, string name) =>
        unit.ServicesNamedLike(name).Any(s => s.Name is { } known && NearMiss.IsSlip(name, known, shortest: 3)) || unit.Services.Any(s => s.Name is { } known && IsAkin(known, name));

    /// <summary>One of nearly the name. Nothing but a Service can stand here: where the port fits too, names of three and four letters leave no other reading either.</summary>
    public static Service? Near(RuleContext context, ServiceReference reference, KubernetesObject referrer)
    {
        var @namespace = reference.NamespaceFor(referrer);
        var near = context.Unit.ServicesNamedLike(reference.Name.Value).Where(s => s.Name is not null && NamespaceComparer.MayBeSame(s.Namespace, @namespace)).ToArray();
        var fitting = near.Where(s => PortFits(s, reference)).ToArray();
        var name = NearMiss.Nearest(reference.Name.Value, fitting.Select(s => s.Name!), shortest: 3)
            ?? NearMiss.Nearest(reference.Name.Value, near.Select(s => s.Name!));
        return name is null ? null : near.First(s => s.Name == name);
    }

    /// <summary>web-svc and web, web-prev and web-preview: a word more or less, and no other Service that could be meant.</summary>
    public static Service? Akin(RuleContext context, ServiceReference reference, KubernetesObject referrer)
    {
        if (!context.Unit.IsFullyKnown || reference.Name.Value.Length < 3)
        {
            return null;
        }

        var @namespace = reference.NamespaceFor(referrer);
        var akin = context.Unit.Services.Where(s => s.Name is { } name && NamespaceComparer.MayBeSame(s.Namespace, @namespace) && PortFits(s, reference) && IsAkin(name, reference.Name.Value)).Take(2).ToArray();
        return akin is [var only] && context.Unit.WorkloadsBehind(only).Count > 0 ? only : null;
    }

    private static bool IsAkin(string one, string other)
    {
        var (brief, full) = one.Length < other.Length ? (one, other) : (other, one);
        var rest = full.StartsWith(brief, StringComparison.Ordinal) ? full.Substring(brief.Length) : "";
        return rest is "-svc" or "-service" || (rest.Length > 0 && rest.IndexOf('-') < 0 && brief.LastIndexOf('-') is > 0 and var dash && brief.Length - dash > 3);
    }

    /// <summary>The only headless Service of a StatefulSet's pods is there to govern it.</summary>
    public static Service? Governing(RuleContext context, KubernetesObject referrer, ServiceReference reference)
    {
        if (referrer is not Workload { WorkloadKind: WorkloadKind.StatefulSet, PodLabels: not null } workload || !context.Unit.IsFullyKnown || reference.Namespace is not null)
        {
            return null;
        }

        var headless = context.Unit.ServicesInFrontOf(workload).Where(ServicePorts.IsHeadless).Take(2).ToArray();
        return headless is [var only] ? only : null;
    }

    private static bool PortFits(Service service, ServiceReference reference) =>
        reference.Port is not { } port || ServicePorts.Has(service, port.Value, reference.PortMeaning);
}
