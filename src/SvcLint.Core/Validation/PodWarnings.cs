using SvcLint.Cluster;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>
/// Warnings that the API server returns for pods and what makes them, as far as they touch the network: node labels, repeated ports and
/// variables, DNS, spreading, the grace period. Takes workloads with defaults applied.
/// </summary>
internal sealed class PodWarnings
{
    // Of a port that stands there again and again, the warnings after these say nothing new.
    private const int MostAlike = 16;

    private readonly List<ApiWarning> _warnings = [];
    private readonly KubernetesVersion _version;
    private readonly PodSpec _spec;
    private readonly string _path;

    private PodWarnings(PodSpec spec, string path, KubernetesVersion version)
    {
        _spec = spec;
        _path = path;
        _version = version;
    }

    public static IReadOnlyList<ApiWarning> For(Workload workload, KubernetesVersion version)
    {
        var path = workload.WorkloadKind switch
        {
            WorkloadKind.Pod => "spec",
            WorkloadKind.PodTemplate => "template.spec",
            WorkloadKind.CronJob => "spec.jobTemplate.spec.template.spec",
            WorkloadKind.Rollout or WorkloadKind.Other => null,
            _ => "spec.template.spec",
        };
        if (path is null || workload.PodSpec is not { } spec)
        {
            return [];
        }

        var run = new PodWarnings(spec, path, version);
        run.NodeLabels();
        run.HostAliases();
        var containers = run.Containers();
        foreach (var (container, at) in containers)
        {
            run.Variables(container, at);
        }

        run.Ports(containers);
        run.Placement();
        run.Addresses();
        return run._warnings;
    }

    // As the server visits them.
    private List<(Container Container, string Path)> Containers()
    {
        var all = new List<(Container, string)>();
        for (var i = 0; i < (_spec.InitContainers?.Count ?? 0); i++)
        {
            all.Add((_spec.InitContainers![i], $"{_path}.initContainers[{i}]"));
        }

        for (var i = 0; i < (_spec.Containers?.Count ?? 0); i++)
        {
            all.Add((_spec.Containers![i], $"{_path}.containers[{i}]"));
        }

        return all;
    }

    private void NodeLabels()
    {
        foreach (var use in _spec.NodeLabels)
        {
            if (VersionTable.Find(VersionedThing.Label, use.Key.Value) is { } entry && (entry.Removed is null || _version >= ServerWarnings.MasterLabel))
            {
                _warnings.Add(new ApiWarning($"{_path}.{use.Path}", WarningCode.Other, $"node label {use.Key.Value} is deprecated", use.Key.Span));
            }
        }
    }

    private void HostAliases()
    {
        var seen = new Dictionary<string, HostAlias>(StringComparer.Ordinal);
        for (var i = 0; i < (_spec.HostAliases?.Count ?? 0); i++)
        {
            var alias = _spec.HostAliases![i];
            if (alias.IP is not { } ip)
            {
                continue;
            }

            if (seen.TryGetValue(ip.Value, out var first))
            {
                Repeated($"{_path}.hostAliases[{i}].ip", $"host alias {ip.Value} is listed twice", ip.Span, new Repetition(RepeatedThing.HostAlias, first.IP!.Span));
            }
            else
            {
                seen.Add(ip.Value, alias);
            }
        }
    }

    private void Variables(Container container, string path)
    {
        var seen = new Dictionary<string, EnvVar>(StringComparer.Ordinal);
        for (var i = 0; i < (container.Env?.Count ?? 0); i++)
        {
            var variable = container.Env![i];
            var name = variable.Name?.Value ?? "";
            if (!seen.TryGetValue(name, out var first))
            {
                seen.Add(name, variable);
                continue;
            }

            // X=$(X):more builds on the earlier value, although 1.26 warns of it too.
            var reference = $"$({name})";
            var value = variable.Value?.Value ?? "";
            if (variable.ValueFrom is not null || value == reference || value.IndexOf(reference, StringComparison.Ordinal) < 0)
            {
                Repeated(
                    $"{path}.env[{i}]{(_version < ServerWarnings.VariablesByEffect ? ".name" : "")}",
                    $"variable {name} of container {container.Name?.Value} is defined twice",
                    variable.Name?.Span ?? variable.KeySpan,
                    new Repetition(RepeatedThing.Variable, first.Name?.Span ?? first.KeySpan));
            }
        }
    }

    private void Ports(List<(Container Container, string Path)> containers)
    {
        var ports = new Dictionary<(int?, string?), List<(ContainerPort Port, Container Container)>>();
        var names = new Dictionary<string, (ContainerPort Port, Container Container, bool EndsEarly)>(StringComparer.Ordinal);
        foreach (var (container, path) in containers)
        {
            for (var i = 0; i < (container.Ports?.Count ?? 0) && _version >= ServerWarnings.RepeatedPorts; i++)
            {
                var port = container.Ports![i];
                var at = $"{path}.ports[{i}]";
                if (port.HostIP is { Value.Length: > 0 } ip && HostPort(port) == 0)
                {
                    _warnings.Add(new ApiWarning(at, WarningCode.Ignored, $"hostIP {ip.Value} is ignored without hostPort", ip.Span));
                }

                if (!ports.TryGetValue((port.Number?.Value, port.Protocol?.Value), out var alike))
                {
                    ports.Add((port.Number?.Value, port.Protocol?.Value), alike = []);
                }

                foreach (var (other, owner) in alike.Take(MostAlike))
                {
                    if (Overlap(port, other) is { } how)
                    {
                        Repeated(at, $"{how} {(owner == container ? "in this container" : $"by container {owner.Name?.Value}")}", Place(port), new Repetition(RepeatedThing.Port, Place(other)));
                    }
                }

                alike.Add((port, container));
                if (_version >= ServerWarnings.RepeatedPortNames && port.Name is { Value.Length: > 0 } name)
                {
                    if (names.TryGetValue(name.Value, out var first))
                    {
                        Repeated(
                            at,
                            $"port name '{name.Value}' is already used by container {first.Container.Name?.Value} for {first.Port.Number?.Value}",
                            name.Span,
                            new Repetition(RepeatedThing.PortName, first.Port.Name!.Span, first.Port.Number?.Value)
                            {
                                IsHarmless = EndsEarly(container, path) || first.EndsEarly || PortResolution.Protocol(port) != PortResolution.Protocol(first.Port),
                            });
                    }
                    else
                    {
                        names.Add(name.Value, (port, container, EndsEarly(container, path)));
                    }
                }
            }
        }
    }

    // An init container that is no sidecar.
    private static bool EndsEarly(Container container, string path) => path.IndexOf("initContainers", StringComparison.Ordinal) >= 0 && container.RestartPolicy?.Value != "Always";

    private static string? Overlap(ContainerPort port, ContainerPort other)
    {
        var (ip, otherIP) = (port.HostIP?.Value ?? "", other.HostIP?.Value ?? "");
        var (hostPort, otherPort) = (HostPort(port), HostPort(other));
        var declared = $"port {port.Number?.Value}/{port.Protocol?.Value} is already declared";
        return ip == otherIP && hostPort == otherPort ? declared
            : otherPort != 0 && hostPort == 0 ? $"{declared} with hostPort {otherPort}"
            : hostPort != 0 && otherPort == 0 ? $"{declared} without hostPort"
            : hostPort == 0 ? declared
            : hostPort == otherPort && (ip.Length == 0) != (otherIP.Length == 0) ? $"hostPort {hostPort} on {Addresses(ip)} is already taken on {Addresses(otherIP)}"
            : null;
    }

    private static string Addresses(string hostIP) => hostIP.Length == 0 ? "all addresses" : hostIP;

    private static int HostPort(ContainerPort port) => port.HostPort?.Value ?? 0;

    private static Text.SourceSpan Place(ContainerPort port) => port.Number?.Span ?? port.KeySpan;

    private void Placement()
    {
        if (_version < ServerWarnings.GraceAndSpreading)
        {
            return;
        }

        if (_spec.TerminationGracePeriodSeconds is { Value: < 0 } grace)
        {
            _warnings.Add(new ApiWarning($"{_path}.terminationGracePeriodSeconds", WarningCode.Other, $"a grace period of {grace.Value} seconds is treated as 1", grace.Span));
        }

        for (var i = 0; i < (_spec.TopologySpreadConstraints?.Count ?? 0); i++)
        {
            if (_spec.TopologySpreadConstraints![i] is { LabelSelector: null } constraint)
            {
                _warnings.Add(new ApiWarning($"{_path}.topologySpreadConstraints[{i}].labelSelector", WarningCode.Other, "a spread constraint without labelSelector counts no pod, so it spreads nothing", constraint.KeySpan));
            }
        }
    }

    private void Addresses()
    {
        if (_version < ServerWarnings.OddAddresses)
        {
            return;
        }

        for (var i = 0; i < (_spec.DnsConfig?.Nameservers?.Count ?? 0); i++)
        {
            AddressWarnings.IP(_spec.DnsConfig!.Nameservers![i], $"{_path}.dnsConfig.nameservers[{i}]", _version, _warnings);
        }

        for (var i = 0; i < (_spec.HostAliases?.Count ?? 0); i++)
        {
            if (_spec.HostAliases![i].IP is { } ip)
            {
                AddressWarnings.IP(ip, $"{_path}.hostAliases[{i}].ip", _version, _warnings);
            }
        }
    }

    private void Repeated(string field, string detail, Text.SourceSpan span, Repetition repeated) =>
        _warnings.Add(new ApiWarning(field, WarningCode.Other, detail, span, Repeated: repeated));
}
