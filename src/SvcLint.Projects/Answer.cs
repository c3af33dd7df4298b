using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SvcLint.Model.DotNet;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Projects;

/// <summary>What loaded projects say; goes from the loading process to the command as JSON.</summary>
/// <param name="Version">The format's; a command understands its own alone.</param>
/// <param name="Projects">As MSBuild evaluates them.</param>
/// <param name="Code">Files of theirs that bear on networking, read with semantic models.</param>
/// <param name="Problems">One sentence for each project that could not be loaded whole.</param>
internal sealed record Answer(int Version, IReadOnlyList<ProjectFile> Projects, IReadOnlyList<CodeFacts> Code, IReadOnlyList<string> Problems)
{
    public const int CurrentVersion = 2;

    /// <summary>Exit status of the loading process when there is no SDK that could load anything; the reason is on standard error.</summary>
    public const int NoSdk = 3;

    public void Write(Stream stream) => JsonSerializer.Serialize(stream, this, new AnswerContext(Options(new SourceConverter(_ => null))).Answer);

    /// <param name="stream">What <see cref="Write"/> wrote.</param>
    /// <param name="read">Reads a file by its path, relative to the root of the input; null when it is gone.</param>
    /// <exception cref="JsonException">It is no answer.</exception>
    public static Answer? Read(Stream stream, Func<string, SourceText?> read) =>
        JsonSerializer.Deserialize(stream, new AnswerContext(Options(new SourceConverter(read))).Answer) is { Version: CurrentVersion } answer ? answer : null;

    private static JsonSerializerOptions Options(SourceConverter sources) => new()
    {
        IgnoreReadOnlyProperties = true,
        IncludeFields = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { sources, new SpanConverter(sources), new NodeConverter() },
    };

    // A file by its path; both sides read it themselves.
    private sealed class SourceConverter(Func<string, SourceText?> read) : JsonConverter<SourceText>
    {
        private readonly Dictionary<string, SourceText> _sources = new(StringComparer.Ordinal);

        public override SourceText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Source(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, SourceText value, JsonSerializerOptions options) => writer.WriteStringValue(value.Path);

        public SourceText Source(string path) =>
            _sources.TryGetValue(path, out var known) ? known : _sources[path] = read(path) ?? throw new JsonException($"{path} is gone");
    }

    private sealed class SpanConverter(SourceConverter sources) : JsonConverter<SourceSpan>
    {
        public override SourceSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.Read();
            var start = reader.GetInt32();
            reader.Read();
            var end = reader.GetInt32();
            reader.Read();
            var source = sources.Source(reader.GetString()!);
            reader.Read();
            return start >= 0 && end >= start && end <= source.Content.Length ? source.Span(start, end) : throw new JsonException($"{source.Path} has changed");
        }

        public override void Write(Utf8JsonWriter writer, SourceSpan value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(value.Start);
            writer.WriteNumberValue(value.End);
            writer.WriteStringValue(value.Source.Path);
            writer.WriteEndArray();
        }
    }

    // Nodes of objects that code makes: their span, then a scalar's style and text, or what a collection holds (of a mapping keys and values in turn).
    private sealed class NodeConverter : JsonConverter<YamlNode>
    {
        public override YamlNode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.Read();
            var span = JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<SourceSpan>)options.GetTypeInfo(typeof(SourceSpan)));
            reader.Read();
            var kind = reader.GetString();
            reader.Read();
            if (kind is not ("mapping" or "sequence"))
            {
                var scalar = new YamlScalar(span, reader.GetString()!, Enum.Parse<ScalarStyle>(kind!));
                reader.Read();
                return scalar;
            }

            var nodes = new List<YamlNode>();
            for (; reader.TokenType != JsonTokenType.EndArray; reader.Read())
            {
                nodes.Add(Read(ref reader, typeToConvert, options));
            }

            return kind == "sequence" ? new YamlSequence(span, nodes) : new YamlMapping(span, [.. nodes.Chunk(2).Select(e => new YamlEntry(e[0], e[1]))]);
        }

        public override void Write(Utf8JsonWriter writer, YamlNode value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            JsonSerializer.Serialize(writer, value.Span, (JsonTypeInfo<SourceSpan>)options.GetTypeInfo(typeof(SourceSpan)));
            switch (value)
            {
                case YamlScalar scalar:
                    writer.WriteStringValue(scalar.Style.ToString());
                    writer.WriteStringValue(scalar.Value);
                    break;
                case YamlSequence sequence:
                    writer.WriteStringValue("sequence");
                    WriteAll(sequence.Items);
                    break;
                case YamlMapping mapping:
                    writer.WriteStringValue("mapping");
                    WriteAll(mapping.Entries.SelectMany(e => new[] { e.Key, e.Value }));
                    break;
            }

            writer.WriteEndArray();

            void WriteAll(IEnumerable<YamlNode> nodes)
            {
                foreach (var node in nodes)
                {
                    Write(writer, node, options);
                }
            }
        }
    }
}

[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true, IncludeFields = true)]
[JsonSerializable(typeof(Answer))]
internal sealed partial class AnswerContext : JsonSerializerContext;
