using System.Globalization;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>How many pods of a controller the API server admits: what PodSecurity, LimitRanges and ResourceQuotas of the input refuse, nobody makes.</summary>
internal sealed class PodAdmission
{
    private const string EnforceLabel = "pod-security.kubernetes.io/enforce";

    private readonly Dictionary<string, string> _levels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<MappingReader>> _ranges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Quota>> _quotas = new(StringComparer.Ordinal);

    public PodAdmission(IEnumerable<KubernetesObject> objects)
    {
        foreach (var item in objects)
        {
            if (item is Namespace { Name: { } name } && item.Metadata.Labels?[EnforceLabel] is { } level)
            {
                _levels[name] = level;
            }
            else if (item is { Group: "", Kind.Value: "LimitRange", Node: { } range })
            {
                Of(_ranges, item).AddRange(PlacedPod.Maps(MappingReader.Of(range).Nested("spec"), "limits"));
            }
            else if (item is { Group: "", Kind.Value: "ResourceQuota", Node: { } node } && MappingReader.Of(node).Nested("spec") is { } spec && spec.StringMap("hard") is { } hard && IsForAllPods(spec))
            {
                Of(_quotas, item).Add(new Quota(item.Name ?? "", hard));
            }
        }
    }

    /// <summary>The number of pods that are made, and why they are fewer than wanted.</summary>
    public (int Count, string? Why) Of(PlacedPod pod, int wanted)
    {
        var @namespace = pod.Workload.Namespace ?? "default";
        if (_levels.TryGetValue(@namespace, out var level) && PodSecurity.Refusal(pod, level) is { } refused)
        {
            return (0, $"PodSecurity {level} of namespace {@namespace} refuses its pods: {refused}");
        }

        var ranges = _ranges.TryGetValue(@namespace, out var limits) ? limits : [];
        if (OutOfRange(pod, ranges) is { } outside)
        {
            return (0, $"a LimitRange of namespace {@namespace} refuses its pods: {outside}");
        }

        var (count, why) = (wanted, (string?)null);
        if (!_quotas.TryGetValue(@namespace, out var quotas))
        {
            return (count, why);
        }

        var request = PodResources.Of(pod, [.. ranges.Where(r => TypeOf(r) == "Container")]);
        foreach (var quota in quotas)
        {
            var room = quota.RoomFor(request, out var resource);
            if (room < count)
            {
                (count, why) = (room, $"ResourceQuota {quota.Name} leaves room for {room.ToString(CultureInfo.InvariantCulture)} of {wanted.ToString(CultureInfo.InvariantCulture)} pods ({resource})");
            }
        }

        quotas.ForEach(q => q.Take(request, count));
        return (count, why);
    }

    // Quotas of some pods alone are passed over.
    private static bool IsForAllPods(MappingReader spec) => spec.Strings("scopes") is not { Count: > 0 } && spec.Nested("scopeSelector") is null;

    private static string TypeOf(MappingReader range) => range.String("type")?.Value ?? "";

    private static string? OutOfRange(PlacedPod pod, List<MappingReader> ranges)
    {
        var containers = ranges.Where(r => TypeOf(r) == "Container").ToArray();
        foreach (var range in ranges)
        {
            foreach (var resource in new[] { "cpu", "memory" })
            {
                var (least, most) = (Quantity.Amount(range.Nested("min")?.String(resource)?.Value), Quantity.Amount(range.Nested("max")?.String(resource)?.Value));
                if (TypeOf(range) == "Pod")
                {
                    var all = PodResources.Of(pod, containers);
                    var own = resource == "cpu" ? all.Cpu : all.Memory;
                    if (own.Request < least || own.Limit > most || (most is not null && !own.AllLimit) || (least is not null && !own.AllRequest))
                    {
                        return $"{resource} of the pod";
                    }
                }
                else if (TypeOf(range) == "Container")
                {
                    foreach (var container in pod.AllContainers)
                    {
                        var (request, limit) = PodResources.OfContainer(container, resource, containers);
                        if (request < least || limit > most || request > most || request > limit)
                        {
                            return $"{resource} of container {container.String("name")?.Value}";
                        }
                    }
                }
            }
        }

        return null;
    }

    private static List<T> Of<T>(Dictionary<string, List<T>> index, KubernetesObject item)
    {
        var key = item.Namespace ?? "default";
        if (!index.TryGetValue(key, out var list))
        {
            index.Add(key, list = []);
        }

        return list;
    }

    private sealed class Quota
    {
        private readonly List<(string Resource, double Left)> _left = [];

        public Quota(string name, StringMap hard)
        {
            Name = name;
            foreach (var entry in hard.Entries)
            {
                if (Quantity.Amount(entry.Value.Value) is { } amount)
                {
                    _left.Add((entry.Key.Value, amount));
                }
            }
        }

        public string Name { get; }

        /// <summary>A pod that does not say what a quota counts is refused.</summary>
        public int RoomFor(PodResources pod, out string? scarce)
        {
            var room = int.MaxValue;
            scarce = null;
            foreach (var (resource, left) in _left)
            {
                if (Use(pod, resource) is not var (amount, isSaid))
                {
                    continue;
                }

                var fits = !isSaid ? 0 : amount <= 0 ? int.MaxValue : (int)Math.Min(int.MaxValue, Math.Max(0, Math.Floor((left / amount) + 1e-9)));
                if (fits < room)
                {
                    (room, scarce) = (fits, isSaid ? resource : $"{resource} is not set");
                }
            }

            return room;
        }

        public void Take(PodResources pod, int count)
        {
            for (var i = 0; i < _left.Count; i++)
            {
                if (Use(pod, _left[i].Resource) is var (amount, _))
                {
                    _left[i] = (_left[i].Resource, _left[i].Left - (amount * count));
                }
            }
        }

        private static (double Amount, bool IsSaid)? Use(PodResources pod, string resource) => resource switch
        {
            "pods" or "count/pods" => (1, true),
            "cpu" or "requests.cpu" => (pod.Cpu.Request, pod.Cpu.AllRequest),
            "memory" or "requests.memory" => (pod.Memory.Request, pod.Memory.AllRequest),
            "limits.cpu" => (pod.Cpu.Limit, pod.Cpu.AllLimit),
            "limits.memory" => (pod.Memory.Limit, pod.Memory.AllLimit),
            _ => null,
        };
    }
}
