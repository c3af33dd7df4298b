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
        var rules = new NodeRuleSteps(index, version);
        var services = new List<ServiceDiagnosis>();
        foreach (var listed in index.Listed)
        {
            var service = listed.Service;
            DiagnosisStep[] steps =
            [
                new("does the Service exist", StepVerdict.Good, Describe(service)) { Evidence = [new Evidence("Service", service.NameSpan)], Confirm = $"kubectl get service {service.Name} -n {listed.Namespace}" },
                .. endpoints.Of(service, listed),
                .. ports.Of(service, listed),
                .. clients.Of(service, listed),
                .. policies.Of(service, listed),
                .. exposure.Of(service, listed),
                .. affinity.Of(service),
                .. rules.Of(service),
            ];
            services.Add(new ServiceDiagnosis(listed.Namespace, listed.Name, service.NameSpan, steps));
        }

        services.AddRange(clients.Missing());
        return new DiagnosisReport(
            [.. services.OrderBy(Rank).ThenBy(s => s.Namespace, StringComparer.Ordinal).ThenBy(s => s.Name, StringComparer.Ordinal)],
            dump.Missing);
    }

    private static int Rank(ServiceDiagnosis service) => service.Causes.FirstOrDefault() is { } worst ? -(int)worst.Severity : 1;

    private static string Describe(Service service)
    {
        var spec = service.Spec;
        var kind = spec?.ClusterIP?.Value == "None" ? "headless" : spec?.Type?.Value ?? "ClusterIP";
        var address = spec?.ClusterIPs is { Count: > 0 } ips && kind != "headless" ? $" at {string.Join(", ", ips.Items.Select(i => i.Value))}" : "";
        return $"{kind}{address}";
    }
}
