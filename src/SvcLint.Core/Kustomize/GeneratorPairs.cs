using System.Text;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>The keys and values that a generator's <c>envs</c>, <c>literals</c> and <c>files</c> give, sorted by key.</summary>
internal static class GeneratorPairs
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <param name="Text">Null when the bytes are no UTF-8.</param>
    internal sealed record Pair(string Key, string? Text, byte[] Bytes, SourceSpan KeySpan, SourceSpan ValueSpan);

    public static IReadOnlyList<Pair> Read(KustomizationReader args, KustomizationSource source, BuildLog log)
    {
        var pairs = new List<Pair>();
        var envs = args.Texts("envs").ToList();
        if (args.Text("env") is { } env)
        {
            envs.Add(env);
        }

        foreach (var file in envs)
        {
            if (source.Text(file, file.Value) is { } text)
            {
                ReadLines(text, pairs);
            }
        }

        foreach (var literal in args.Texts("literals"))
        {
            var equals = literal.Value.IndexOf('=');
            if (equals <= 0)
            {
                log.Invalid(literal.Span, "a literal reads key=value");
                continue;
            }

            var value = WithoutQuotes(literal.Value.Substring(equals + 1));
            var at = literal.Value.IndexOf(value, equals + 1, StringComparison.Ordinal);
            pairs.Add(new Pair(literal.Value.Substring(0, equals), value, Utf8.GetBytes(value), Part(literal, 0, equals), Part(literal, at, at + value.Length)));
        }

        foreach (var file in args.Texts("files"))
        {
            ReadFile(file, source, pairs, log);
        }

        return Sorted(pairs, log);
    }

    private static void ReadFile(YamlScalar file, KustomizationSource source, List<Pair> pairs, BuildLog log)
    {
        var parts = file.Value.Split('=');
        if (parts.Length > 2 || parts.Any(p => p.Length == 0))
        {
            log.Invalid(file.Span, "a file reads path or key=path");
            return;
        }

        var path = parts[parts.Length - 1];
        if (source.Text(file, path) is not { } text)
        {
            return;
        }

        var key = parts.Length == 2 ? parts[0] : RelativePath.FileName(path.TrimEnd('/'));
        if (text.InvalidAt is not null)
        {
            // Its bytes are not at hand.
            log.Unsupported(file.Span, "a binary file");
        }

        var isText = text.Encoding is TextEncoding.Utf8 or TextEncoding.Utf8WithBom;
        var content = text.Encoding == TextEncoding.Utf8WithBom ? "\uFEFF" + text.Content : text.Content;
        pairs.Add(new Pair(key, isText ? content : null, text.ToBytes(text.Content), file.Span, file.Span));
    }

    private static void ReadLines(SourceText text, List<Pair> pairs)
    {
        var start = 0;
        foreach (var raw in text.Content.Split('\n'))
        {
            var untrimmed = raw.EndsWith("\r", StringComparison.Ordinal) ? raw.Substring(0, raw.Length - 1) : raw;
            var line = untrimmed.TrimStart();
            if (line.Length > 0 && line[0] != '#')
            {
                var at = start + untrimmed.Length - line.Length;
                var key = line.IndexOf('=') is var equals and >= 0 ? line.Substring(0, equals) : line;
                var value = line.Substring(Math.Min(key.Length + 1, line.Length));
                pairs.Add(new Pair(key, value, Utf8.GetBytes(value), text.Span(at, at + key.Length), text.Span(at + line.Length - value.Length, at + line.Length)));
            }

            start += raw.Length + 1;
        }
    }

    // The place of a part of a scalar, plain or between quotes; with escapes, of the whole.
    private static SourceSpan Part(YamlScalar scalar, int start, int end)
    {
        var surplus = scalar.Span.Range.Length - scalar.Value.Length;
        var at = scalar.Span.Start + (surplus / 2);
        return surplus is 0 or 2 ? scalar.Span.Source.Span(at + start, at + end) : scalar.Span;
    }

    private static string WithoutQuotes(string value) =>
        value.Length >= 2 && value[0] is '"' or '\'' && value[0] == value[value.Length - 1] ? value.Substring(1, value.Length - 2) : value;

    private static IReadOnlyList<Pair> Sorted(List<Pair> pairs, BuildLog log)
    {
        var sorted = new SortedDictionary<string, Pair>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            if (sorted.ContainsKey(pair.Key))
            {
                log.Invalid(pair.KeySpan, "the key is there twice: " + pair.Key);
            }
            else
            {
                sorted[pair.Key] = pair;
            }
        }

        return [.. sorted.Values];
    }
}
