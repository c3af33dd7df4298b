using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Yaml;

public sealed class FlowSpanTests
{
    [Theory]
    [InlineData("a: [b, c] # d", "[b, c]")]
    [InlineData("a: {b: c} # d", "{b: c}")]
    [InlineData("a: []", "[]")]
    [InlineData("a: {}", "{}")]
    [InlineData("a: [[b], {c: d}]", "[[b], {c: d}]")]
    [InlineData("a: [\n  b,\n]\nz: 1", "[\n  b,\n]")]
    public void A_flow_collection_ends_behind_its_bracket(string text, string expected)
    {
        var root = (YamlMapping)YamlReader.Read(TextSlice.Whole(new SourceText("a.yaml", text))).Root!;
        Assert.Equal(expected, root["a"]!.Span.Text);
    }

    [Fact]
    public void A_pair_in_a_flow_sequence_has_no_bracket()
    {
        var root = (YamlMapping)YamlReader.Read(TextSlice.Whole(new SourceText("a.yaml", "a: [b: c]"))).Root!;
        Assert.Equal("b: c", ((YamlSequence)root["a"]!).Items[0].Span.Text);
        Assert.Equal("[b: c]", root["a"]!.Span.Text);
    }
}
