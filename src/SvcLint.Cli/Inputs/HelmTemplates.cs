using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Cli.Inputs;

/// <summary>
/// Leads findings in a stream that Helm rendered back to the template: <c># Source: chart/templates/web.yaml</c> names the file, and a line
/// is only named where the rendered line occurs in the template exactly once.
/// </summary>
internal sealed class HelmTemplates
{
    private const string Mark = "# Source: ";

    private readonly InputSet _inputs;
    private readonly Lazy<IReadOnlyList<(string Name, string Folder)>> _charts;
    private readonly Dictionary<string, SourceText?> _templates = new(StringComparer.Ordinal);

    public HelmTemplates(InputSet inputs, string currentFolder)
    {
        _inputs = inputs;
        _charts = new(() => Charts(currentFolder));
    }

    public Finding Map(Finding finding)
    {
        if (!IsStream(finding.Span) && !finding.Related.Any(r => IsStream(r.Span)))
        {
            return finding;
        }

        var mapped = Map(finding.Span);
        var related = finding.Related.Select(r => Map(r.Span) is { } place ? r with { Span = place } : r).ToList();
        if (mapped is { } span && span.Range.IsEmpty)
        {
            related.Add(new RelatedSpan(finding.Span, "in the rendered stream"));
        }

        // Edits of the stream are of no use to the template.
        return finding with { Span = mapped ?? finding.Span, Related = related, Fixes = mapped is null ? finding.Fixes : [] };
    }

    private bool IsStream(SourceSpan span) => _inputs.Streams.Contains(span.Source.Path);

    /// <summary>The same place in the template; the empty span at its start where the line is not certain; null without a template.</summary>
    private SourceSpan? Map(SourceSpan rendered)
    {
        if (!IsStream(rendered) || SourceOf(rendered) is not { } name || Template(name) is not { } template)
        {
            return null;
        }

        var line = rendered.Source.Lines.Line(rendered.Source.Lines.LineIndex(rendered.Start));
        var text = rendered.Source.Content[line.Start..line.End];
        return OnlyLine(template, text) is { } start
            ? template.Span(start + rendered.Start - line.Start, start + Math.Min(rendered.End, line.End) - line.Start)
            : template.Span(0, 0);
    }

    private static int? OnlyLine(SourceText template, string text)
    {
        int? found = null;
        if (text.Trim().Length == 0)
        {
            return null;
        }

        for (var i = 0; i < template.Lines.LineCount; i++)
        {
            var line = template.Lines.Line(i);
            if (template.Content.AsSpan(line.Start, line.Length).SequenceEqual(text))
            {
                if (found is not null)
                {
                    return null;
                }

                found = line.Start;
            }
        }

        return found;
    }

    /// <summary>The nearest comment above, within the same document.</summary>
    private static string? SourceOf(SourceSpan span)
    {
        var content = span.Source.Content;
        for (var i = span.Source.Lines.LineIndex(span.Start); i >= 0; i--)
        {
            var line = span.Source.Lines.Line(i);
            var text = content.AsSpan(line.Start, line.Length);
            if (text.StartsWith(Mark, StringComparison.Ordinal))
            {
                return text[Mark.Length..].Trim().ToString();
            }

            if (text.StartsWith("---", StringComparison.Ordinal))
            {
                return null;
            }
        }

        return null;
    }

    private SourceText? Template(string name)
    {
        if (!_templates.TryGetValue(name, out var template))
        {
            _templates.Add(name, template = Read(name));
        }

        return template;
    }

    // The first segment is the chart's name, which need not be its folder's.
    private SourceText? Read(string name)
    {
        var slash = name.IndexOf('/');
        if (slash <= 0)
        {
            return null;
        }

        var files = _charts.Value.Where(c => c.Name == name[..slash] && !name.Contains('\0')).Select(c => Path.GetFullPath(name[(slash + 1)..], c.Folder)).Where(_inputs.Root.Opener.Exists).ToArray();
        if (files.Length != 1)
        {
            return null;
        }

        return _inputs.Root.Opener.ReadReferred(files[0]).Bytes is { } bytes ? SourceText.FromBytes(_inputs.Root.Relative(files[0]), bytes) : null;
    }

    private IReadOnlyList<(string Name, string Folder)> Charts(string folder) =>
        new FileFinder(_inputs.Root).Named(folder, "Chart.yaml").Select(f => (ChartName(f), Path.GetDirectoryName(f)!)).Where(c => c.Item1.Length > 0).ToArray();

    private string ChartName(string file)
    {
        if (_inputs.Root.Opener.Read(file).Bytes is not { } bytes)
        {
            return "";
        }

        var line = SourceText.FromBytes(file, bytes).Content.Split('\n').FirstOrDefault(l => l.StartsWith("name:", StringComparison.Ordinal));
        return line is null ? "" : line["name:".Length..].Split(" #")[0].Trim().Trim('"', '\'');
    }
}
