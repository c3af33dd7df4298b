using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Rules.Wiring;

namespace SvcLint.Charts.Units.Checks;

/// <summary>Names of Services that are the release's name with so much around it that an ordinary release name makes them too long.</summary>
internal static class ReleaseNames
{
    // The API's limit for a Service, and Helm's for a release.
    private const int MaxName = 63;
    private const int MaxRelease = 53;
    private const int OrdinaryRelease = 20;

    public static IEnumerable<ChartProblem> Find(RenderedRelease release)
    {
        foreach (var service in release.Unit.Services)
        {
            if (service.Metadata.Name is not { } name || name.Value.Length > MaxName || release.HasName || release.OriginOf(name.Span) is not { HasReleaseName: true } origin)
            {
                continue;
            }

            var room = MaxName - (name.Value.Length - release.Chart.Name.Length);
            // A helper that cuts what it makes leaves what is written behind it.
            if (origin.Actions.Any(a => a.IndexOf("trunc", StringComparison.Ordinal) >= 0) || room >= MaxRelease)
            {
                continue;
            }

            yield return new ChartProblem(
                ChartNameTooLong.Id,
                name.Span,
                $"the name leaves {room.ToString(CultureInfo.InvariantCulture)} characters for the release name; Helm allows {MaxRelease.ToString(CultureInfo.InvariantCulture)}",
                "cut the whole name: … | trunc 63 | trimSuffix \"-\"")
            {
                Object = service.Reference,
                Confidence = room < OrdinaryRelease ? null : Confidence.Low,
            };
        }
    }
}
