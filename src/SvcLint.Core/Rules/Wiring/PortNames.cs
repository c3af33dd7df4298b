using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>Words and places for the ports of workloads in messages.</summary>
internal static class PortNames
{
    public static string Of(IReadOnlyList<Workload> workloads) => workloads.Count > 3
        ? $"{workloads.Count} workloads such as {workloads[0].Kind.Value} {workloads[0].Name}"
        : string.Join(", ", workloads.Select(w => $"{w.Kind.Value} {w.Name}"));

    public static string Declared(IReadOnlyList<Workload> workloads)
    {
        var ports = workloads.SelectMany(PortResolution.Declared).Where(p => p.Number is not null).Select(Text).Distinct().ToArray();
        return ports.Length > 6 ? string.Join(", ", ports.Take(6)) + ", …" : string.Join(", ", ports);
    }

    public static SourceSpan PlaceOf(Workload workload) =>
        workload.ServingContainers().Select(c => c.Ports?.KeySpan).FirstOrDefault(s => s is not null)
        ?? workload.PodSpec?.Containers?.KeySpan
        ?? workload.NameSpan;

    private static string Text(ContainerPort port) =>
        port.Name is { } name ? $"{port.Number} ({name})" : $"{port.Number}";
}
