using System.Runtime;
using SvcLint.Model;

namespace SvcLint.Cli.Commands;

/// <summary>
/// Keeps the garbage collector away while large inputs are judged: what was read stays to the end, so that each collection would look at all of
/// it and free little.
/// </summary>
internal static class CollectorPause
{
    // What judging a cluster's dump allocates, and what no input may ask for.
    private const long RoomPerCharacter = 24;
    private const long MostRoom = 320L << 20;

    // Smaller inputs end before the first collection.
    private const long LeastRoom = 64L << 20;

    /// <summary>Starts it, where memory is there without a collection; it ends by itself when the room is used up.</summary>
    public static void Start(IReadOnlyList<ParsedFile> files)
    {
        var room = Math.Min(files.Sum(f => (long)f.Source.Content.Length) * RoomPerCharacter, MostRoom);
        if (room >= LeastRoom && Environment.Is64BitProcess && GCSettings.LatencyMode != GCLatencyMode.NoGCRegion && room <= GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8)
        {
            GC.TryStartNoGCRegion(room, disallowFullBlockingGC: true);
        }
    }
}
