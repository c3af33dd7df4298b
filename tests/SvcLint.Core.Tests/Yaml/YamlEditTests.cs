using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Yaml;

public sealed class YamlEditTests
{
    [Theory]
    [InlineData("a: 'old' # note\n", "it's", "a: 'it''s' # note\n")]
    [InlineData("a: \"old\"\n", "say \"x\"", "a: \"say \\\"x\\\"\"\n")]
    [InlineData("a: old\n", "new", "a: new\n")]
    [InlineData("a: old\n", "true", "a: \"true\"\n")]
    [InlineData("a: old\n", "8080", "a: \"8080\"\n")]
    [InlineData("a: old\n", "x: y", "a: \"x: y\"\n")]
    public void Replaces_a_value_in_its_own_quoting(string yaml, string value, string expected)
    {
        var scalar = (YamlScalar)Parse.Mapping(yaml)["a"]!;
        Assert.Equal(expected, YamlEdit.Apply(yaml, [YamlEdit.Replace(scalar, value)]));
    }

    [Fact]
    public void Of_overlapping_edits_the_first_counts()
    {
        var source = new SourceText("a.yaml", "abcdef");
        Assert.Equal("aXdef", YamlEdit.Apply(source.Content, [new TextEdit(source.Span(2, 4), "Y"), new TextEdit(source.Span(1, 3), "X")]));
    }
}
