using System.Globalization;
using SvcLint.Emulation;
using SvcLint.Emulation.Derivation;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Diagnosis;

/// <summary>EndpointSlices that people or their programs wrote: do they point to something that is there.</summary>
internal sealed class HandMadeSteps(DiagnosisIndex index)
{
    private const string Question = "are there endpoints";

    /// <summary>Of a Service without selector.</summary>
    public IEnumerable<DiagnosisStep> Of(Service service, ListedService listed)
    {
        var confirm = Confirm(service);
        var endpoints = listed.Slices.SelectMany(s => s.Endpoints.Select(e => (Slice: s, Endpoint: e))).ToArray();
        if (endpoints.Length == 0)
        {
            yield return index.Missing.Contains("EndpointSlice") || index.Dump.MayLack("EndpointSlice")
                ? new DiagnosisStep(Question, StepVerdict.Unknown, "the Service has no selector, and the dump has no EndpointSlices") { Confirm = confirm }
                : new DiagnosisStep(Question, StepVerdict.Fault, "no endpoints: the Service has no selector, and no EndpointSlice or Endpoints belongs to it") { Evidence = [new Evidence("Service", service.NameSpan)], Confirm = confirm };
            yield break;
        }

        var families = (service.Spec?.IPFamilies?.Items ?? []).Select(f => f.Value).ToArray();
        if (families.Length > 0 && service.Spec?.ClusterIP?.Value != "None" && !listed.Slices.Any(s => s.Endpoints.Count > 0 && families.Contains(s.Family)))
        {
            yield return new DiagnosisStep(Question, StepVerdict.Fault, $"the Service is {string.Join(" and ", families)}, and its slices made by hand are {string.Join(" and ", listed.Slices.Select(s => s.Family).Distinct())}: it has no endpoint")
            {
                Evidence = [new Evidence("addressType", listed.Slices[0].Slice.AddressType?.Span ?? listed.Slices[0].Slice.NameSpan)],
                Confirm = confirm,
            };
            yield break;
        }

        var dead = Dead(service, endpoints);
        var live = endpoints.Where(e => e.Endpoint.Ready != false).ToArray();
        if (dead.Length > 0)
        {
            var (slice, endpoint, why) = dead[0];
            yield return new DiagnosisStep(Question, StepVerdict.Fault, $"{Points(slice, endpoint)}, {why}{More(dead.Length)}")
            {
                Severity = dead.Length >= live.Length ? Severity.Error : Severity.Warning,
                Evidence = [new Evidence("endpoint", endpoint.Source.Addresses?.Span ?? endpoint.Source.Span)],
                Confirm = confirm,
            };
        }
        else if (live.Length == 0)
        {
            yield return new DiagnosisStep(Question, StepVerdict.Fault, "none of the endpoints made by hand is ready") { Evidence = [new Evidence("EndpointSlice", listed.Slices[0].Slice.NameSpan)], Confirm = confirm };
        }
        else
        {
            yield return new DiagnosisStep(Question, StepVerdict.Good, $"{Count(live.Length, "endpoint")} made by hand; whether somebody answers there, the dump does not tell") { Confirm = confirm };
        }
    }

    /// <summary>Slices that somebody put beside those of a selector: kube-proxy sends to both.</summary>
    public IEnumerable<DiagnosisStep> Beside(Service service, ListedService listed)
    {
        var endpoints = listed.Slices.Where(s => s.Slice.Metadata.Labels?[EndpointSlice.ManagedByLabel] is { } manager && manager != EndpointDerivation.Manager)
            .SelectMany(s => s.Endpoints.Select(e => (Slice: s, Endpoint: e))).ToArray();
        var dead = Dead(service, endpoints);
        if (dead.Length > 0)
        {
            var (slice, endpoint, why) = dead[0];
            yield return new DiagnosisStep("do the EndpointSlices show the pods", StepVerdict.Fault, $"beside the controller's own, {Points(slice, endpoint)}, {why}{More(dead.Length)}: some connections fail")
            {
                Severity = Severity.Warning,
                Evidence = [new Evidence("endpoint", endpoint.Source.Addresses?.Span ?? endpoint.Source.Span)],
                Confirm = Confirm(service),
            };
        }
    }

    private static string Confirm(Service service) => $"kubectl get endpointslices -n {DiagnosisIndex.NamespaceOf(service)} -l {EndpointSlice.ServiceNameLabel}={service.Name} -o yaml";

    private static string Count(int number, string noun) => $"{number.ToString(CultureInfo.InvariantCulture)} {noun}{(number == 1 ? "" : "s")}";

    private static string Points(ListedSlice slice, ListedEndpoint endpoint) => $"hand-made slice {slice.Slice.Name} points to {string.Join(", ", endpoint.Addresses ?? [])}";

    private static string More(int dead) => dead > 1 ? $"; {(dead - 1).ToString(CultureInfo.InvariantCulture)} more like it" : "";

    private (ListedSlice Slice, ListedEndpoint Endpoint, string Why)[] Dead(Service service, (ListedSlice Slice, ListedEndpoint Endpoint)[] endpoints) =>
        [.. endpoints.Where(e => e.Endpoint.Ready != false).Select(e => (e.Slice, e.Endpoint, Why: WhyDead(e.Endpoint, DiagnosisIndex.NamespaceOf(service)))).Where(d => d.Why is not null).Select(d => (d.Slice, d.Endpoint, d.Why!))];

    private string? WhyDead(ListedEndpoint endpoint, string @namespace)
    {
        var target = endpoint.Source.TargetRef is { Kind.Value: "Pod" } pod ? pod : null;
        var name = target?.Name?.Value;
        var found = name is null ? null : index.Pod(target!.Namespace?.Value ?? @namespace, name);
        var lostPod = name is not null && found is null && !index.Missing.Contains("Pod") && !index.MayLackPods(target!.Namespace?.Value ?? @namespace);
        var lostNode = endpoint.NodeName is { } node && index.Nodes.Count > 0 && !index.Dump.MayLack("Node") && index.Node(node) is null;
        if (lostPod || lostNode)
        {
            return lostPod && lostNode ? $"pod {name} and node {endpoint.NodeName}: neither the pod nor the node exists"
                : lostPod ? $"pod {name}, which does not exist"
                : $"node {endpoint.NodeName}, which does not exist";
        }

        var addresses = endpoint.Addresses ?? [];
        if (found is { PodIPs: { Count: > 0 } own } && !own.Any(i => addresses.Contains(i.Value)))
        {
            return $"pod {name}, which has the address {own[0].Value} now";
        }

        return found is null && !index.Dump.MayLack("Pod") && addresses.Count > 0 && addresses.All(a => index.IsFreeAddress(a)) && index.RangeOf(addresses[0]) is { } range
            ? $"an address of the pods of node {range}, and no pod has it"
            : null;
    }
}
