using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Yaml;

public sealed class YamlCommentsTests
{
    [Theory]
    [InlineData("a: 1 # one\n# two\nb: 2\n", "one", "two")]
    [InlineData("a: 'x # no' # yes\n", "yes")]
    [InlineData("a: |  # header\n  text # no\n# after\nb: 1\n", "header", "after")]
    [InlineData("a: x#no\n")]
    [InlineData("a: http://x/#no # yes\r\nb: 1\r\n", "yes")]
    [InlineData("a: \"line # no\n  more # no\"\nb: 1 # yes", "yes")]
    [InlineData("# head\na:\n  # inside\n  - b # item\n# tail\n", "head", "inside", "item", "tail")]
    public void Finds_every_comment_and_nothing_else(string yaml, params string[] expected)
    {
        var source = new SourceText("a.yaml", yaml);
        var root = YamlReader.Read(TextSlice.Whole(source)).Root;
        Assert.Equal(expected, YamlComments.Read(source, new TextSpan(0, yaml.Length), root).Select(c => c.Text));
    }

    [Fact]
    public void Tells_trailing_comments_from_lines_of_their_own()
    {
        var source = new SourceText("a.yaml", "a: 1 # one\n  # two\n");
        Assert.Equal([true, false], YamlComments.Read(source, new TextSpan(0, source.Content.Length), null).Select(c => c.IsInline));
    }
}
