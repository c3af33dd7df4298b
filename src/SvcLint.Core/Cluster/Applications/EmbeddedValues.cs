using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <summary>YAML that stands as a text in a field.</summary>
internal static class EmbeddedValues
{
    /// <param name="text">The field.</param>
    /// <param name="isMade">The text is no longer as the file has it: everything in it then stands at the field.</param>
    public static YamlMapping? Of(YamlScalar? text, bool isMade)
    {
        if (text is null)
        {
            return null;
        }

        if (!isMade && YamlReader.Embedded(text) is var slice && slice.Text == text.Value)
        {
            return YamlReader.Read(slice).Root as YamlMapping;
        }

        return Made(text.Value, text.FirstLine);
    }

    /// <summary>A text that stands in no file as it is.</summary>
    public static YamlMapping? Made(string text, SourceSpan place) => YamlReader.Read(TextSlice.Whole(new SourceText("", text))).Root is YamlMapping root ? At(root, place) : null;

    /// <summary>The same values, all at one place.</summary>
    public static YamlMapping At(YamlMapping values, SourceSpan place) => (YamlMapping)Moved(values, place);

    /// <summary>The same nodes, all at one place.</summary>
    private static YamlNode Moved(YamlNode node, SourceSpan place) => node switch
    {
        YamlMapping mapping => new YamlMapping(place, [.. mapping.Entries.Select(e => e with { Key = Moved(e.Key, place), Value = Moved(e.Value, place) })], mapping.IsFlow, mapping.Tag),
        YamlSequence sequence => new YamlSequence(place, [.. sequence.Items.Select(i => Moved(i, place))], sequence.IsFlow, sequence.Tag),
        _ => node.WithSpan(place),
    };
}
