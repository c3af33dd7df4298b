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
                ReadLines(text, file.Span, pairs);
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
            pairs.Add(new Pair(literal.Value.Substring(0, equals), value, Utf8.GetBytes(value), literal.Span, literal.Span));
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

    private static void ReadLines(SourceText text, SourceSpan span, List<Pair> pairs)
    {
        foreach (var raw in text.Content.Split('\n'))
        {
            var line = (raw.EndsWith("\r", StringComparison.Ordinal) ? raw.Substring(0, raw.Length - 1) : raw).TrimStart();
            if (line.Length > 0 && line[0] != '#')
            {
                var equals = line.IndexOf('=');
                var value = equals < 0 ? "" : line.Substring(equals + 1);
                pairs.Add(new Pair(equals < 0 ? line : line.Substring(0, equals), value, Utf8.GetBytes(value), span, span));
            }
        }
    }

    private static string WithoutQuotes(string value) =>
        value.Length >= 2 && value[0] is '"' or '\'' && value[0] == value[value.Length - 1] ? value.Substring(1, value.Length - 2) : value;

    private static IReadOnlyList<Pair> Sorted(List<Pair> pairs, BuildLog log)
    {
        var sorted = new SortedDictionary<string, Pair>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            if (!IsKey(pair.Key))
            {
                log.Invalid(pair.KeySpan, "a key may hold letters, digits, - _ and .: " + pair.Key);
            }
            else if (sorted.ContainsKey(pair.Key))
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

    private static bool IsKey(string key) =>
        key.Length is > 0 and <= 253 && key is not ("." or "..") && !key.StartsWith("..", StringComparison.Ordinal)
        && key.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' or '.');
}
