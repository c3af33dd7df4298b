using System.Globalization;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Diagnosis;

/// <summary>Does kube-proxy run on the nodes: where it does not, their rules stay as they were.</summary>
internal sealed class ProxyPodSteps
{
    private const string Question = "does kube-proxy run on the nodes";
    private const int Shown = 5;

    private const string NameLabel = "service.kubernetes.io/service-proxy-name";

    private readonly DiagnosisIndex _index;
    private readonly DiagnosisStep? _step;

    public ProxyPodSteps(DiagnosisIndex index)
    {
        _index = index;
        var pods = index.Pods.Where(p => IsProxy(p) && p.Status is { IsTerminal: false } && p.Metadata.DeletionTimestamp is null).ToArray();
        var failing = pods.Where(p => p.Status!["Ready"]?.Status?.Value != "True").Select(p => (Pod: p, Trouble: PodTrouble.Of(p, index))).Where(p => p.Trouble.IsLasting).ToArray();
        if (pods.Length == 0)
        {
            return;
        }

        if (failing.Length == 0)
        {
            _step = new DiagnosisStep(Question, StepVerdict.Good, $"{Number(pods.Length)} pods of kube-proxy run");
            return;
        }

        var nodes = failing.Select(f => f.Pod.PodSpec?.NodeName?.Value ?? f.Pod.Name ?? "").OrderBy(n => n, StringComparer.Ordinal).ToArray();
        var named = string.Join(", ", nodes.Take(Shown)) + (nodes.Length > Shown ? ", …" : "");
        _step = new DiagnosisStep(Question, StepVerdict.Fault, $"kube-proxy does not run on {(nodes.Length == 1 ? "node" : $"{Number(nodes.Length)} nodes:")} {named}: {failing[0].Trouble.Text}; Services that changed since fail from there")
        {
            Severity = nodes.Length == pods.Length ? Severity.Error : Severity.Warning,
            Concern = StepConcern.SomeNodes,
            Evidence = [.. failing.Take(Shown).SelectMany(f => f.Trouble.Evidence.Take(1))],
            Confirm = "kubectl get pods -n kube-system -l k8s-app=kube-proxy -o wide",
        };
    }

    /// <summary>What fails on nodes; null where nothing does, or the dump has no kube-proxy.</summary>
    public DiagnosisStep? Fault => _step is { Verdict: StepVerdict.Fault } fault ? fault : null;

    /// <summary>The step for one Service: a fault of nodes is none of the Service's own.</summary>
    public IEnumerable<DiagnosisStep> Of(Service service)
    {
        if (service.Spec is not { } spec || spec.Type?.Value == "ExternalName" || spec.ClusterIP?.Value == "None")
        {
            return [];
        }

        return service.Metadata.Labels?.Find(NameLabel) is { Value.Value.Length: > 0 } other ? [Left(service, other)]
            : _step is null ? [] : [_step with { IsAside = _step.Verdict == StepVerdict.Fault }];
    }

    // Another proxy has the Service, whatever it is called.
    private DiagnosisStep Left(Service service, StringMapEntry label)
    {
        var name = label.Value.Value;
        var runs = _index.MayLackPods("") || _index.Pods.Any(p => p.Name?.IndexOf(name, StringComparison.Ordinal) >= 0);
        return new DiagnosisStep(Question, runs ? StepVerdict.Unknown : StepVerdict.Fault, $"label service-proxy-name '{name}' leaves the Service to another proxy: kube-proxy writes no rules for it{(runs ? "" : ", and no pod of the dump is called so")}")
        {
            Evidence = [new Evidence("label", label.Value.Span)],
            Confirm = $"kubectl get service {service.Name} -n {DiagnosisIndex.NamespaceOf(service)} --show-labels",
        };
    }

    private static bool IsProxy(Workload pod) => pod.PodLabels?["k8s-app"] == "kube-proxy" || pod.PodLabels?["app.kubernetes.io/name"] == "kube-proxy" || pod.PodLabels?["component"] == "kube-proxy";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
