namespace SvcLint.Reachability;

/// <summary>The same connection from each of several ends to each of several, but from none to itself: policies tell none of them apart.</summary>
/// <param name="Sources">Workloads or nodes that are alike, or what stands first in an address range.</param>
/// <param name="Destinations">Like the sources.</param>
/// <param name="First">The line of the first source and the first destination.</param>
public readonly record struct ReachBundle(IReadOnlyList<ReachEnd> Sources, IReadOnlyList<ReachEnd> Destinations, ReachRow First);
