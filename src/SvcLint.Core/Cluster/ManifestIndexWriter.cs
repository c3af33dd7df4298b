using System.Globalization;
using System.Text;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster;

/// <summary>
/// Writes a <see cref="ManifestIndex"/>. The format is text: a line of sources with what of their content spans cover, then objects as
/// trees of nodes in preorder, then units. Numbers are decimal; a node's place is its distance from the place before it and its length.
/// </summary>
internal sealed class ManifestIndexWriter
{
    /// <summary>The first line; the number is the format's.</summary>
    public const string Mark = "svclint-index 1\n";

    // In the order of ScalarStyle, for scalars whose value is the text between the quotes; capitals write the value out.
    public const string Scalars = "psdlf";

    private readonly Dictionary<SourceText, int> _sources = [];
    private readonly List<List<TextSpan>> _covered = [];
    private readonly Dictionary<YamlMapping, int> _roots = [];
    private readonly StringBuilder _nodes = new();
    private int _source;
    private int _place;

    private ManifestIndexWriter()
    {
    }

    public static string Write(UnitSet set)
    {
        var writer = new ManifestIndexWriter();
        var units = new StringBuilder();
        foreach (var unit in set.Units.Where(u => u.Objects.Count > 0))
        {
            writer.Unit(unit, units);
        }

        var written = writer.Roots(set.Written);
        var text = new StringBuilder(Mark);
        writer.Sources(text);
        Number(text, writer._roots.Count);
        text.Append(writer._nodes);
        Number(text, set.Units.Count(u => u.Objects.Count > 0));
        text.Append(units);
        Numbers(text, written);
        return text.ToString();
    }

    private void Unit(DeploymentUnit unit, StringBuilder text)
    {
        Text(text, unit.Name);
        Number(text, (int)unit.Kind);
        Number(text, unit.Files.Count);
        foreach (var file in unit.Files)
        {
            Text(text, file);
        }

        Number(text, unit.Gaps.Count);
        foreach (var gap in unit.Gaps)
        {
            Number(text, Source(gap.Span.Source));
            Number(text, gap.Span.Start);
            Number(text, gap.Span.End);
            Text(text, gap.Reason);
        }

        Numbers(text, Roots(unit.Objects));
    }

    // What stands inside a ConfigMap is read from it again.
    private int[] Roots(IReadOnlyList<KubernetesObject> objects) =>
        [.. objects.Where(o => o.Node is not null && !(o is KubeProxyConfiguration && objects.Any(m => m is ConfigMap && m.Span.Source == o.Span.Source && m.Span.Range.Contains(o.Span.Range)))).Select(Root)];

    private int Root(KubernetesObject item)
    {
        if (!_roots.TryGetValue(item.Node!, out var root))
        {
            root = _roots.Count;
            _roots.Add(item.Node!, root);
            var isKnown = item is not (OtherObject or Secret);
            Node(isKnown ? item.Node! : Header(item.Node!), isKnown);
        }

        return root;
    }

    // Of kinds without a model only that they exist is known.
    private static YamlMapping Header(YamlMapping root) =>
        new(root.Span, [.. root.Entries.Where(e => e.Name is "apiVersion" or "kind" or "metadata")], root.IsFlow, root.Tag);

    private void Node(YamlNode node, bool isCovered = true)
    {
        if (node.Tag is { } tag)
        {
            _nodes.Append('t');
            Text(_nodes, tag);
        }

        switch (node)
        {
            case YamlMapping mapping:
                Place(mapping.IsFlow ? 'M' : 'm', mapping.Span, isCovered);
                Number(_nodes, mapping.Entries.Count);
                foreach (var entry in mapping.Entries)
                {
                    if (entry.Merged)
                    {
                        _nodes.Append('<');
                    }

                    Node(entry.Key);
                    Node(entry.Value);
                }

                break;
            case YamlSequence sequence:
                Place(sequence.IsFlow ? 'Q' : 'q', sequence.Span);
                Number(_nodes, sequence.Items.Count);
                foreach (var item in sequence.Items)
                {
                    Node(item);
                }

                break;
            case YamlScalar scalar:
                var letter = Scalars[(int)scalar.Style];
                var isWritten = !IsCopy(scalar);
                Place(isWritten ? char.ToUpperInvariant(letter) : letter, scalar.Span);
                if (isWritten)
                {
                    Text(_nodes, scalar.Value);
                }

                break;
        }
    }

    private static bool IsCopy(YamlScalar scalar)
    {
        var quotes = scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted ? 1 : 0;
        return scalar.Style <= ScalarStyle.DoubleQuoted
            && scalar.Span.Range.Length == scalar.Value.Length + (2 * quotes)
            && string.CompareOrdinal(scalar.Span.Source.Content, scalar.Span.Start + quotes, scalar.Value, 0, scalar.Value.Length) == 0;
    }

    private void Place(char letter, SourceSpan span, bool isCovered = true)
    {
        var source = Source(span.Source);
        _covered[source].AddRange(isCovered ? [span.Range] : []);
        if (source != _source)
        {
            _nodes.Append('@');
            Number(_nodes, source);
            _source = source;
        }

        _nodes.Append(letter);
        Number(_nodes, span.Start - _place);
        Number(_nodes, span.Range.Length);
        _place = span.Start;
    }

    private int Source(SourceText source)
    {
        if (!_sources.TryGetValue(source, out var index))
        {
            index = _sources.Count;
            _sources.Add(source, index);
            _covered.Add([]);
        }

        return index;
    }

    private void Sources(StringBuilder text)
    {
        Number(text, _sources.Count);
        foreach (var source in _sources.OrderBy(s => s.Value))
        {
            Text(text, source.Key.Path);
            Content(text, source.Key.Content, _covered[source.Value]);
        }
    }

    // Lines that a span touches; of the others only how long they are, so that the rest keeps its place.
    private static void Content(StringBuilder text, string content, List<TextSpan> covered)
    {
        covered.Sort();
        var parts = new StringBuilder();
        var count = 0;
        var reach = 0;
        var next = 0;
        for (var at = 0; at < content.Length; count++)
        {
            var start = at;
            var isKept = IsKept(at, out at);
            while (at < content.Length && IsKept(at, out var end) == isKept)
            {
                at = end;
            }

            parts.Append(isKept ? '+' : '-');
            if (isKept)
            {
                Text(parts, content.Substring(start, at - start));
            }
            else
            {
                Text(parts, string.Join(",", content.Substring(start, at - start).Split('\n').Select(l => l.Length.ToString(CultureInfo.InvariantCulture))));
            }
        }

        Number(text, count);
        text.Append(parts);

        bool IsKept(int line, out int end)
        {
            var found = content.IndexOf('\n', line);
            end = found < 0 ? content.Length : found + 1;
            for (; next < covered.Count && covered[next].Start < end; next++)
            {
                reach = Math.Max(reach, covered[next].End);
            }

            var carriage = content.IndexOf('\r', line, end - line);
            return reach > line || (carriage >= 0 && carriage < end - 2);
        }
    }

    private static void Numbers(StringBuilder text, IReadOnlyList<int> numbers)
    {
        Number(text, numbers.Count);
        foreach (var number in numbers)
        {
            Number(text, number);
        }
    }

    private static void Number(StringBuilder text, int number) => text.Append(number.ToString(CultureInfo.InvariantCulture)).Append(' ');

    private static void Text(StringBuilder text, string value)
    {
        Number(text, value.Length);
        text.Append(value);
    }
}
