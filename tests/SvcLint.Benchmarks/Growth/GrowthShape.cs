namespace SvcLint.Benchmarks.Growth;

/// <summary>An input that can be made of any size, and what is asked of it.</summary>
/// <param name="Name">What grows.</param>
/// <param name="Size">The smallest of three sizes, each twice the one before.</param>
/// <param name="Command">The words of the command line, run in the folder of the input.</param>
/// <param name="Files">Names and texts for a size.</param>
internal sealed record GrowthShape(string Name, int Size, IReadOnlyList<string> Command, Func<int, IEnumerable<(string Name, string Text)>> Files);
