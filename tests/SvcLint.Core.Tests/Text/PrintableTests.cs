using SvcLint.Text;

namespace SvcLint.Core.Tests.Text;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("plain, ü, 漢字 and 🚀", "plain, ü, 漢字 and 🚀")]
    [InlineData("a\tb", "a b")]
    [InlineData("a\r\nb", "a\\r\\nb")]
    [InlineData("\u001b[31mred", "\\u001b[31mred")]
    [InlineData("\u009b31m", "\\u009b31m")]
    [InlineData("a\u202eb\u2066c", "a\\u202eb\\u2066c")]
    [InlineData("line\u2028end", "line\\u2028end")]
    [InlineData("tag\U000E0041", "tag\\udb40\\udc41")]
    [InlineData("\uFEFFx\uFFFE", "\\ufeffx\\ufffe")]
    [InlineData("::error title=x::y", "\\u003a:error title=x::y")]
    [InlineData("  ::warning::y", "  \\u003a:warning::y")]
    [InlineData("section_start:1:x", "section_start\\u003a1:x")]
    [InlineData(" section_end:1:x", " section_end\\u003a1:x")]
    [InlineData("a section_start:1:x", "a section_start:1:x")]
    [InlineData("a::b", "a::b")]
    [InlineData("x ##vso[task.setvariable]y", "x #\\u0023vso[task.setvariable]y")]
    [InlineData("##[error]x", "#\\u0023[error]x")]
    [InlineData("##teamcity[x]", "#\\u0023teamcity[x]")]
    [InlineData("## a heading [link]", "## a heading [link]")]
    public void Text_is_shown_on_one_line_and_nothing_acts_on_it(string text, string shown) => Assert.Equal(shown, Printable.OneLine(text));

    [Fact]
    public void Bytes_that_are_no_text_are_shown_by_their_number()
    {
        Assert.Equal("b\\xffd.yaml", Printable.OneLine("b\uDCFFd.yaml"));
        Assert.Equal("b\\xffd\n.yaml", Printable.Path("b\uDCFFd\n.yaml"));
        Assert.Equal("\\ud83d", Printable.OneLine("\uD83D"));
    }
}
