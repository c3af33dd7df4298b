using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Diagnosis;

/// <summary>Whether the connections of a client go to one pod, where the Service asks for that.</summary>
internal sealed class AffinitySteps
{
    private const string Question = "do the connections of a client stay with one pod";
    private const int DefaultSeconds = 10800;

    private readonly Dictionary<(string Namespace, string Name), KubernetesObject> _entries = [];

    public AffinitySteps(DiagnosisIndex index)
    {
        foreach (var item in index.Dump.Objects.Where(o => o is Ingress or GatewayRoute))
        {
            foreach (var reference in item.ServiceReferences)
            {
                _entries[(reference.NamespaceFor(item) ?? "default", reference.Name.Value)] = item;
            }
        }
    }

    public IEnumerable<DiagnosisStep> Of(Service service)
    {
        if (service.Spec is not { SessionAffinity: { Value: "ClientIP" } affinity } spec)
        {
            yield break;
        }

        var ns = DiagnosisIndex.NamespaceOf(service);
        var confirm = $"kubectl get service {service.Name} -n {ns} -o jsonpath='{{.spec.sessionAffinity}} {{.spec.clusterIP}}'";
        var evidence = new Evidence("sessionAffinity", affinity.Span);
        if (ServicePorts.IsHeadless(service))
        {
            yield return new DiagnosisStep(Question, StepVerdict.Fault, "sessionAffinity ClientIP has no effect on a headless Service: clients get the addresses of all pods and choose themselves")
            {
                Severity = Severity.Warning,
                Evidence = [evidence, .. spec.ClusterIP is { } none ? [new Evidence("clusterIP", none.Span)] : (Evidence[])[]],
                Confirm = confirm,
            };
            yield break;
        }

        var seconds = (spec.SessionAffinityConfig?.ClientIP?.TimeoutSeconds?.Value ?? DefaultSeconds).ToString(CultureInfo.InvariantCulture);
        var entry = _entries.TryGetValue((ns, service.Name ?? ""), out var item) ? $"; controllers of {item.Kind.Value} {item.Name} may send to the pods directly, past the affinity" : "";
        yield return new DiagnosisStep(Question, StepVerdict.Good, $"for {seconds} s after its last connection, by the address that the node sees{entry}") { Evidence = [evidence], Confirm = confirm };
    }
}
