using SvcLint.Cli.Hosting;
using SvcLint.Cli.Inputs;
using SvcLint.Findings;

namespace SvcLint.Cli.Commands;

/// <summary>The files that <c>--scope</c> names, and what they contributed to.</summary>
internal sealed class Scope
{
    private readonly HashSet<string> _paths;

    private Scope(HashSet<string> paths) => _paths = paths;

    public IReadOnlyCollection<string> Paths => _paths;

    /// <summary>The first file, for people.</summary>
    public override string ToString() => _paths.Count switch
    {
        0 => "an empty list",
        1 => _paths.First(),
        _ => $"{_paths.Order(StringComparer.Ordinal).First()} and {_paths.Count - 1} more",
    };

    /// <summary>The scope asked for, or null when all is in it.</summary>
    public static Scope? Read(IReadOnlyList<string> values, InputRoot root, Host host)
    {
        if (values.Count == 0)
        {
            return null;
        }

        var names = values.Where(v => v != "-").Concat(values.Contains("-") ? Listed() : []);
        return new Scope(names.Select(n => root.Relative(Path.GetFullPath(n, host.Folder))).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>True when one of the files is an end of the finding, or makes a unit what it is in which the finding holds.</summary>
    public bool Holds(Finding finding, LintResult result) =>
        _paths.Contains(finding.Span.Source.Path)
        || finding.Related.Any(r => _paths.Contains(r.Span.Source.Path))
        || result.Units.Any(u => finding.Units.Contains(u.Name) && u.Files.Any(f => _paths.Contains(f) && !u.Objects.Any(o => o.Span.Source.Path == f)));

    private static IEnumerable<string> Listed()
    {
        using var reader = new StreamReader(Host.OpenInput());
        // git diff -z and its kin end names with a zero.
        return reader.ReadToEnd().Split(['\n', '\r', '\0'], StringSplitOptions.RemoveEmptyEntries);
    }
}
