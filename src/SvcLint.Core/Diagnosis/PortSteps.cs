using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Diagnosis;

/// <summary>Does each port of a Service lead to a port of its pods.</summary>
internal sealed class PortSteps(DiagnosisIndex index)
{
    private const string Question = "do the ports lead to the pods' ports";

    private readonly Dictionary<(IReadOnlyList<Workload> Pods, string Protocol, string Name), Workload[]> _lacking = [];
    private readonly Dictionary<(IReadOnlyList<Workload> Pods, string Protocol, int Number, string Ports), Workload?> _strangers = [];

    public IEnumerable<DiagnosisStep> Of(Service service, ListedService listed)
    {
        if (service.Spec is not { Ports: { Count: > 0 } ports } spec || spec.Type?.Value == "ExternalName")
        {
            yield break;
        }

        if (spec.Selector is not { Count: > 0 })
        {
            foreach (var step in OfHandMade(service, ports, listed))
            {
                yield return step;
            }

            yield break;
        }

        var pods = index.LivingPods(service);
        if (pods.Count == 0)
        {
            yield break;
        }

        var faults = ports.Items.Select(p => OfPort(service, p, pods, ports.Items)).OfType<DiagnosisStep>().ToArray();
        foreach (var fault in faults)
        {
            yield return fault;
        }

        if (faults.Length == 0)
        {
            yield return new DiagnosisStep(Question, StepVerdict.Good, string.Join(", ", ports.Items.Select(p => $"{Number(p.Port?.Value ?? 0)} -> {PortResolution.Target(p)}"))) { Confirm = Confirm(service) };
        }
    }

    private static string Confirm(Service service) => $"kubectl get pods -n {DiagnosisIndex.NamespaceOf(service)} -o jsonpath='{{range .items[*]}}{{.metadata.name}} {{.spec.containers[*].ports}}{{\"\\n\"}}{{end}}'";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private DiagnosisStep? OfPort(Service service, ServicePort port, IReadOnlyList<Workload> pods, IReadOnlyList<ServicePort> ports)
    {
        var protocol = PortResolution.Protocol(port);
        var target = PortResolution.Target(port);
        var declared = index.DeclaredBy(pods);
        var place = new Evidence("Service port", port.TargetPort is { IsDefault: false } written ? written.Span : port.Span);
        if (target?.String is { } name)
        {
            var lacking = Lacking(pods, protocol, name);
            if (lacking.Length == 0)
            {
                return null;
            }

            var other = PortResolution.Declared(lacking[0]).FirstOrDefault(p => p.Name?.Value == name);
            var has = Listed(PortResolution.Declared(lacking[0]));
            return new DiagnosisStep(Question, StepVerdict.Fault, $"targetPort '{name}' is the name of no {protocol} port of {index.OwnerText(lacking[0])}{(other is not null ? $", which has it for {PortResolution.Protocol(other)}" : has.Length > 0 ? $", which has {has}" : ", which declares none")}; port {Number(port.Port?.Value ?? 0)} has no endpoint there")
            {
                Severity = lacking.Length == pods.Count ? Severity.Error : Severity.Warning,
                Evidence = [place, new Evidence("ports of the pod", lacking[0].ServingContainers().FirstOrDefault()?.Ports?.KeySpan ?? lacking[0].NameSpan)],
                Confirm = Confirm(service),
            };
        }

        if (target?.Int is not { } number)
        {
            return null;
        }

        var ofProtocol = declared.Where(p => PortResolution.Protocol(p) == protocol).ToArray();
        if (declared.FirstOrDefault(p => p.Number?.Value == number) is { } twin && !ofProtocol.Any(p => p.Number?.Value == number))
        {
            return new DiagnosisStep(Question, StepVerdict.Fault, $"port {Number(port.Port?.Value ?? 0)} of the Service is {protocol}, and container port {Number(number)} of {index.OwnerText(pods[0])} is {PortResolution.Protocol(twin)}")
            {
                Evidence = [place, new Evidence("container port", twin.Span)],
                Confirm = Confirm(service),
            };
        }

        // Declarations bind nobody; where no port of the Service hits one, they tell all the same.
        if (ofProtocol.Length == 0 || IsProbed(pods[0], number))
        {
            return null;
        }

        if (ports.Any(p => Hits(p, declared)))
        {
            if (Namesake(port, ofProtocol, number, ports) is { } namesake)
            {
                return new DiagnosisStep(Question, StepVerdict.Fault, $"targetPort {Number(number)} of port {port.Name!.Value} is declared by no container of the selected pods; the port of that name of {index.OwnerText(pods[0])} is {Number(namesake.Number!.Value)}")
                {
                    Evidence = [place, new Evidence("declared port", namesake.Span)],
                    Confirm = Confirm(service),
                };
            }

            return Stranger(service, port, pods, number) is { } stranger
                ? new DiagnosisStep(Question, StepVerdict.Fault, $"the selector also matches pods of {index.OwnerText(stranger)}, which does not listen on {Number(number)} but on {Listed(PortResolution.Declared(stranger))}: some connections fail")
                {
                    Severity = Severity.Warning,
                    Evidence = [place, new Evidence($"pod {stranger.Name}", stranger.NameSpan)],
                    Confirm = Confirm(service),
                }
                : null;
        }

        return new DiagnosisStep(Question, StepVerdict.Fault, $"targetPort {Number(number)} is declared by no container of the selected pods; {index.OwnerText(pods[0]).Split(' ').Last()} listens on {Listed(ofProtocol)}")
        {
            Evidence = [place, new Evidence("declared port", ofProtocol[0].Span)],
            Confirm = Confirm(service),
        };
    }

    // Many Services may be in front of the same pods.
    private Workload[] Lacking(IReadOnlyList<Workload> pods, string protocol, string name)
    {
        if (!_lacking.TryGetValue((pods, protocol, name), out var lacking))
        {
            _lacking.Add((pods, protocol, name), lacking = [.. pods.Where(p => PortResolution.Named(p, name, protocol) is null)]);
        }

        return lacking;
    }

    /// <summary>The container port that is called like a port of the Service, which sends elsewhere.</summary>
    private static ContainerPort? Namesake(ServicePort port, ContainerPort[] declared, int number, IReadOnlyList<ServicePort> ports) =>
        declared.Any(d => d.Number?.Value == number) ? null
        : declared.FirstOrDefault(d => d.Number is not null && d.Name is { } name && name.Value == port.Name?.Value && !ports.Any(p => Hits(p, [d])));

    /// <summary>A pod of another controller that declares ports, and none of those that the Service sends to.</summary>
    private Workload? Stranger(Service service, ServicePort port, IReadOnlyList<Workload> pods, int number)
    {
        var ports = service.Spec!.Ports!.Items;
        var protocol = PortResolution.Protocol(port);
        var key = (pods, protocol, number, string.Join(",", ports.Select(p => $"{PortResolution.Protocol(p)} {PortResolution.Target(p)}")));
        if (!_strangers.TryGetValue(key, out var stranger))
        {
            _strangers.Add(key, stranger = pods.FirstOrDefault(p => PortResolution.Declared(p).Any() && !ports.Any(own => Hits(own, [.. PortResolution.Declared(p)])) && !IsProbed(p, number)) is { } found
                && pods.Any(p => PortResolution.Declared(p).Any(d => d.Number?.Value == number && PortResolution.Protocol(d) == protocol) && index.OwnerText(p) != index.OwnerText(found))
                    ? found
                    : null);
        }

        return stranger;
    }

    private static bool Hits(ServicePort port, IReadOnlyList<ContainerPort> declared) =>
        PortResolution.Target(port) is { } target && declared.Any(d => PortResolution.Protocol(d) == PortResolution.Protocol(port) && (target.Int is { } number ? d.Number?.Value == number : d.Name?.Value == target.String));

    private static bool IsProbed(Workload pod, int number) => pod.ServingContainers().SelectMany(c => new[] { c.ReadinessProbe, c.LivenessProbe, c.StartupProbe })
        .Any(p => (p?.HttpGet?.Port ?? p?.TcpSocket?.Port ?? p?.Grpc?.Port)?.Value.Int == number);

    private static string Listed(IEnumerable<ContainerPort> ports) =>
        string.Join(", ", ports.GroupBy(p => (p.Number?.Value, p.Name?.Value)).Take(5).Select(p => $"{Number(p.Key.Item1 ?? 0)}{(p.Key.Item2 is { } name ? $" (port name {name})" : "")}"));

    private static IEnumerable<DiagnosisStep> OfHandMade(Service service, LocatedList<ServicePort> ports, ListedService listed)
    {
        var slices = listed.Slices.Where(s => s.Endpoints.Count > 0).ToArray();
        if (slices.Length == 0 || service.Spec?.ClusterIP?.Value == "None")
        {
            yield break;
        }

        foreach (var port in ports.Items)
        {
            var name = port.Name?.Value ?? "";
            if (!slices.Any(s => s.Slice.Ports?.Items.Any(p => (p.Name?.Value ?? "") == name && (p.Protocol?.Value ?? "TCP") == PortResolution.Protocol(port)) == true))
            {
                var has = string.Join(", ", slices.SelectMany(s => s.Slice.Ports?.Items ?? []).Select(p => $"'{p.Name?.Value ?? ""}' {p.Protocol?.Value ?? "TCP"}").Distinct());
                yield return new DiagnosisStep(Question, StepVerdict.Fault, $"port '{name}' {PortResolution.Protocol(port)} of the Service is in no slice made by hand; they have {(has.Length > 0 ? has : "none")}, and names must be equal")
                {
                    Evidence = [new Evidence("Service port", port.Span), new Evidence("ports of the slice", slices[0].Slice.Ports?.KeySpan ?? slices[0].Slice.NameSpan)],
                    Confirm = $"kubectl get endpointslices -n {DiagnosisIndex.NamespaceOf(service)} -l {EndpointSlice.ServiceNameLabel}={service.Name} -o yaml",
                };
            }
        }
    }
}
