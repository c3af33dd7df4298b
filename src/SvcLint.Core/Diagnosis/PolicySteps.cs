using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Diagnosis;

/// <summary>Do NetworkPolicies let the clients in, and the pods ask the cluster's DNS.</summary>
internal sealed class PolicySteps
{
    public const string Clients = "do NetworkPolicies let its clients in";
    private const string Dns = "do NetworkPolicies let its pods ask DNS";
    private const int DnsPort = 53;

    private readonly DiagnosisIndex _index;
    private readonly ClientSteps _clients;
    private readonly PolicyEvaluation _policies;
    private readonly TrafficEnd? _dns;
    private readonly Workload[] _controllers;
    private readonly Lazy<KnownAddresses> _addresses;
    private readonly Dictionary<string, bool> _emptyRanges = new(StringComparer.Ordinal);

    // Wherever they are: OpenShift's listen on 5353, a node-local cache has an address of its own.
    private readonly (TrafficEnd End, int Port)[] _unseenDns =
    [
        (new TrafficEnd(TrafficEndKind.UndeclaredPod, "the cluster's DNS", "kube-system"), DnsPort),
        (new TrafficEnd(TrafficEndKind.UndeclaredPod, "the cluster's DNS", "openshift-dns"), 5353),
        (TrafficEnd.Outside("a resolver"), DnsPort),
    ];

    public PolicySteps(DiagnosisIndex index, ClientSteps clients)
    {
        _index = index;
        _clients = clients;
        _policies = new PolicyEvaluation(index.Unit);
        _controllers = [.. index.Unit.Workloads.Where(IngressControllers.Is)];
        _addresses = new Lazy<KnownAddresses>(() => new KnownAddresses(index.Nodes, index.Pods));
        var server = index.Service("kube-system", "kube-dns") ?? index.Service("kube-system", "coredns") ?? index.Service("openshift-dns", "dns-default");
        _dns = server is not null && index.SelectedPods(server) is [var pod, ..] ? End(pod) : null;
    }

    public IEnumerable<DiagnosisStep> Of(Service service, ListedService listed)
    {
        if (_index.Missing.Contains("NetworkPolicy") || _index.Dump.MayLack("NetworkPolicy"))
        {
            yield return new DiagnosisStep(Clients, StepVerdict.Unknown, _index.Missing.Contains("NetworkPolicy") ? "the dump has no NetworkPolicies" : "the dump does not hold all NetworkPolicies") { Confirm = "kubectl get networkpolicies -A" };
            yield break;
        }

        if (_index.LivingPods(service) is not [var selected, ..] || _index.Unit.NetworkPolicies.Count == 0)
        {
            yield break;
        }

        var pod = _index.Representative(selected);

        var faults = new List<DiagnosisStep>();
        if (OfDns(pod) is { } cut)
        {
            faults.Add(cut);
        }

        var closed = NobodyIn(service, listed, pod);
        if (closed is not null)
        {
            faults.Add(closed);
        }

        // Who is closed to everybody need not be told of each client.
        foreach (var group in (closed is not null ? [] : Senders(service)).GroupBy(u => _index.OwnerText(u.Client!) + DiagnosisIndex.NamespaceOf(u.Client!), StringComparer.Ordinal))
        {
            if (OfClient(service, listed, pod, group.First()) is { } step)
            {
                faults.Add(step);
            }
        }

        foreach (var fault in faults)
        {
            yield return fault;
        }

        if (faults.Count == 0)
        {
            yield return new DiagnosisStep(Clients, StepVerdict.Good, "those that the dump knows are let in") { Confirm = $"kubectl get networkpolicies -n {DiagnosisIndex.NamespaceOf(service)} -o yaml" };
        }
    }

    private static TrafficEnd End(Workload pod) => new(TrafficEndKind.Pod, $"{DiagnosisIndex.NamespaceOf(pod)}/{pod.Name}", pod.Namespace ?? "default", pod, pod.PodSpec?.NodeName?.Value, null);

    /// <summary>Whether who connects may ask for the Service's name; null where nothing stops it, or nothing of policies is known.</summary>
    public DiagnosisStep? DnsOf(Workload client) => _index.Missing.Contains("NetworkPolicy") || _index.Dump.MayLack("NetworkPolicy") || _index.Unit.NetworkPolicies.Count == 0 || OfDns(client) is not { } cut ? null
        : cut with { Question = "do NetworkPolicies let the client ask DNS", Concern = StepConcern.OneClient, Client = $"{DiagnosisIndex.NamespaceOf(client)}/{_index.Owners.TopOf(client).Name}" };

    private DiagnosisStep? OfDns(Workload pod)
    {
        if ((_dns is not null && ReferenceEquals(_dns.Workload, pod)) || pod.PodSpec?.DnsPolicy?.Value is "Default" or "None" || pod.PodSpec?.HostNetwork?.Value == true)
        {
            return null;
        }

        var isDenied = _dns is not null ? IsDenied(pod, _dns, DnsPort) : _unseenDns.All(d => IsDenied(pod, d.End, d.Port));
        var isolating = PolicyReach.Isolating(_index.Unit, pod, PolicyDirection.Egress);
        return !isDenied ? null
            : new DiagnosisStep(Dns, StepVerdict.Fault, $"pods of {_index.OwnerText(pod).Split(' ').Last()} are egress isolated ({string.Join(", ", isolating.Select(p => p.Name))}) and no policy allows port 53 to kube-dns: names do not resolve")
            {
                Concern = StepConcern.OfItsPods,
                Evidence = [.. isolating.Select(p => new Evidence($"NetworkPolicy {p.Name}", p.NameSpan))],
                Confirm = $"kubectl exec -n {DiagnosisIndex.NamespaceOf(pod)} {pod.Name} -- nslookup kubernetes.default",
            };
    }

    private bool IsDenied(Workload pod, TrafficEnd dns, int port) => _policies.Egress(End(pod), dns, port, "UDP").Answer == PolicyAnswer.Denied;

    // Isolated, and no rule of any policy admits the port, whoever asks.
    private DiagnosisStep? NobodyIn(Service service, ListedService listed, Workload pod)
    {
        var isolating = PolicyReach.Isolating(_index.Unit, pod, PolicyDirection.Ingress);
        var targets = listed.Slices.SelectMany(s => s.Slice.Ports?.Items ?? []).Where(p => p.Port is not null).ToArray();
        if (isolating.Count == 0 || targets.Length == 0 || pod.PodSpec?.HostNetwork?.Value == true)
        {
            return null;
        }

        var rules = isolating.SelectMany(p => PolicyReach.Rules(p, PolicyDirection.Ingress)).ToArray();
        var admitting = rules.Where(r => r.Ports is not { Count: > 0 } ports || ports.Items.Any(p => targets.Any(t => Admits(p, t, pod)))).ToArray();
        if (admitting.Length > 0)
        {
            return NobodyInRanges(service, pod, isolating, admitting);
        }

        var admitted = string.Join(", ", rules.SelectMany(r => r.Ports?.Items ?? []).Select(p => p.Port?.Value.ToString()).OfType<string>().Distinct().Take(5));
        return new DiagnosisStep(Clients, StepVerdict.Fault, rules.Length == 0
            ? $"pods of {_index.OwnerText(pod).Split(' ').Last()} are ingress isolated ({string.Join(", ", isolating.Select(p => p.Name))}) and no rule admits anybody: every connection is dropped"
            : $"policies {string.Join(", ", isolating.Select(p => p.Name))} admit port {admitted}, and the pods listen on {string.Join(", ", targets.Select(t => t.Port!.Value.ToString(CultureInfo.InvariantCulture)).Distinct())}: policies apply after translation, so every connection is dropped")
        {
            Evidence = [.. isolating.Select(p => new Evidence($"NetworkPolicy {p.Name}", p.NameSpan))],
            Confirm = $"kubectl get networkpolicies -n {DiagnosisIndex.NamespaceOf(service)} -o yaml",
        };
    }

    // A cluster IP has clients in the cluster alone, and the ranges that are admitted hold none of its pods and nodes.
    private DiagnosisStep? NobodyInRanges(Service service, Workload pod, IReadOnlyList<NetworkPolicy> isolating, NetworkPolicyRule[] rules)
    {
        var spec = service.Spec;
        var ranges = rules.SelectMany(r => r.Peers?.Items ?? []).Select(p => p is { PodSelector: null, NamespaceSelector: null } ? p.IPBlock?.CIDR?.Value : null).ToArray();
        if (spec is null || spec.Type?.Value is not (null or "ClusterIP") || spec.ExternalIPs is { Count: > 0 } || _index.MayLackPods("") || _index.Missing.Contains("Node")
            || rules.Any(r => r.Peers is not { Count: > 0 }) || _clients.UsesOf(service).Any(u => u.Referrer is not null) || !Array.TrueForAll(ranges, r => r is not null && IsEmpty(r)))
        {
            return null;
        }

        return new DiagnosisStep(Clients, StepVerdict.Fault, $"pods of {_index.OwnerText(pod).Split(' ').Last()} are ingress isolated ({string.Join(", ", isolating.Select(p => p.Name))}), and {string.Join(", ", ranges.Distinct().Take(5))}, which alone is admitted, holds no pod and no node: every connection is dropped")
        {
            Evidence = [.. isolating.Select(p => new Evidence($"NetworkPolicy {p.Name}", p.NameSpan))],
            Confirm = $"kubectl get networkpolicies -n {DiagnosisIndex.NamespaceOf(service)} -o yaml",
        };
    }

    private bool IsEmpty(string range)
    {
        if (!_emptyRanges.TryGetValue(range, out var isEmpty))
        {
            _emptyRanges.Add(range, isEmpty = CidrValue.TryParse(range, out var cidr) && !_addresses.Value.MayBeIn(cidr));
        }

        return isEmpty;
    }

    private static bool Admits(NetworkPolicyPort port, EndpointPort target, Workload pod) =>
        PolicyReach.ProtocolOf(port) == (target.Protocol?.Value ?? "TCP") && port.Port?.Value switch
        {
            null => true,
            { Int: { } number } => port.EndPort is { } end ? target.Port!.Value >= number && target.Port.Value <= end.Value : target.Port!.Value == number,
            { String: { } name } => PolicyReach.HasPort(pod, name, target.Port!.Value, target.Protocol?.Value ?? "TCP"),
            _ => true,
        };

    private DiagnosisStep? OfClient(Service service, ListedService listed, Workload pod, ServiceUse use)
    {
        var client = use.Client!;
        var numbers = PortsOf(service, listed, use);
        if (numbers.Count == 0 || client.PodSpec?.HostNetwork?.Value == true)
        {
            return null;
        }

        var (source, target) = (End(client), End(pod));
        foreach (var (port, protocol) in numbers)
        {
            var egress = _policies.Egress(source, target, port, protocol);
            var ingress = _policies.Ingress(source, target, port, protocol);
            var denied = egress.Answer == PolicyAnswer.Denied ? egress : ingress.Answer == PolicyAnswer.Denied ? ingress : null;
            if (denied is null && (egress.Answer == PolicyAnswer.Unknown ? egress : ingress.Answer == PolicyAnswer.Unknown ? ingress : null) is { } open)
            {
                return new DiagnosisStep(Clients, StepVerdict.Unknown, $"{DiagnosisIndex.NamespaceOf(client)}/{_index.Owners.TopOf(client).Name} to {service.Name}: {open.Why}{(_index.Missing.Contains("Namespace") ? " (the dump has no Namespaces, whose labels count)" : "")}") { Evidence = [new Evidence("policy", open.Span)], Confirm = "kubectl get namespaces --show-labels", Concern = StepConcern.OneClient, Client = $"{DiagnosisIndex.NamespaceOf(client)}/{_index.Owners.TopOf(client).Name}" };
            }

            if (denied is null)
            {
                continue;
            }

            var direction = ReferenceEquals(denied, egress) ? PolicyDirection.Egress : PolicyDirection.Ingress;
            var who = $"{DiagnosisIndex.NamespaceOf(client)}/{_index.Owners.TopOf(client).Name}";
            return new DiagnosisStep(Clients, StepVerdict.Fault, $"{who} cannot reach {service.Name}:{(use.Port?.Int ?? port).ToString(CultureInfo.InvariantCulture)}: {new PolicyNearMiss(_index, direction, client, pod).Of(port, protocol) ?? denied.Why}")
            {
                Concern = StepConcern.OneClient,
                Client = who,
                Evidence = [new Evidence("policy", denied.Span), new Evidence(use.Written, use.Span)],
                Confirm = $"kubectl get networkpolicies -n {DiagnosisIndex.NamespaceOf(direction == PolicyDirection.Ingress ? pod : client)} -o yaml",
            };
        }

        return null;
    }

    /// <summary>Pods that connect by their configuration, and the ingress controllers that send on what an Ingress takes.</summary>
    private IEnumerable<ServiceUse> Senders(Service service)
    {
        foreach (var use in _clients.UsesOf(service))
        {
            if (use.Client is not null)
            {
                yield return use;
            }
            else if (use.Referrer is Ingress && _controllers.Length == 1)
            {
                // Which of several serves an Ingress, its class tells, and not always.
                yield return use with { Client = _controllers[0], Written = use.Text };
            }
        }
    }

    // What packets carry after translation.
    private static List<(int Port, string Protocol)> PortsOf(Service service, ListedService listed, ServiceUse use)
    {
        var ports = new List<(int, string)>();
        foreach (var own in service.Spec?.Ports?.Items ?? [])
        {
            var isAsked = use.Port is not { } asked || (asked.Int is { } number ? own.Port?.Value == number : own.Name?.Value == asked.String);
            var written = listed.Slices.SelectMany(s => s.Slice.Ports?.Items ?? []).FirstOrDefault(p => (p.Name?.Value ?? "") == (own.Name?.Value ?? "") && (p.Protocol?.Value ?? "TCP") == PortResolution.Protocol(own));
            if (isAsked && written?.Port is { } target)
            {
                ports.Add((target.Value, PortResolution.Protocol(own)));
            }
        }

        return ports;
    }
}
