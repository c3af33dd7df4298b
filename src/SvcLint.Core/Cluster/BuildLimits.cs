using SvcLint.Cluster.Addresses;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>Something that was not read or built as a whole, because it would be larger than anybody means it.</summary>
public sealed record LimitHit(SourceSpan Span, string Reason);

/// <summary>What hit a limit in a run. A few lines that double each other are no mistake that a rule reports, but nobody should take silence for praise.</summary>
internal static class BuildLimits
{
    // Fewer references make a text long only when it is written long.
    private const int FewReferences = 8;
    private const int Long = 1024;

    public static IReadOnlyList<LimitHit> Of(UnitSet units) =>
    [
        .. units.Units.SelectMany(u => u.Gaps).Where(g => g.IsLimit).Select(g => new LimitHit(g.Span, g.Reason))
            .Concat(units.Files.Where(f => f.Dockerfile is { IsCut: true }).Select(f => new LimitHit(f.Source.Span(0, 0), "a value of more than 64 K characters")))
            .Concat(units.Files.Where(f => f.Code is { IsCut: true }).Select(f => new LimitHit(f.Source.Span(0, 0), "code that nests too deeply, or a constant of more than 64 K characters")))
            .Concat(units.Units.SelectMany(Variables))
            .Distinct(),
    ];

    private static IEnumerable<LimitHit> Variables(DeploymentUnit unit)
    {
        foreach (var workload in unit.Workloads)
        {
            foreach (var container in (workload.PodSpec?.Containers?.Items ?? []).Where(MayGrow))
            {
                var environment = ContainerEnvironment.Of(container, workload, unit);
                var cut = environment.Variables.Values.FirstOrDefault(v => v is { IsCut: true }) ?? Words(container).Select(environment.Expand).FirstOrDefault(w => w.IsCut);
                if (cut is not null)
                {
                    yield return new LimitHit(cut.Span, environment.IsFull ? "variables of a container that expand to more than 256 K characters" : "a variable that expands to more than 64 K characters");
                }
            }
        }
    }

    private static IEnumerable<Located<string>> Words(Container container) => (container.Command?.Items ?? []).Concat(container.Args?.Items ?? []);

    private static bool MayGrow(Container container)
    {
        var referring = (container.Env?.Items ?? []).Select(v => v.Value).Concat(Words(container)).Where(v => v?.Value.IndexOf("$(", StringComparison.Ordinal) >= 0).ToArray();
        return referring.Length > FewReferences || (referring.Length > 0 && (container.Env?.Items ?? []).Any(v => v.Value?.Value.Length > Long));
    }
}
