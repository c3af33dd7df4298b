namespace SvcLint.Yaml;

internal sealed partial class YamlComposer
{
    /// <summary>
    /// The pairs of a mapping. A merge key works where it stands: it replaces what is written above it and is replaced by what is written below.
    /// </summary>
    private sealed class Entries(YamlComposer composer, int start)
    {
        private readonly List<YamlEntry> _written = [];
        private Dictionary<string, YamlEntry>? _merged;
        private int _height;

        public int End { get; set; }

        public void Add(YamlNode key, YamlNode value, int end, int height)
        {
            End = Math.Max(End, end);
            _height = Math.Max(_height, height + 1);
            if (composer.Failed)
            {
                return;
            }

            if (IsMerge(key))
            {
                Merge(value);
                return;
            }

            if (Refusal(key) is { } refusal)
            {
                composer.Fail(key.Span, refusal, isDialect: true);
            }

            composer.CheckJson(value);
            _written.Add(new YamlEntry(key, value));
            if (_merged is not null && key is YamlScalar name)
            {
                _merged.Remove(name.KeyName);
            }
        }

        public YamlMapping Close(bool flow, string? tag)
        {
            (composer._end, composer._height) = (Math.Max(start, End), _height);
            YamlEntry[] entries = _merged is null ? [.. _written] : [.. _written, .. _merged.Values];
            return new YamlMapping(composer._slice.ToFile(start, composer._end), entries, flow, tag);
        }

        private void Merge(YamlNode value)
        {
            var merged = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
            foreach (var from in value is YamlSequence sequence ? sequence.Items : [value])
            {
                if (from is not YamlMapping mapping)
                {
                    composer.Fail(value.Span, "'<<' merges a mapping or a list of mappings", isDialect: true, "map merge requires map or sequence of maps as the value");
                    return;
                }

                // Of several mappings the first one counts; in one of them what was written last.
                foreach (var name in mapping.Entries.Select(e => e.Name).OfType<string>())
                {
                    if (!merged.ContainsKey(name) && mapping.TryGet(name, out var entry))
                    {
                        merged[name] = entry with { Merged = true };
                    }
                }
            }

            _merged ??= new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
            foreach (var pair in merged)
            {
                _merged[pair.Key] = pair.Value;
            }

            if (_written.Count > 0)
            {
                _written.RemoveAll(e => e.Name is { } name && _merged.ContainsKey(name));
            }
        }

        private static bool IsMerge(YamlNode key) =>
            key is YamlScalar { Value: "<<" } scalar && (scalar.Tag is "!" or ScalarResolver.TagPrefix + "merge" || (scalar.Tag is null && scalar.Style == ScalarStyle.Plain));

        private static string? Refusal(YamlNode key)
        {
            if (key is not YamlScalar scalar)
            {
                return "a key must be a string";
            }

            var value = scalar.Resolve();
            return value.Kind == ScalarKind.Null ? "a key cannot be null; quote it"
                : value is { Kind: ScalarKind.Int, Int: null } ? "a key cannot be a number of this size; quote it"
                : null;
        }
    }
}
