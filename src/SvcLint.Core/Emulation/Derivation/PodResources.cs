using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>What a pod requests of a resource and is limited to.</summary>
/// <param name="Request">In the resource's unit; null where no container says.</param>
/// <param name="Limit">The same.</param>
/// <param name="AllRequest">Every container says.</param>
/// <param name="AllLimit">The same.</param>
internal sealed record PodResource(double Request, double Limit, bool AllRequest, bool AllLimit);

/// <summary>CPU and memory of a pod: the containers' and sidecars' together, or the largest init container's where that is more.</summary>
internal sealed record PodResources(PodResource Cpu, PodResource Memory)
{
    /// <param name="pod">As written.</param>
    /// <param name="ranges">LimitRanges of its namespace, which fill in what containers leave out.</param>
    public static PodResources Of(PlacedPod pod, IReadOnlyList<MappingReader>? ranges = null) => new(Of(pod, "cpu", ranges ?? []), Of(pod, "memory", ranges ?? []));

    /// <summary>How many such pods an empty node has room for.</summary>
    public long FitsInto(Node node)
    {
        var (cpu, memory) = (Quantity.Amount(node.Status?.AllocatableCpu?.Value), Quantity.Amount(node.Status?.AllocatableMemory?.Value));
        return Math.Min(Count(cpu, Cpu.Request), Count(memory, Memory.Request));

        static long Count(double? room, double request) => request <= 0 || room is not { } known ? int.MaxValue : (long)Math.Floor((known / request) + 1e-9);
    }

    /// <summary>A container's request or limit of a resource, with the LimitRange's default in the place of a missing one.</summary>
    public static (double? Request, double? Limit) OfContainer(MappingReader container, string resource, IReadOnlyList<MappingReader> ranges)
    {
        var resources = container.Nested("resources");
        var limit = Quantity.Amount(resources?.Nested("limits")?.String(resource)?.Value);
        var written = Quantity.Amount(resources?.Nested("requests")?.String(resource)?.Value) ?? limit;
        foreach (var range in ranges)
        {
            var standard = Quantity.Amount(range.Nested("default")?.String(resource)?.Value) ?? Quantity.Amount(range.Nested("max")?.String(resource)?.Value);
            limit ??= standard;
            written ??= Quantity.Amount(range.Nested("defaultRequest")?.String(resource)?.Value) ?? Quantity.Amount(range.Nested("default")?.String(resource)?.Value)
                ?? Quantity.Amount(range.Nested("min")?.String(resource)?.Value) ?? standard;
        }

        return (written, limit);
    }

    private static PodResource Of(PlacedPod pod, string resource, IReadOnlyList<MappingReader> ranges)
    {
        var (request, limit, initRequest, initLimit, sidecarRequest, sidecarLimit) = (0d, 0d, 0d, 0d, 0d, 0d);
        var (allRequest, allLimit) = (true, true);
        foreach (var container in pod.Containers)
        {
            var own = Add(container);
            (request, limit) = (request + own.Request, limit + own.Limit);
        }

        foreach (var container in pod.InitContainers)
        {
            var own = Add(container);
            if (container.String("restartPolicy")?.Value == "Always")
            {
                (sidecarRequest, sidecarLimit) = (sidecarRequest + own.Request, sidecarLimit + own.Limit);
            }
            else
            {
                (initRequest, initLimit) = (Math.Max(initRequest, sidecarRequest + own.Request), Math.Max(initLimit, sidecarLimit + own.Limit));
            }
        }

        var ofPod = pod.Spec?.Nested("resources");
        var podLimit = Quantity.Amount(ofPod?.Nested("limits")?.String(resource)?.Value);
        var podRequest = Quantity.Amount(ofPod?.Nested("requests")?.String(resource)?.Value);
        return new PodResource(
            podRequest ?? Math.Max(request + sidecarRequest, initRequest), podLimit ?? Math.Max(limit + sidecarLimit, initLimit), allRequest || podRequest is not null, allLimit || podLimit is not null);

        (double Request, double Limit) Add(MappingReader container)
        {
            var (own, most) = OfContainer(container, resource, ranges);
            allRequest &= own is not null;
            allLimit &= most is not null;
            return (own ?? 0, most ?? 0);
        }
    }
}
