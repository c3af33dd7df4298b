using SvcLint.Kustomize;

namespace SvcLint.Core.Tests.Kustomize;

public class PatternTests
{
    [Theory]
    [InlineData("web", "web", true)]
    [InlineData("web", "web2", false)]
    [InlineData("web.*", "web-app", true)]
    [InlineData("a|b|c", "b", true)]
    [InlineData("a|b|c", "c", true)]
    [InlineData("a|b|c", "d", false)]
    [InlineData("x(a|b)?y", "xy", true)]
    [InlineData("x(?:a|b)+y", "xabay", true)]
    [InlineData("x(a|b)*y", "xacy", false)]
    [InlineData("[a-c]+[0-9]", "abc7", true)]
    [InlineData("[^a-c]+", "xyz", true)]
    [InlineData("[^a-c]+", "xbz", false)]
    [InlineData("v\\d+\\.\\d", "v12.3", true)]
    [InlineData("v\\d+\\.\\d", "v12x3", false)]
    [InlineData("^web$", "web", true)]
    [InlineData("[]a-]+", "-]a", true)]
    [InlineData("", "", true)]
    public void Matches_the_whole_text(string pattern, string text, bool expected) => Assert.Equal(expected, Pattern.Parse(pattern)!.IsMatch(text));

    [Theory]
    [InlineData("b+", "abbc", true)]
    [InlineData("^b", "ab", false)]
    [InlineData("b$", "ab", true)]
    public void Matches_a_part(string pattern, string text, bool expected) => Assert.Equal(expected, Pattern.Parse(pattern)!.IsContainedIn(text));

    [Theory]
    [InlineData("a{2}")]
    [InlineData("(?i)a")]
    [InlineData("a**")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("\\pL")]
    [InlineData("*")]
    public void Refuses(string pattern) => Assert.Null(Pattern.Parse(pattern));

    [Fact]
    public void Takes_linear_time() => Assert.False(Pattern.Parse("(a*)*(a|a)*b")!.IsMatch(new string('a', 50_000)));
}
