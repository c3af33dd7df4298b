using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>Words and places for the ports of workloads in messages.</summary>
internal static class PortNames
{
    /// <summary>Of more workloads the places say nothing new.</summary>
    public const int MostPlaces = 16;

    private const int MostNames = 6;

    public static string Of(IReadOnlyList<Workload> workloads) => workloads.Count > 3
        ? $"{workloads.Count} workloads such as {workloads[0].Kind.Value} {workloads[0].Name}"
        : string.Join(", ", workloads.Select(w => $"{w.Kind.Value} {w.Name}"));

    public static string Declared(IReadOnlyList<Workload> workloads)
    {
        var ports = workloads.SelectMany(PortResolution.Declared).Where(p => p.Number is not null).Select(Text).Distinct().ToArray();
        return Some(ports);
    }

    /// <summary>As many names as a message holds.</summary>
    public static string Some(string[] names) => names.Length > MostNames ? string.Join(", ", names.Take(MostNames)) + ", …" : string.Join(", ", names);

    public static SourceSpan PlaceOf(Workload workload) =>
        workload.ServingContainers().Select(c => c.Ports?.KeySpan).FirstOrDefault(s => s is not null)
        ?? workload.PodSpec?.Containers?.KeySpan
        ?? workload.NameSpan;

    private static string Text(ContainerPort port) =>
        port.Name is { } name ? $"{port.Number} ({name})" : $"{port.Number}";
}
