using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Diagnosis;

/// <summary>Does the selector match pods, are they ready, and do the slices show them.</summary>
internal sealed class EndpointSteps(DiagnosisIndex index)
{
    private const int Shown = 4;
    private const string Question = "do the EndpointSlices show the pods";

    private readonly HandMadeSteps _handMade = new(index);
    private readonly Dictionary<string, MeantWorkloads> _meant = new(StringComparer.Ordinal);
    private readonly Dictionary<(IReadOnlyList<Workload> Pods, bool ArePublished, bool IsHeadless), DiagnosisStep> _readiness = [];

    public IEnumerable<DiagnosisStep> Of(Service service, ListedService listed)
    {
        if (service.Spec?.Type?.Value == "ExternalName")
        {
            return [];
        }

        return service.Spec?.Selector is { Count: > 0 } selector ? OfSelector(service, selector, listed) : _handMade.Of(service, listed);
    }

    private static string Get(Service service, string what) => $"kubectl get {what} -n {DiagnosisIndex.NamespaceOf(service)}";

    private static string Text(StringMap selector) => string.Join(",", selector.Entries.Select(e => $"{e.Key.Value}={e.Value.Value}"));

    // It becomes part of a command that people paste.
    private static bool IsPlain(StringMap selector) => Text(selector).All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '.' or '_' or '/' or '=' or ',');

    private static string Count(int number, string noun) => $"{number.ToString(CultureInfo.InvariantCulture)} {noun}{(number == 1 ? "" : "s")}";

    private IEnumerable<DiagnosisStep> OfSelector(Service service, StringMap selector, ListedService listed)
    {
        var confirm = Get(service, IsPlain(selector) ? $"pods -l {Text(selector)} -o wide" : "pods --show-labels");
        if (index.Missing.Contains("Pod"))
        {
            yield return OfSlicesAlone(service, listed);
            yield break;
        }

        var all = index.SelectedPods(service);
        var pods = index.LivingPods(service);
        if (pods.Count == 0)
        {
            var none = NoPods(service, selector, all) with { Confirm = confirm };
            yield return index.MayLackPods(DiagnosisIndex.NamespaceOf(service)) && (index.Dump.MayLack("Pod") || listed.Slices.Any(s => s.Endpoints.Any(e => e.Ready != false)))
                ? none with { Verdict = StepVerdict.Unknown, Text = $"the dump does not hold all pods; in those that it holds: {none.Text}" }
                : none;
            yield break;
        }

        yield return new DiagnosisStep("does the selector match pods", StepVerdict.Good, $"{Text(selector)} matches {Count(pods.Count, "pod")}") { Evidence = [new Evidence("selector", selector.KeySpan)], Confirm = confirm };
        yield return Readiness(service, pods);
        foreach (var step in Slices(service, pods, listed).Concat(_handMade.Beside(service, listed)))
        {
            yield return step;
        }
    }

    private DiagnosisStep OfSlicesAlone(Service service, ListedService listed)
    {
        var endpoints = listed.Slices.SelectMany(s => s.Endpoints).ToArray();
        var confirm = Get(service, $"endpointslices -l {EndpointSlice.ServiceNameLabel}={service.Name}");
        return listed.Slices.Count == 0 || (endpoints.Length == 0 && index.MayLackSlices(DiagnosisIndex.NamespaceOf(service)) && !index.Dump.Holds("Endpoints"))
                ? new DiagnosisStep("are there endpoints", StepVerdict.Unknown, "the dump has neither pods nor EndpointSlices of the Service") { Confirm = confirm }
            : endpoints.Any(e => e.Ready != false) ? new DiagnosisStep("are there endpoints", StepVerdict.Good, $"{Count(endpoints.Count(e => e.Ready != false), "endpoint")} ready in the slices") { Confirm = confirm }
            : new DiagnosisStep("are there endpoints", StepVerdict.Fault, endpoints.Length == 0 ? "no endpoints: the slices are empty; the dump has no pods that could tell why" : $"none of {Count(endpoints.Length, "endpoint")} is ready; the dump has no pods that could tell why")
            {
                Evidence = [new Evidence("EndpointSlice", listed.Slices[0].Slice.NameSpan)],
                Confirm = confirm,
            };
    }

    private DiagnosisStep NoPods(Service service, StringMap selector, IReadOnlyList<Workload> finished)
    {
        const string Selects = "does the selector match pods";
        var here = DiagnosisIndex.NamespaceOf(service);
        var place = new Evidence("selector", selector.KeySpan);
        if (finished.Count > 0)
        {
            var first = finished[0];
            var how = first.Status?.Phase?.Value == "Failed" ? $"failed{(first.Status.Reason is { } why ? $" ({why.Value})" : "")}" : "finished";
            return Fault($"no endpoints: the {Count(finished.Count, "pod")} that {Text(selector)} matches have {how}; finished pods of {index.OwnerText(first)} are no endpoints", place, new Evidence($"status of pod {first.Name}", first.Status?.Phase?.Span));
        }

        // The labels of pods that are there may have been changed since.
        if (index.ControllersWith(selector, here).FirstOrDefault(c => index.PodsOf(c).Count == 0) is { } controller)
        {
            return Fault(NoneOf(controller, out var seen), place, seen);
        }

        if (Meant(service, selector) is { } meant)
        {
            var own = string.Join(",", selector.Entries.Select(e => meant.PodLabels?.Find(e.Key.Value)).OfType<StringMapEntry>().Where(l => selector[l.Key.Value] != l.Value.Value).Select(l => $"{l.Key.Value}={l.Value.Value}"));
            var wrong = string.Join(",", selector.Entries.Where(e => meant.PodLabels?[e.Key.Value] != e.Value.Value).Select(e => $"{e.Key.Value}={e.Value.Value}"));
            return Fault($"no endpoints: the selector {wrong} matches no pod; pods of {index.OwnerText(meant)} {(own.Length > 0 ? "carry " + own : "lack it")}", place, new Evidence($"labels of {index.OwnerText(meant)}", meant.PodLabels?.KeySpan));
        }

        var elsewhere = index.PodsWith(selector, null).FirstOrDefault();
        return elsewhere is not null
            ? Fault($"no endpoints: the selector {Text(selector)} matches no pod of namespace {here}; such pods run in namespace {DiagnosisIndex.NamespaceOf(elsewhere)}, and a Service selects its own namespace alone", place, new Evidence($"pod {elsewhere.Name}", elsewhere.NameSpan))
            : Fault($"no endpoints: the selector {Text(selector)} matches no pod of namespace {here}", place);

        static DiagnosisStep Fault(string text, params Evidence[] evidence) => new(Selects, StepVerdict.Fault, text) { Evidence = evidence };
    }

    // A controller of the right labels, and none of its pods.
    private string NoneOf(Workload controller, out Evidence seen)
    {
        var name = $"{controller.Kind.Value} {controller.Name}";
        seen = new Evidence(name, controller.Replicas?.Span ?? controller.NameSpan);
        if (controller.Replicas?.Value == 0)
        {
            return $"no endpoints: {name} is scaled to 0 replicas";
        }

        var @namespace = DiagnosisIndex.NamespaceOf(controller);
        var warning = index.ReplicaSetsOf(controller).Append(controller).SelectMany(w => index.Warnings(w.Kind.Value, @namespace, w.Name ?? "")).LastOrDefault(e => e.Reason?.Value is "FailedCreate" or "ReplicaSetCreateError" or "FailedDelete") ?? Last(index.Warnings(controller.Kind.Value, @namespace, controller.Name ?? ""));
        if (warning is null)
        {
            var failure = Conditions(controller).FirstOrDefault(c => c.Type?.Value == "ReplicaFailure" && c.Status?.Value == "True");
            seen = failure is null ? seen : new Evidence("condition ReplicaFailure", failure.Span);
            return failure?.Message is { } message ? $"no endpoints: {name} has no pods: {PodTrouble.Short(message.Value)}" : $"no endpoints: {name} has no pods, and no event says why";
        }

        seen = new Evidence($"event {warning.Reason?.Value} of {warning.AboutKind?.Value} {warning.AboutName?.Value}", warning.Span);
        return $"no endpoints: {name} has no pods; event {warning.Reason?.Value} says: {PodTrouble.Short(warning.Message?.Value ?? "")}";
    }

    private static IEnumerable<Condition> Conditions(Workload controller) =>
        controller.Node is { } node && MappingReader.Of(node).Nested("status") is { } status ? status.List("conditions", Condition.Read)?.Items ?? [] : [];

    /// <summary>The workload of the namespace that the selector was meant for.</summary>
    private Workload? Meant(Service service, StringMap selector)
    {
        var @namespace = DiagnosisIndex.NamespaceOf(service);
        if (!_meant.TryGetValue(@namespace, out var workloads))
        {
            _meant.Add(@namespace, workloads = new MeantWorkloads(index.WorkloadsIn(@namespace), w => index.Owners.TopOf(w).Name));
        }

        return workloads.Of(service.Name ?? "", selector);
    }

    private static string ReadyText(int ready, int all) => ready == all ? $"{Count(all, "pod")} ready" : $"{ready.ToString(CultureInfo.InvariantCulture)} of {Count(all, "pod")} ready, with no sign that the rest fails";

    // Services in front of the same pods fare alike.
    private DiagnosisStep Readiness(Service service, IReadOnlyList<Workload> pods)
    {
        var key = (pods, service.Spec?.PublishNotReadyAddresses?.Value == true, service.Spec?.ClusterIP?.Value == "None");
        if (!_readiness.TryGetValue(key, out var step))
        {
            _readiness.Add(key, step = ReadinessOf(service, [.. pods]));
        }

        return step.Verdict == StepVerdict.Good ? step with { Confirm = Get(service, $"endpointslices -l {EndpointSlice.ServiceNameLabel}={service.Name}") } : step;
    }

    private DiagnosisStep ReadinessOf(Service service, Workload[] pods)
    {
        // What ends as it should is no fault, as long as others are there.
        var ending = service.Spec?.ClusterIP?.Value == "None" ? null : Array.Find(pods, ServesUntilItEnds);
        var staying = pods.Where(p => p.Metadata.DeletionTimestamp is null || PodTrouble.Of(p, index).IsLasting).ToArray();
        pods = staying.Length > 0 ? staying : pods;
        var unready = pods.Where(p => !IsReady(p)).ToArray();
        var readyText = ReadyText(pods.Length - unready.Length, pods.Length);
        // While others serve, what has just been started may well get ready.
        if (unready.Length < pods.Length)
        {
            unready = unready.Where(p => PodTrouble.Of(p, index).IsLasting).ToArray();
        }

        if (unready.Length == 0 || service.Spec?.PublishNotReadyAddresses?.Value == true)
        {
            return new DiagnosisStep("are the pods ready", StepVerdict.Good, unready.Length == 0 ? readyText : $"{Count(unready.Length, "pod")} not ready, published all the same (publishNotReadyAddresses)");
        }

        var groups = unready.Select(p => (Pod: p, Trouble: PodTrouble.Of(p, index))).GroupBy(t => t.Trouble.Kind, StringComparer.Ordinal).OrderByDescending(g => g.Count()).Take(Shown).ToArray();
        // One pod speaks for those that fail alike: the one of which most is known.
        var speakers = groups.Select(g => g.OrderByDescending(t => t.Trouble.Evidence.Count).First().Trouble).ToArray();
        var why = string.Join("; ", speakers.Select(t => t.Text));
        var isAll = unready.Length == pods.Length;
        var head = isAll ? (pods.Length == 1 ? "the only endpoint is not ready" : $"all {Count(pods.Length, "endpoint")} are not ready") : $"{Count(unready.Length, "endpoint")} of {pods.Length.ToString(CultureInfo.InvariantCulture)} {(unready.Length == 1 ? "is" : "are")} not ready";
        var runs = isAll && groups.All(g => PodTrouble.Runs(g.Key)) && unready.All(p => p.Status?.Phase?.Value == "Running") ? "; the pods run but the Service has no ready endpoint" : "";
        return new DiagnosisStep("are the pods ready", StepVerdict.Fault, $"{head}: {why}{(isAll && ending is not null ? $"; until it ends, kube-proxy sends all connections to pod {ending.Name}, which terminates and still serves" : runs)}")
        {
            Severity = isAll && ending is null ? Severity.Error : Severity.Warning,
            Evidence = [.. speakers.SelectMany(t => t.Evidence)],
            Confirm = $"kubectl describe pod {unready[0].Name} -n {DiagnosisIndex.NamespaceOf(service)}",
        };
    }

    // kube-proxy goes on using such endpoints where no ready one is left.
    private static bool ServesUntilItEnds(Workload pod) => pod.Metadata.DeletionTimestamp is not null && pod.Status?["Ready"]?.Status?.Value == "True" && pod.PodIPs.Count > 0;

    // A pod that no node has taken has no condition Ready yet.
    private static bool IsReady(Workload pod) =>
        pod.Metadata.DeletionTimestamp is null && (pod.Status?["Ready"] is { } ready ? ready.Status?.Value == "True" : pod.Status?.Phase?.Value != "Pending");

    // The slices that the controller wrote against the pods of the same dump.
    private IEnumerable<DiagnosisStep> Slices(Service service, IReadOnlyList<Workload> pods, ListedService listed)
    {
        var confirm = Get(service, $"endpointslices -l {EndpointSlice.ServiceNameLabel}={service.Name} -o yaml");
        var families = FamiliesOf(service);
        var ready = pods.Where(IsReady).ToArray();
        var wanted = ready.SelectMany(p => p.PodIPs.Select(i => i.Value)).Where(a => families.Length == 0 || families.Contains(a.IndexOf(':') >= 0 ? "IPv6" : "IPv4")).ToArray();
        var owned = new HashSet<string>(pods.SelectMany(p => p.PodIPs.Select(i => i.Value)), StringComparer.Ordinal);
        var written = listed.Slices.SelectMany(s => s.Endpoints.Where(e => e.Ready != false).SelectMany(e => (e.Addresses ?? []).Select(a => (Address: a, s.Slice)))).ToArray();
        var shown = new HashSet<string>(written.Select(w => w.Address), StringComparer.Ordinal);
        // Files of a dump are written one after the other: a pod or two may have come or gone between them.
        var absent = wanted.Any(shown.Contains) ? [] : wanted;
        var stale = written.Any(w => owned.Contains(w.Address)) ? [] : written.Where(w => !owned.Contains(w.Address) && w.Slice.Metadata.Labels?[EndpointSlice.ManagedByLabel] is null or "endpointslice-controller.k8s.io").ToArray();
        if (ready.Any(p => p.PodIPs.Count > 0) && wanted.Length == 0 && families.Length > 0)
        {
            yield return new DiagnosisStep(Question, StepVerdict.Fault, $"no endpoints: the Service is {string.Join(" and ", families)} and its ready pods have no address of that family") { Evidence = [new Evidence("ipFamilies", (service.Spec?.IPFamilies ?? service.Spec?.ClusterIPs)?.KeySpan ?? service.NameSpan)], Confirm = confirm };
        }
        else if (wanted.Length > 0 && written.Length == 0 && OnLostNodes(service, ready) is { } lost)
        {
            yield return lost with { Confirm = confirm };
        }
        else if (index.Missing.Contains("EndpointSlice"))
        {
            yield return new DiagnosisStep(Question, StepVerdict.Unknown, "the dump has no EndpointSlices; the endpoints are derived from its pods") { Confirm = confirm };
        }
        else if (absent.Length > 0 && listed.Slices.Count == 0 && index.MayLackSlices(DiagnosisIndex.NamespaceOf(service)))
        {
            yield return new DiagnosisStep(Question, StepVerdict.Unknown, "the dump does not hold all EndpointSlices") { Confirm = confirm };
        }
        else if (absent.Length > 0)
        {
            yield return new DiagnosisStep(Question, StepVerdict.Fault, listed.Slices.Count == 0
                ? $"no EndpointSlice belongs to the Service, although {Count(ready.Length, "pod")} of it {(ready.Length == 1 ? "is" : "are")} ready: kube-controller-manager does not write any"
                : $"the EndpointSlices hold none of {Count(absent.Length, "ready endpoint")}: {string.Join(", ", absent.Take(Shown))}; kube-controller-manager is behind")
            {
                Evidence = [new Evidence("Service", service.NameSpan)],
                Confirm = confirm,
            };
        }
        else if (stale.Length > 0)
        {
            yield return new DiagnosisStep(Question, StepVerdict.Fault, $"the EndpointSlices hold {Count(stale.Length, "endpoint")} of no pod: {string.Join(", ", stale.Select(s => s.Address).Take(Shown))}; connections to them fail")
            {
                Evidence = [new Evidence($"EndpointSlice {stale[0].Slice.Name}", stale[0].Slice.NameSpan)],
                Confirm = confirm,
            };
        }
        else if (Gone(service, listed) is { Count: > 0 } gone)
        {
            yield return new DiagnosisStep(Question, StepVerdict.Fault, $"{Count(gone.Count, "ready endpoint")} of {shown.Count.ToString(CultureInfo.InvariantCulture)} in the EndpointSlices {(gone.Count == 1 ? "is" : "are")} of no pod in the dump: {string.Join(", ", gone.Take(Shown).Select(g => $"{g.Address} ({g.Pod})"))}; connections to {(gone.Count == 1 ? "it" : "them")} fail, unless the pod came or went while the dump was written")
            {
                Severity = Severity.Warning,
                Evidence = [.. gone.Take(Shown).Select(g => new Evidence($"endpoint {g.Address}", g.Span))],
                Confirm = confirm,
            };
        }
        else if (OtherPort(service, listed) is { } other)
        {
            yield return other with { Confirm = confirm };
        }
        else
        {
            yield return new DiagnosisStep(Question, StepVerdict.Good, $"they hold {Count(shown.Count, "ready endpoint")}") { Confirm = confirm };
        }
    }

    // A dump by other hands may leave the API's defaults out.
    private static string[] FamiliesOf(Service service) =>
        service.Spec?.IPFamilies is { Count: > 0 } families ? [.. families.Items.Select(f => f.Value)]
        : service.Spec?.ClusterIPs is { Count: > 0 } addresses && addresses[0].Value is not "None" ? [.. addresses.Items.Select(a => a.Value.IndexOf(':') >= 0 ? "IPv6" : "IPv4")]
        : [];

    // The controller leaves out pods of nodes that do not exist, as the derivation does.
    private DiagnosisStep? OnLostNodes(Service service, Workload[] ready)
    {
        if (!index.Dump.Holds("Node") || index.Nodes.Count == 0 || index.Dump.MayLack("Node") || service.Spec?.PublishNotReadyAddresses?.Value == true
            || Array.Find(ready, p => p.PodSpec?.NodeName is not { Value.Length: > 0 } node || index.Node(node.Value) is not null) is not null)
        {
            return null;
        }

        var nodes = ready.Select(p => p.PodSpec!.NodeName!.Value).Distinct().OrderBy(n => n, StringComparer.Ordinal).ToArray();
        return new DiagnosisStep(Question, StepVerdict.Fault, $"no endpoints: {Count(ready.Length, "ready pod")} {(ready.Length == 1 ? "is" : "are")} on {(nodes.Length == 1 ? "node" : "nodes")} {string.Join(", ", nodes.Take(Shown))}, and no such Node exists: kube-controller-manager makes pods of missing nodes no endpoints")
        {
            Evidence = [.. ready.Take(Shown).Select(p => new Evidence($"nodeName of pod {p.Name}", p.PodSpec!.NodeName!.Span))],
        };
    }

    /// <summary>A port of the slices that is not the one of the pods behind it: they show what the Service or the pods once were.</summary>
    private static DiagnosisStep? OtherPort(Service service, ListedService listed)
    {
        var slices = listed.Slices.Where(s => !s.Slice.Kind.IsDefault && s.ManagedBy == "endpointslice-controller.k8s.io" && s.Endpoints.Any(e => e.Ready != false)).ToArray();
        foreach (var port in slices.Length == 0 ? [] : service.Spec?.Ports?.Items ?? [])
        {
            var (isRight, wrong) = (false, ((int Own, int Meant, string Pod, SourceSpan Span)?)null);
            foreach (var slice in slices)
            {
                var own = slice.Slice.Ports?.Items.FirstOrDefault(p => (p.Name?.Value ?? "") == (port.Name?.Value ?? "") && (p.Protocol?.Value ?? "TCP") == PortResolution.Protocol(port));
                foreach (var endpoint in slice.Endpoints.Where(e => e.Ready != false && e.Workload is not null))
                {
                    var meant = TargetIn(port, endpoint.Workload!);
                    isRight |= meant is null || own?.Port is null || own.Port.Value == meant;
                    wrong ??= own?.Port is { } number && meant is { } target && number.Value != target ? (number.Value, target, endpoint.Workload!.Name ?? "", number.Span) : null;
                }
            }

            if (wrong is var (at, should, pod, span))
            {
                return new DiagnosisStep(Question, StepVerdict.Fault, $"the EndpointSlices send port {Number(port.Port?.Value ?? 0)} to {Number(at)}, and targetPort {PortResolution.Target(port)} of the Service is {Number(should)} in pod {pod}: kube-controller-manager is behind")
                {
                    Severity = isRight ? Severity.Warning : Severity.Error,
                    Evidence = [new Evidence("port of the slice", span), new Evidence("Service port", port.TargetPort is { IsDefault: false } target ? target.Span : port.Span)],
                };
            }
        }

        return null;
    }

    private static int? TargetIn(ServicePort port, Workload pod) =>
        PortResolution.Target(port) is not { } target ? null
        : target.Int ?? (target.String is { } name ? PortResolution.Named(pod, name, PortResolution.Protocol(port))?.Number?.Value : null);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Ready endpoints beside live ones that name a pod which the dump does not have.</summary>
    private List<(string Address, string Pod, SourceSpan Span)> Gone(Service service, ListedService listed)
    {
        var gone = new List<(string, string, SourceSpan)>();
        foreach (var slice in listed.Slices.Where(s => s.Slice.Metadata.Labels?[EndpointSlice.ManagedByLabel] == "endpointslice-controller.k8s.io"))
        {
            foreach (var endpoint in slice.Endpoints.Where(e => e.Ready != false))
            {
                if (endpoint.TargetRef is { Kind: "Pod", Name: { } pod } && index.Pod(DiagnosisIndex.NamespaceOf(service), pod) is null && !index.Dump.MayLack("Pod") && endpoint.Addresses is [var address, ..])
                {
                    gone.Add((address, pod, endpoint.Source.Span));
                }
            }
        }

        return gone;
    }

    private static T? Last<T>(IReadOnlyList<T> items)
        where T : class => items.Count > 0 ? items[items.Count - 1] : null;
}
