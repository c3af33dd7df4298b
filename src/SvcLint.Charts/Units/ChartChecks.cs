using SvcLint.Charts.Units.Checks;
using SvcLint.Cluster;

namespace SvcLint.Charts.Units;

/// <summary>Everything that is told of a chart itself once it is rendered.</summary>
internal static class ChartChecks
{
    public static IEnumerable<ChartProblem> Of(RenderedRelease release) =>
    [
        .. UnreadValues.Find(release.Chart, release.Metadata, release.Values, release.Parameters),
        .. WiredPorts.Find(release),
        .. FollowingContainerPort.Find(release),
        .. BackendPorts.Find(release),
        .. SelectorSources.Find(release),
        .. BrokenIndents.Find(release),
        .. ReleaseNames.Find(release),
        .. HookServices.Find(release),
        .. NotesPorts.Find(release),
        .. ReleaseHosts.Find(release),
    ];
}
