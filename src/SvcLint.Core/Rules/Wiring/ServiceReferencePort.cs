using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>A reference to a Service by a port that the Service does not have, the port that counts when none is written included.</summary>
public sealed class ServiceReferencePort : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2011",
        Name = "service-reference-port-missing",
        Title = "A reference names a port that the Service does not have",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var referrer in context.Unit.Objects)
        {
            foreach (var reference in referrer.ServiceReferences)
            {
                if (Port(reference) is not { } port)
                {
                    continue;
                }

                var services = context.ServicesMeant(reference.Name.Value, reference.NamespaceFor(referrer));
                if (services.Count > 0 && services.All(s => !ServicePorts.Has(s, port, reference.PortMeaning)) && (services.Any(context.Unit.Services.Contains) || !IsExhibit(context.Unit, referrer)))
                {
                    yield return Report(referrer, reference, port, services[0]);
                }
            }
        }
    }

    // An example that shows how a thing is written: nobody applies it beside what another folder holds.
    private static bool IsExhibit(DeploymentUnit unit, KubernetesObject referrer) =>
        unit.Kind is UnitKind.Folder or UnitKind.File && referrer.Name is { } name && ExampleFolders.IsExample(name);

    // "use-annotation": the AWS controller takes the backend from an annotation of that name.
    private static IntOrString? Port(ServiceReference reference) => reference.Port?.Value is { } port
        ? port.String == "use-annotation" ? null : port
        : reference.DefaultPort is { } number ? new IntOrString(number, null) : null;

    private Finding Report(KubernetesObject referrer, ServiceReference reference, IntOrString port, Service service)
    {
        var ports = ServicePorts.Text(service);
        var named = port.Int is null ? $"port name '{port}'" : $"port {port}";
        var implied = reference.Port is null ? $"; {port} is the default of {reference.Place}" : "";
        var isTarget = service.Spec?.Ports?.Items.Any(p => PortResolution.Target(p) is { } target && target == port) == true;
        var right = ServicePorts.Meant(service, port) is { } meant ? reference.Port?.Value.Int is null && meant.Name is { } name ? name.Value : $"{meant.Port}" : null;
        return Report(
            referrer,
            reference.Port?.Span ?? reference.Name.Span,
            $"Service {service.Name} has no {named} (it has: {ports}){implied}",
            [new RelatedSpan(service.Spec!.Ports!.KeySpan, "Service ports")],
            effect: "requests to this backend fail",
            help: (isTarget, right) switch
            {
                (true, { } one) => $"write {one}; {port} is the pods' port",
                (true, null) => $"use one of the Service's ports; {port} is the pods' port",
                _ => "use one of the Service's ports, or add this one",
            }) with
        { Fixes = isTarget && right is not null && reference.Port is { } written ? ValueFix.Replace(written.Span, port.ToString(), right) : [] };
    }
}
