using System.Globalization;
using System.Text;
using Microsoft.Build.Framework;
using SvcLint.Findings;

namespace SvcLint.Build;

/// <summary>A finding as it is said: absolute path, line and column from 1.</summary>
internal sealed record CachedFinding(
    string RuleId, Severity Severity, string Path, int Line, int Column, int EndLine, int EndColumn, string Message)
{
    public static CachedFinding Of(Finding finding, string path)
    {
        var (start, end) = (finding.Span.StartPosition, finding.Span.EndPosition);
        return new CachedFinding(finding.Rule.Id, finding.Severity, path, start.Line, start.Column, end.Line, end.Column, finding.OneLine);
    }
}

/// <summary>Findings of the last build, and what they were made from. A cache that cannot be read or written is no cache.</summary>
internal sealed class FindingCache(string path, string key)
{
    /// <summary>What findings depend on: settings, and each file's path, role, size and time.</summary>
    public static string Key(IEnumerable<string> settings, IEnumerable<ITaskItem> files)
    {
        var key = new StringBuilder();
        foreach (var setting in settings)
        {
            key.Append(Escape(setting)).Append('\t');
        }

        foreach (var item in files)
        {
            var file = new FileInfo(item.ItemSpec);
            key.Append(Escape(item.ItemSpec)).Append('\t').Append(item.GetMetadata("SvcLintRole")).Append('\t')
                .Append(file.Exists ? Text(file.Length) : "-").Append('\t').Append(file.Exists ? Text(file.LastWriteTimeUtc.Ticks) : "-").Append('\t');
        }

        return key.ToString();
    }

    /// <summary>The findings kept for this key; null when there are none.</summary>
    public CachedFinding[]? Read()
    {
        try
        {
            if (path.Length == 0 || !File.Exists(path))
            {
                return null;
            }

            var lines = File.ReadAllLines(path);
            if (lines.Length == 0 || lines[0] != key)
            {
                return null;
            }

            var findings = lines.Skip(1).Select(Parse).OfType<CachedFinding>().ToArray();
            return findings.Length == lines.Length - 1 ? findings : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Write(IEnumerable<CachedFinding> findings)
    {
        if (path.Length == 0)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllLines(path, [key, .. findings.Select(Format)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next build lints again.
        }
    }

    private static string Format(CachedFinding finding) => string.Join(
        "\t",
        finding.RuleId,
        finding.Severity,
        Escape(finding.Path),
        Text(finding.Line),
        Text(finding.Column),
        Text(finding.EndLine),
        Text(finding.EndColumn),
        Escape(finding.Message));

    private static CachedFinding? Parse(string line)
    {
        var parts = line.Split('\t');
        return parts.Length == 8
            && Enum.TryParse<Severity>(parts[1], out var severity)
            && Number(parts[3]) is { } startLine && Number(parts[4]) is { } startColumn
            && Number(parts[5]) is { } endLine && Number(parts[6]) is { } endColumn
            ? new CachedFinding(parts[0], severity, Unescape(parts[2]), startLine, startColumn, endLine, endColumn, Unescape(parts[7]))
            : null;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) =>
        text.Replace("%", "%25").Replace("\t", "%09").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string Unescape(string text) =>
        text.Replace("%0A", "\n").Replace("%0D", "\r").Replace("%09", "\t").Replace("%25", "%");
}
