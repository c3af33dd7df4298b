using System.Text.Json;
using SvcLint.Cli.Files;
using SvcLint.Cli.Inputs;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cli.Commands;

/// <summary>
/// Applies fixes and lints again until none is left to apply: a fix may uncover another finding, and two that touch each other need two
/// rounds. Fixes that would break a file's YAML are not applied.
/// </summary>
internal sealed class FixLoop
{
    private const int MaxRounds = 20;

    private readonly LintSession _first;
    private readonly bool _mayBeUnsafe;
    private readonly HashSet<string> _open;
    private readonly SortedDictionary<string, string> _refused;

    /// <param name="session">The inputs.</param>
    /// <param name="result">Their findings.</param>
    /// <param name="mayBeUnsafe">Applies unsafe fixes too.</param>
    public FixLoop(LintSession session, LintResult result, bool mayBeUnsafe)
    {
        _first = session;
        _mayBeUnsafe = mayBeUnsafe;
        _open = session.Inputs.Files.Select(f => f.Path).Except(session.Inputs.Streams).ToHashSet(StringComparer.Ordinal);
        _refused = new(StringComparer.Ordinal);
        Session = session;
        Result = result;
    }

    /// <summary>The inputs after the last round.</summary>
    public LintSession Session { get; private set; }

    /// <summary>The findings after the last round.</summary>
    public LintResult Result { get; private set; }

    /// <summary>Files that differ, as they were and as they are.</summary>
    public IReadOnlyList<(ParsedFile Before, ParsedFile After)> Changed =>
        _first.Inputs.Files.Zip(Session.Inputs.Files).Where(f => f.First.Source.Content != f.Second.Source.Content).ToArray();

    /// <summary>Repairs these findings, and what their repair uncovers.</summary>
    public void Run(IReadOnlyList<Finding> wanted)
    {
        // A finding is known by its fingerprint: places move from round to round.
        var asked = wanted.Select(f => f.Fingerprint).ToHashSet(StringComparer.Ordinal);
        var left = Result.Findings.Select(f => f.Fingerprint).Where(f => !asked.Contains(f)).ToHashSet(StringComparer.Ordinal);
        for (var round = 0; round < MaxRounds; round++)
        {
            var edits = Choose(Result.Findings.Where(f => !left.Contains(f.Fingerprint)));
            if (edits.Count == 0)
            {
                return;
            }

            Apply(edits);
        }
    }

    /// <summary>Files that have repairs and may not be written, each with the reason.</summary>
    public IReadOnlyDictionary<string, string> Refused => _refused;

    /// <summary>Writes every changed file in its own encoding; one that cannot be written keeps none of the others from it.</summary>
    /// <returns>Paths of files that were written, and what is to be said of the others.</returns>
    public (IReadOnlyList<string> Written, IReadOnlyList<string> Failed) Save()
    {
        var written = new List<string>();
        var failed = new List<string>();
        foreach (var (before, after) in Changed)
        {
            try
            {
                FileWriter.Replace(Session.Inputs.Root.Absolute(after.Path), before.Source.ToBytes(before.Source.Content), after.Source.ToBytes(after.Source.Content));
                written.Add(after.Path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                failed.Add($"{after.Path}: not repaired, it {exception.Message}");
            }
        }

        if (failed.Count > 0)
        {
            // What stays as it is has its findings still.
            var saved = written.ToHashSet(StringComparer.Ordinal);
            Session = Session.With([.. _first.Inputs.Files.Zip(Session.Inputs.Files).Select(f => saved.Contains(f.Second.Path) ? f.Second : f.First)]);
            Result = Session.Lint();
        }

        return (written, failed);
    }

    // Asked before a repair is chosen: what stays as it is must still be reported.
    private bool IsOpen(string path)
    {
        if (!_open.Contains(path))
        {
            return false;
        }

        if (FileWriter.Refuses(Session.Inputs.Root.Absolute(path)) is { } reason)
        {
            _open.Remove(path);
            _refused[path] = reason;
            return false;
        }

        return true;
    }

    /// <summary>One fix for each finding, none of which touches what another changes; edits of one fix go together or not at all.</summary>
    private Dictionary<string, List<TextEdit>> Choose(IEnumerable<Finding> findings)
    {
        var chosen = new Dictionary<string, List<TextEdit>>(StringComparer.Ordinal);
        foreach (var finding in findings)
        {
            var fix = finding.Fixes.FirstOrDefault(f => (_mayBeUnsafe || f.Safety == FixSafety.Safe) && f.Edits.All(e => IsOpen(e.Span.Source.Path)));
            if (fix is null || fix.Edits.Any(e => chosen.TryGetValue(e.Span.Source.Path, out var others) && others.Any(o => Touch(o, e))))
            {
                continue;
            }

            foreach (var edit in fix.Edits)
            {
                if (!chosen.TryGetValue(edit.Span.Source.Path, out var edits))
                {
                    chosen.Add(edit.Span.Source.Path, edits = []);
                }

                edits.Add(edit);
            }
        }

        return chosen;
    }

    private static bool Touch(TextEdit a, TextEdit b) => a != b && a.Span.Start <= b.Span.End && b.Span.Start <= a.Span.End;

    private void Apply(Dictionary<string, List<TextEdit>> edits)
    {
        var files = Session.Inputs.Files.ToArray();
        var refused = false;
        for (var i = 0; i < files.Length; i++)
        {
            if (!edits.TryGetValue(files[i].Path, out var mine))
            {
                continue;
            }

            var source = files[i].Source;
            var after = CodeFiles.Parse(new SourceText(source.Path, YamlEdit.Apply(source.Content, mine.Distinct()), source.Encoding));
            if (after.Source.Content == source.Content || after.Problems.Count > files[i].Problems.Count || (IsJson(source) && !IsJson(after.Source)))
            {
                refused = _open.Remove(source.Path);
            }

            files[i] = after;
        }

        // The next round chooses again, without the file that a fix would break.
        if (!refused)
        {
            Session = Session.With(files);
            Result = Session.Lint();
        }
    }

    // YAML takes more than JSON; whoever else reads the file does not.
    private static bool IsJson(SourceText source)
    {
        if (!source.Path.EndsWith(".json", StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(source.Content, new JsonDocumentOptions { MaxDepth = YamlReader.MaxDepth });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
