using SvcLint.Text;

namespace SvcLint.Yaml;

/// <summary>What is wrong with the YAML of one document, at its place.</summary>
public sealed record YamlProblem(SourceSpan Span, string Message);

/// <summary>The outcome of reading one document: its root (null when empty or unreadable) and at most one problem.</summary>
public sealed record YamlResult(YamlNode? Root, YamlProblem? Problem);

/// <summary>Builds nodes from parser events. Never throws, whatever the text.</summary>
public static class YamlReader
{
    /// <summary>Levels of nesting; real manifests stay under 40.</summary>
    public const int MaxDepth = 200;

    /// <summary>Nodes of a document when its aliases are expanded.</summary>
    public const int MaxWeight = 4_000_000;

    public static YamlResult Read(TextSlice slice)
    {
        var result = ReadOnce(slice);
        return result.Problem is not null && YamlEvents.WithoutLeadingBlanks(slice.Text) is { } readable && ReadOnce(slice.WithText(readable)) is { Problem: null } second
            ? second
            : result;
    }

    private static YamlResult ReadOnce(TextSlice slice)
    {
        var builder = new Builder(slice);
        var root = builder.Read();
        return new YamlResult(builder.Problem is null ? root : null, builder.Problem);
    }

    /// <summary>
    /// The content of a block scalar as a slice of its own, its offsets mapped line by line to the file; for other styles every
    /// offset maps to the scalar's start.
    /// </summary>
    public static TextSlice Embedded(YamlScalar scalar)
    {
        var source = scalar.Span.Source;
        var segments = new List<(int From, int To)>();
        if (scalar.Style == ScalarStyle.Literal)
        {
            var text = source.Content;
            var line = source.Lines.LineIndex(scalar.Span.Start) + 1;
            var from = 0;
            foreach (var content in scalar.Value.Split('\n'))
            {
                var at = source.Lines.Line(line);
                var inner = text.IndexOf(content, at.Start, Math.Max(0, Math.Min(at.End, text.Length) - at.Start), StringComparison.Ordinal);
                if (content.Length > 0 && inner >= 0)
                {
                    // The content is the tail of its line: everything before it is indentation.
                    inner = Math.Max(inner, at.End - content.Length);
                }

                segments.Add((from, inner >= 0 ? inner : at.Start));
                from += content.Length + 1;
                line = Math.Min(line + 1, source.Lines.LineCount - 1);
            }
        }

        if (segments.Count == 0)
        {
            segments.Add((0, scalar.Span.Start));
        }

        return TextSlice.Mapped(source, scalar.Value, segments.ToArray());
    }

    private sealed class Builder(TextSlice slice)
    {
        private readonly YamlEvents _events = new(slice);
        private readonly Dictionary<string, YamlNode?> _anchors = new(StringComparer.Ordinal);

        public YamlProblem? Problem { get; private set; }

        public YamlNode? Read()
        {
            YamlNode? root = null;
            if (Next(out var first) && first.Kind != YamlEventKind.DocumentEnd)
            {
                root = Node(first, 0);
                // What follows the root must be the end; only reading it shows trailing garbage.
                while (Next(out _))
                {
                }

            }

            if (root is YamlScalar { Value: "", Style: ScalarStyle.Plain, Tag: null })
            {
                return null;
            }

            if (root is { Weight: > MaxWeight })
            {
                Fail(0, "aliases expand to more than " + MaxWeight + " nodes");
            }

            return root;
        }

        private bool Next(out YamlEvent next)
        {
            if (Problem is null && _events.TryNext(out next))
            {
                return true;
            }

            next = default;
            if (Problem is null && _events.Fault is { } fault)
            {
                Fail(fault.Offset, fault.Message);
            }

            return false;
        }

        private void Fail(int offset, string message) =>
            Problem ??= new YamlProblem(slice.ToFile(Math.Min(offset, slice.Text.Length), Math.Min(offset + 1, slice.Text.Length)), message);

        private YamlNode Node(in YamlEvent current, int depth)
        {
            if (depth > MaxDepth)
            {
                Fail(current.Start, "nested more than " + MaxDepth + " levels deep");
                return Empty(current.Start);
            }

            YamlNode node;
            switch (current.Kind)
            {
                case YamlEventKind.Alias:
                    var span = slice.ToFile(current.Start, current.End);
                    if (!_anchors.TryGetValue(current.Value, out var target))
                    {
                        Fail(current.Start, $"alias *{current.Value} has no anchor before it");
                        return Empty(current.Start);
                    }

                    if (target is null)
                    {
                        Fail(current.Start, $"alias *{current.Value} stands inside its own anchor");
                        return Empty(current.Start);
                    }

                    return target.WithSpan(span);
                case YamlEventKind.MappingStart:
                    Reserve(current.Anchor);
                    node = Mapping(current, depth);
                    break;
                case YamlEventKind.SequenceStart:
                    Reserve(current.Anchor);
                    node = Sequence(current, depth);
                    break;
                default:
                    node = Scalar(current);
                    break;
            }

            if (current.Anchor is { } anchor)
            {
                _anchors[anchor] = node;
            }

            return node;
        }

        private void Reserve(string? anchor)
        {
            if (anchor is not null)
            {
                _anchors[anchor] = null;
            }
        }

        private YamlNode Mapping(in YamlEvent start, int depth)
        {
            var entries = new List<YamlEntry>();
            var merged = new List<YamlEntry>();
            var end = start.End;
            while (Next(out var key))
            {
                if (key.Kind == YamlEventKind.End)
                {
                    end = start.Flow ? FlowEnd(key, '}') : end;
                    break;
                }

                var keyNode = Node(key, depth + 1);
                if (!Next(out var value))
                {
                    break;
                }

                var valueNode = Node(value, depth + 1);
                if (Problem is not null)
                {
                    break;
                }

                end = Math.Max(end, Math.Max(LastEnd, value.Kind == YamlEventKind.Alias ? value.End : 0));
                if (keyNode is YamlScalar { Value: "<<", Style: ScalarStyle.Plain })
                {
                    Merge(valueNode, merged);
                }
                else
                {
                    entries.Add(new YamlEntry(keyNode, valueNode));
                }
            }

            foreach (var entry in merged)
            {
                if (!entries.Any(e => e.Name is not null && e.Name == entry.Name))
                {
                    entries.Add(entry);
                }
            }

            LastEnd = end;
            // A pair within [a: b] starts nowhere, says the parser.
            var isPair = start.Flow && start.Anchor is null && start.Tag is null && slice.Text[start.Start] != '{' && entries.Count > 0;
            var span = isPair ? entries[0].Key.Span.Source.Span(entries[0].Key.Span.Start, entries[0].Span.End) : Cover(start, end);
            return new YamlMapping(span, entries.ToArray(), start.Flow, start.Tag);
        }

        private YamlNode Sequence(in YamlEvent start, int depth)
        {
            var items = new List<YamlNode>();
            var end = start.End;
            while (Next(out var item))
            {
                if (item.Kind == YamlEventKind.End)
                {
                    end = start.Flow ? FlowEnd(item, ']') : end;
                    break;
                }

                items.Add(Node(item, depth + 1));
                end = Math.Max(end, LastEnd);
            }

            LastEnd = end;
            return new YamlSequence(Cover(start, end), items.ToArray(), start.Flow, start.Tag);
        }

        // The parser's end of a flow collection is empty and lies before the bracket; a pair within [a: b] has no bracket.
        private int FlowEnd(in YamlEvent close, char bracket) =>
            close.End == close.Start && close.End < slice.Text.Length && slice.Text[close.End] == bracket ? close.End + 1 : close.End;

        // Block collections end where their last child ends; the parser's own end lies at the next token.
        private int LastEnd { get; set; }

        private SourceSpan Cover(in YamlEvent start, int end)
        {
            var from = start.Anchor is null && start.Tag is null ? start.Start : SkipProperties(start.Start, end);
            return slice.ToFile(from, Math.Max(from, end));
        }

        private static void Merge(YamlNode value, List<YamlEntry> into)
        {
            switch (value)
            {
                case YamlMapping mapping:
                    foreach (var entry in mapping.Entries)
                    {
                        if (!into.Any(e => e.Name is not null && e.Name == entry.Name))
                        {
                            into.Add(entry with { Merged = true });
                        }
                    }

                    break;
                case YamlSequence sequence:
                    foreach (var item in sequence.Items)
                    {
                        if (item is YamlMapping)
                        {
                            Merge(item, into);
                        }
                    }

                    break;
            }
        }

        private YamlScalar Scalar(in YamlEvent scalar)
        {
            var start = scalar.Start;
            var end = scalar.End;
            if (scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded)
            {
                end = BlockEnd(start, end);
            }
            else if (scalar.Style == ScalarStyle.Plain)
            {
                while (end > start && slice.Text[end - 1] is ' ' or '\t' or '\r' or '\n')
                {
                    end--;
                }
            }

            if (scalar.Anchor is not null || scalar.Tag is not null)
            {
                start = SkipProperties(start, end);
            }

            LastEnd = end;
            return new YamlScalar(slice.ToFile(start, end), scalar.Value, scalar.Style, scalar.Tag);
        }

        // The event's span includes anchor and tag; a finding points at the value itself.
        private int SkipProperties(int start, int end)
        {
            var text = slice.Text;
            while (start < end && text[start] is '&' or '!')
            {
                var i = start;
                while (i < end && !char.IsWhiteSpace(text[i]))
                {
                    i++;
                }

                while (i < end && char.IsWhiteSpace(text[i]))
                {
                    i++;
                }

                start = i;
            }

            return start;
        }

        // The event ends at the start of the next token's line: step back over blank lines and comments that are indented less.
        private int BlockEnd(int start, int end)
        {
            var text = slice.Text;
            var line = text.IndexOf('\n', start);
            if (line < 0 || line >= end)
            {
                return TrimEnd(start, end);
            }

            var indent = -1;
            var last = line;
            var at = line + 1;
            while (at < end)
            {
                var next = text.IndexOf('\n', at);
                var stop = next < 0 || next > end ? end : next;
                var first = at;
                while (first < stop && text[first] == ' ')
                {
                    first++;
                }

                if (first < stop && text[first] != '\r')
                {
                    if (indent < 0)
                    {
                        indent = first - at;
                    }
                    else if (first - at < indent && text[first] == '#')
                    {
                        break;
                    }

                    last = stop;
                }

                at = stop + 1;
            }

            return TrimEnd(start, last);
        }

        private int TrimEnd(int start, int end)
        {
            while (end > start && slice.Text[end - 1] is ' ' or '\t' or '\r' or '\n')
            {
                end--;
            }

            return end;
        }

        private YamlScalar Empty(int offset) => new(slice.ToFile(Math.Min(offset, slice.Text.Length), Math.Min(offset, slice.Text.Length)), "");
    }
}
