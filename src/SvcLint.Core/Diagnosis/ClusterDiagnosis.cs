using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Diagnosis;

/// <summary>Judges every Service of a dump: the decision tree of an unreachable Service, followed on the data.</summary>
public static class ClusterDiagnosis
{
    /// <summary>Every Service, worst first; those that something uses and the dump does not hold are among them.</summary>
    public static DiagnosisReport Of(ClusterDump dump, KubernetesVersion version)
    {
        var index = new DiagnosisIndex(dump, version);
        var endpoints = new EndpointSteps(index);
        var ports = new PortSteps(index);
        var exposure = new ExposureSteps(index);
        var clients = new ClientSteps(index);
        var policies = new PolicySteps(index, clients);
        var affinity = new AffinitySteps(index);
        var proxies = new ProxyPodSteps(index);
        var rules = new NodeRuleSteps(index, version);
        var services = new List<ServiceDiagnosis>();
        foreach (var listed in index.Listed)
        {
            var service = listed.Service;
            DiagnosisStep[] steps =
            [
                Existence(service, listed),
                .. endpoints.Of(service, listed),
                .. ports.Of(service, listed),
                .. clients.Of(service, listed),
                .. policies.Of(service, listed),
                .. exposure.Of(service, listed),
                .. affinity.Of(service),
                .. proxies.Of(service),
                .. rules.Of(service, listed),
            ];
            services.Add(new ServiceDiagnosis(listed.Namespace, listed.Name, service.NameSpan, steps));
        }

        services.AddRange(clients.Missing());
        return new DiagnosisReport(
            [.. services.OrderBy(Rank).ThenBy(s => s.Namespace, StringComparer.Ordinal).ThenBy(s => s.Name, StringComparer.Ordinal)],
            dump.Missing)
        {
            OfNodes = proxies.Fault is { } fault ? [fault] : [],
            IsBlind = services.Count == 0 || !(dump.Holds("Pod") || dump.Holds("EndpointSlice") || dump.Holds("Endpoints")),
        };
    }

    // Without DNS nothing else works: its own Service comes before all others.
    private static int Rank(ServiceDiagnosis service) =>
        service.Causes.FirstOrDefault() is not { } worst ? 1
        : worst.Severity == Severity.Error && service is { Namespace: "kube-system", Name: "kube-dns" or "coredns" } or { Namespace: "openshift-dns", Name: "dns-default" } ? int.MinValue
        : -(int)worst.Severity;

    private static DiagnosisStep Existence(Service service, ListedService listed)
    {
        const string Question = "does the Service exist";
        var confirm = $"kubectl get service {service.Name} -n {listed.Namespace}";
        return service.Metadata is { DeletionTimestamp: { } deleted, Finalizers: { Count: > 0 } finalizers }
            ? new DiagnosisStep(Question, StepVerdict.Fault, $"the Service is deleted, and finalizer {string.Join(", ", finalizers.Items.Select(f => f.Value))} holds it: its controller has not given back what it made")
            {
                Severity = Severity.Warning,
                Evidence = [new Evidence($"deletionTimestamp {deleted.Value}", finalizers.KeySpan)],
                Confirm = $"{confirm} -o jsonpath='{{.metadata.deletionTimestamp}} {{.metadata.finalizers}}'",
            }
            : new DiagnosisStep(Question, StepVerdict.Good, Describe(service)) { Evidence = [new Evidence("Service", service.NameSpan)], Confirm = confirm };
    }

    private static string Describe(Service service)
    {
        var spec = service.Spec;
        var kind = spec?.ClusterIP?.Value == "None" ? "headless" : spec?.Type?.Value ?? "ClusterIP";
        var address = spec?.ClusterIPs is { Count: > 0 } ips && kind != "headless" ? $" at {string.Join(", ", ips.Items.Select(i => i.Value))}" : "";
        return $"{kind}{address}";
    }
}
