using System.Globalization;
using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Names;

namespace SvcLint.Diagnosis;

/// <summary>Load balancer, node ports with Local, and what an ExternalName stands for.</summary>
internal sealed class ExposureSteps(DiagnosisIndex index)
{
    private const int Shown = 5;

    public IEnumerable<DiagnosisStep> Of(Service service, ListedService listed)
    {
        if (service.Spec is not { } spec)
        {
            return [];
        }

        return spec.Type?.Value switch
        {
            "ExternalName" => ExternalName(service, spec),
            "LoadBalancer" => LoadBalancer(service, spec).Concat(InternalPolicy(service, spec, listed)),
            "NodePort" => NodePort(service, spec, listed).Concat(InternalPolicy(service, spec, listed)),
            _ => InternalPolicy(service, spec, listed),
        };
    }

    private IEnumerable<DiagnosisStep> LoadBalancer(Service service, ServiceSpec spec)
    {
        const string Question = "has the load balancer an address";
        var @namespace = DiagnosisIndex.NamespaceOf(service);
        var confirm = $"kubectl describe service {service.Name} -n {@namespace}";
        if (service.Status?.LoadBalancer?.Ingress is { Count: > 0 } ingress)
        {
            yield return new DiagnosisStep(Question, StepVerdict.Good, string.Join(", ", ingress.Items.Select(i => i.IP?.Value ?? i.Hostname?.Value))) { Confirm = confirm };
            yield break;
        }

        if (service.Status is null)
        {
            yield return new DiagnosisStep(Question, StepVerdict.Unknown, "the dump has no status of the Service") { Confirm = confirm };
            yield break;
        }

        var warnings = index.Warnings("Service", @namespace, service.Name ?? "");
        var warning = warnings.LastOrDefault(e => e.Reason?.Value.IndexOf("LoadBalancer", StringComparison.Ordinal) >= 0) ?? (warnings.Count > 0 ? warnings[warnings.Count - 1] : null);
        var why = warning is not null ? $"event {warning.Reason?.Value} says: {Says(warning)}"
            : spec.LoadBalancerClass is { } own ? $"no event says why; a controller for loadBalancerClass {own.Value} must serve it"
            : index.Missing.Contains("Event") ? "the dump has no events that could say why; quota, pool, annotations and permissions of the cloud controller are what to look at"
            : "no event says why: perhaps no cloud controller serves load balancers here";
        yield return new DiagnosisStep(Question, StepVerdict.Fault, $"load balancer has no address; {why}")
        {
            Concern = StepConcern.FromOutside,
            Evidence = warning is null ? [new Evidence("status without an address", service.Status.Span)] : [new Evidence($"event {warning.Reason?.Value}", warning.Span), new Evidence("status without an address", service.Status.Span)],
            Confirm = confirm,
        };
    }

    private static string Says(ClusterEvent warning)
    {
        const string Prefix = "Error syncing load balancer: failed to ensure load balancer: ";
        var message = warning.Message?.Value ?? "";
        return PodTrouble.Short(message.StartsWith(Prefix, StringComparison.Ordinal) ? message.Substring(Prefix.Length) : message);
    }

    private IEnumerable<DiagnosisStep> NodePort(Service service, ServiceSpec spec, ListedService listed)
    {
        if (spec.ExternalTrafficPolicy?.Value != "Local")
        {
            yield break;
        }

        var with = NodesOf(listed);
        var all = index.NodeNames;
        var without = all.Where(n => !with.Contains(n)).ToArray();
        const string Question = "does every node answer at the node port";
        if (with.Count == 0 || without.Length == 0)
        {
            yield break;
        }

        var ports = string.Join(", ", (spec.Ports?.Items ?? []).Select(p => p.NodePort?.Value.ToString(CultureInfo.InvariantCulture)).OfType<string>());
        var names = with.OrderBy(n => n, StringComparer.Ordinal).Take(Shown).ToArray();
        yield return new DiagnosisStep(Question, StepVerdict.Fault, with.Count == 1
            ? $"externalTrafficPolicy Local with pods on one node: node port {ports} is dropped on every node but {names[0]}"
            : $"externalTrafficPolicy Local: node port {ports} is dropped on {without.Length} of {all.Count} nodes; pods run on {string.Join(", ", names)}{(with.Count > Shown ? ", …" : "")}")
        {
            Severity = Severity.Warning,
            Concern = StepConcern.SomeNodes,
            Evidence =
            [
                new Evidence("externalTrafficPolicy", spec.ExternalTrafficPolicy.Span),
                // A load balancer asks each node there, and leaves out those without endpoints.
                .. spec.HealthCheckNodePort is { Value: > 0 } check ? [new Evidence($"health check node port {check.Value}: 200 on nodes with a ready endpoint, 503 elsewhere", check.Span)] : (Evidence[])[],
            ],
            Confirm = $"kubectl get endpointslices -n {DiagnosisIndex.NamespaceOf(service)} -l {EndpointSlice.ServiceNameLabel}={service.Name} -o yaml | grep nodeName",
        };
    }

    // Pods of a node that has no endpoint get no answer from the Service.
    private IEnumerable<DiagnosisStep> InternalPolicy(Service service, ServiceSpec spec, ListedService listed)
    {
        if (spec.InternalTrafficPolicy?.Value != "Local" || spec.ClusterIP?.Value == "None")
        {
            yield break;
        }

        var with = NodesOf(listed);
        var without = index.NodeNames.Where(n => !with.Contains(n)).ToArray();
        if (index.Nodes.Count > 0 && with.Count > 0 && without.Length > 0)
        {
            yield return new DiagnosisStep("does every node have an endpoint", StepVerdict.Fault, $"internalTrafficPolicy Local: pods on {string.Join(", ", without.Take(Shown))}{(without.Length > Shown ? ", …" : "")} get no answer, for no endpoint runs there")
            {
                Severity = Severity.Warning,
                Concern = StepConcern.SomeNodes,
                Evidence = [new Evidence("internalTrafficPolicy", spec.InternalTrafficPolicy.Span)],
                Confirm = $"kubectl get endpointslices -n {DiagnosisIndex.NamespaceOf(service)} -l {EndpointSlice.ServiceNameLabel}={service.Name} -o yaml | grep nodeName",
            };
        }
    }

    private static HashSet<string> NodesOf(ListedService listed) =>
        new(listed.Slices.SelectMany(s => s.Endpoints).Where(e => e.Ready != false).Select(e => e.NodeName).OfType<string>(), StringComparer.Ordinal);

    private IEnumerable<DiagnosisStep> ExternalName(Service service, ServiceSpec spec)
    {
        const string Question = "does the external name resolve";
        var name = $"{service.Name}.{DiagnosisIndex.NamespaceOf(service)}.svc.{index.Dns.Zone}";
        var ipv4 = index.Dns.Ask(name, DnsType.A);
        var ipv6 = index.Dns.Ask(name, DnsType.AAAA);
        var confirm = $"kubectl run dns-test --rm -it --restart=Never --image=busybox -- nslookup {name}";
        if (ipv4.HasAddress || ipv6.HasAddress)
        {
            yield return new DiagnosisStep(Question, StepVerdict.Good, $"{spec.ExternalName?.Value} is a name of this cluster with addresses") { Confirm = confirm };
        }
        else if (ipv4.OutsideTarget is { } target)
        {
            yield return target.IndexOf('.') < 0 || index.Dns.HasNamespace(target.Substring(target.LastIndexOf('.') + 1)) && target.Count(c => c == '.') == 1 || target.EndsWith(".svc", StringComparison.Ordinal)
                ? new DiagnosisStep(Question, StepVerdict.Fault, $"externalName '{spec.ExternalName?.Value}' is taken as it is, never completed by a search list: the name does not resolve") { Evidence = [new Evidence("externalName", spec.ExternalName?.Span)], Confirm = confirm }
                : new DiagnosisStep(Question, StepVerdict.Unknown, $"{target} is outside the cluster; the dump does not tell whether it resolves") { Confirm = confirm };
        }
        else
        {
            yield return new DiagnosisStep(Question, StepVerdict.Fault, ipv4.Because.Count > 0 ? ipv4.Because[0].Text : $"externalName '{spec.ExternalName?.Value}' has no address")
            {
                Evidence = [new Evidence("externalName", spec.ExternalName?.Span ?? service.NameSpan)],
                Confirm = confirm,
            };
        }
    }
}
