using SvcLint.Charts.Templates;
using SvcLint.Text;

namespace SvcLint.Charts;

/// <summary>A release as <c>helm template</c> prints it: each document behind its template's name.</summary>
public sealed class ReleaseText(int helm)
{
    private readonly List<(string Name, GoString Text)> _installed = [];
    private readonly List<(string Name, GoString Text)> _hooks = [];

    /// <summary>All documents in their order.</summary>
    public IEnumerable<(string Name, GoString Text)> Documents => _installed.Concat(_hooks);

    public void AddInstalled(string name, GoString text) => _installed.Add((name, text));

    public void AddHook(string name, GoString text) => _hooks.Add((name, text));

    public GoString Whole()
    {
        var installed = new OriginBuilder();
        Write(installed, _installed);
        var text = installed.ToValue();
        var start = 0;
        var end = text.Value.Length;
        while (start < end && char.IsWhiteSpace(text.Value[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text.Value[end - 1]))
        {
            end--;
        }

        var whole = new OriginBuilder();
        whole.Append(text, start, end - start);
        whole.Append("\n", Origin.Literal);
        Write(whole, _hooks);
        return whole.ToValue();
    }

    /// <summary>Only documents of templates with these paths below the chart. Throws <see cref="ChartException"/> for one that has none.</summary>
    public GoString Only(IReadOnlyList<string> patterns)
    {
        var text = new OriginBuilder();
        foreach (var pattern in patterns)
        {
            var found = false;
            var index = 0;
            foreach (var (name, document) in Documents)
            {
                // Helm 4 keeps the line breaks at a document's end, but for those of the manifest as a whole.
                var isTrimmed = helm < 4 || ++index == _installed.Count;
                if (PathPattern.Matches(pattern, name.Substring(name.IndexOf('/') + 1)))
                {
                    text.Append("---\n# Source: " + Printable.OneLine(name) + "\n", Origin.Literal);
                    text.Append(document, 0, isTrimmed ? document.Value.TrimEnd().Length : document.Value.Length);
                    text.Append(helm < 4 ? "" : "\n", Origin.Literal);
                    text.Append("\n", Origin.Literal);
                    found = true;
                }
            }

            if (!found)
            {
                throw new ChartException("could not find template " + pattern + " in chart");
            }
        }

        return text.ToValue();
    }

    private static void Write(OriginBuilder builder, IEnumerable<(string Name, GoString Text)> documents)
    {
        foreach (var (name, text) in documents)
        {
            builder.Append("---\n# Source: " + Printable.OneLine(name) + "\n", Origin.Literal);
            builder.Append(text);
            builder.Append("\n", Origin.Literal);
        }
    }
}
