using System.Globalization;

namespace SvcLint.Core.Tests.Corpus;

/// <summary>A finding in a public repository that somebody read and judged: <c>rule, path, line, true|false, why</c>, tab separated.</summary>
public sealed record JudgedFinding(string Rule, string Path, int Line, bool IsTrue, string Why)
{
    public string Key => $"{Rule}\t{Path}\t{Line.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Every list under Corpus/.</summary>
    public static IReadOnlyDictionary<string, JudgedFinding> ReadAll()
    {
        var folder = System.IO.Path.Combine(RepositoryRoot.Path, "tests/SvcLint.Core.Tests/Corpus");
        return Directory.EnumerateFiles(folder, "judged*.tsv")
            .Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines)
            .Where(l => l.Length > 0 && !l.StartsWith('#'))
            .Select(l => l.Split('\t'))
            .Select(f => new JudgedFinding(f[0], f[1], int.Parse(f[2], CultureInfo.InvariantCulture), f[3] == "true", f[4]))
            .ToDictionary(j => j.Key);
    }
}
