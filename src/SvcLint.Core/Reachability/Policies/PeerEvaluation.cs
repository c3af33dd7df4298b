using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Reachability.Policies;

/// <summary>The place that a connection asks for, after address translation.</summary>
internal sealed record PolicyTarget(TrafficEnd End, int Port, string Protocol)
{
    public override string ToString() => $"{Port.ToString(System.Globalization.CultureInfo.InvariantCulture)}/{Protocol}";
}

/// <summary>Whether selectors and names of ports match an end of one connection: yes (Allowed), no (Denied), or the input does not tell.</summary>
internal sealed class PeerEvaluation(DeploymentUnit unit)
{
    public static PolicyAnswer Least(PolicyAnswer a, PolicyAnswer b) => a < b ? a : b;

    public static string NamespaceOf(string? written) => written ?? "default";

    /// <summary>Pods of a namespace, or of those that a selector picks, with these labels; a null pod selector picks all of them.</summary>
    public PolicyAnswer OfPods(string? ownNamespace, LabelSelector? namespaces, LabelSelector? pods, TrafficEnd end)
    {
        if (end.Kind is TrafficEndKind.Node or TrafficEndKind.Outside)
        {
            return PolicyAnswer.Denied;
        }

        var ofNamespace = namespaces is not null ? OfNamespace(namespaces, end)
            : NamespaceOf(ownNamespace) == NamespaceOf(end.Namespace) ? PolicyAnswer.Allowed : PolicyAnswer.Denied;
        var ofPod = pods is not { IsEmpty: false } ? PolicyAnswer.Allowed
            : end.Workload is { } workload ? OfLabels(pods, workload, end.Name)
            : PolicyAnswer.Unknown;
        return Least(ofNamespace, ofPod);
    }

    /// <summary>Names are looked up on the destination pod; nothing else has names for ports, and of native sidecars plugins think differently.</summary>
    public static PolicyAnswer OfNamedPort(string? protocol, string name, PolicyTarget target)
    {
        if (target.End.Workload is not { } workload)
        {
            return target.End.Kind == TrafficEndKind.UndeclaredPod ? PolicyAnswer.Unknown : PolicyAnswer.Denied;
        }

        bool Is(ContainerPort port) => port.Name?.Value == name && port.Number?.Value == target.Port
            && PortResolution.Protocol(port) == target.Protocol && (protocol is null || protocol == target.Protocol);
        return (workload.PodSpec?.Containers?.Items ?? []).SelectMany(c => c.Ports?.Items ?? []).Any(Is) ? PolicyAnswer.Allowed
            : PortResolution.Declared(workload).Any(Is) ? PolicyAnswer.Unknown
            : PolicyAnswer.Denied;
    }

    // The API server labels every namespace with its name; further labels are known where the Namespace is in the input, or is Kubernetes' own.
    private PolicyAnswer OfNamespace(LabelSelector selector, TrafficEnd end)
    {
        var name = end is { Kind: TrafficEndKind.UndeclaredPod, Namespace: null } ? null : NamespaceOf(end.Namespace);
        var declared = name is null ? null : unit.NamespaceNamed(name)?.Metadata;
        var isKnown = declared is not null || name is "default" or "kube-system" or "kube-public" or "kube-node-lease";
        return Of(selector, key => key == PolicyReach.NamespaceNameLabel ? name is null ? Label.Unknown : new Label(true, name)
            : !isKnown ? Label.Unknown
            : declared?.Labels?[key] is { } value ? new Label(true, value) : Label.Absent);
    }

    private static PolicyAnswer OfLabels(LabelSelector selector, Workload workload, string name)
    {
        // Labels that controllers add are in no template.
        var added = RunTimeLabels.Of(workload).ToArray();
        var pod = name.Substring(name.LastIndexOf('/') + 1);
        return Of(selector, key => workload.PodLabels?[key] is { } value ? new Label(true, value)
            : Array.FindIndex(added, a => a.Key == key) is >= 0 and var i ? new Label(true, added[i].Value ?? (PodOrdinals.IsKey(key) ? PodOrdinals.ValueOf(workload.Name ?? "", pod, key) : null))
            : Label.Absent);
    }

    private static PolicyAnswer Of(LabelSelector selector, Func<string, Label> label)
    {
        var answer = PolicyAnswer.Allowed;
        foreach (var pair in selector.MatchLabels?.Entries ?? [])
        {
            answer = Least(answer, Meet("In", [pair.Value.Value], label(pair.Key.Value)));
        }

        foreach (var requirement in selector.MatchExpressions?.Items ?? [])
        {
            answer = Least(answer, Meet(requirement.Operator?.Value ?? "", [.. (requirement.Values?.Items ?? []).Select(v => v.Value)], label(requirement.Key?.Value ?? "")));
        }

        return answer;
    }

    private static PolicyAnswer Meet(string op, string[] values, Label label)
    {
        var holds = op switch
        {
            "In" => label.Exists == false ? false : label.Value is { } value ? Array.IndexOf(values, value) >= 0 : (bool?)null,
            "NotIn" => label.Exists == false ? true : label.Value is { } value ? Array.IndexOf(values, value) < 0 : null,
            "Exists" => label.Exists,
            "DoesNotExist" => !label.Exists,
            // The API server refuses it.
            _ => false,
        };
        return holds switch { true => PolicyAnswer.Allowed, false => PolicyAnswer.Denied, null => PolicyAnswer.Unknown };
    }

    /// <summary>A label of an end: whether it has it, and the value; null where nobody knows.</summary>
    private readonly record struct Label(bool? Exists, string? Value)
    {
        public static readonly Label Unknown = new(null, null);

        public static readonly Label Absent = new(false, null);
    }
}
