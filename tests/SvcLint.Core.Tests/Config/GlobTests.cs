using CsCheck;
using SvcLint.Config;

namespace SvcLint.Core.Tests.Config;

public sealed class GlobTests
{
    /// <summary>A stranger's pattern costs no more than it is long, and no stack.</summary>
    [Theory]
    [InlineData("{a,", "")]
    [InlineData("{a,", "}")]
    [InlineData("{", "b}")]
    [InlineData("{a}", "{")]
    public void Braces_without_end_are_read(string open, string close)
    {
        const int Many = 100_000;

        Assert.False(new Glob(string.Concat(Enumerable.Repeat(open, Many)) + string.Concat(Enumerable.Repeat(close, Many))).IsMatch("x"));
    }

    [Fact]
    public void Braces_within_braces_are_read()
    {
        var pattern = string.Concat(Enumerable.Repeat("{a,", 20)) + "b" + string.Concat(Enumerable.Repeat("}", 20));

        Assert.True(new Glob(pattern).IsMatch("b"));
        Assert.True(new Glob(pattern).IsMatch("a"));
        Assert.False(new Glob(pattern).IsMatch("c"));
    }

    [Theory]
    [InlineData("k8s/web.yaml", "k8s/web.yaml", true)]
    [InlineData("k8s/web.yaml", "k8s/web.yml", false)]
    [InlineData("k8s/*.yaml", "k8s/web.yaml", true)]
    [InlineData("k8s/*.yaml", "k8s/dev/web.yaml", false)]
    [InlineData("*.yaml", "k8s/web.yaml", false)]
    [InlineData("**/*.yaml", "web.yaml", true)]
    [InlineData("**/*.yaml", "k8s/dev/web.yaml", true)]
    [InlineData("**", "k8s/dev/web.yaml", true)]
    [InlineData("k8s/**/web.yaml", "k8s/web.yaml", true)]
    [InlineData("k8s/**/web.yaml", "k8s/a/b/web.yaml", true)]
    [InlineData("k8s/**/web.yaml", "k8s/a/b/xweb.yaml", false)]
    [InlineData("k8s/**", "k8s/web.yaml", true)]
    [InlineData("k8s/**", "k8sx/web.yaml", false)]
    [InlineData("vendor", "vendor/a/b.yaml", true)]
    [InlineData("vendor/", "vendor/a/b.yaml", true)]
    [InlineData("vendor", "vendored/b.yaml", false)]
    [InlineData("vendor", "src/vendor/b.yaml", false)]
    [InlineData("**/testdata", "pkg/testdata/b.yaml", true)]
    [InlineData("**/testdata/**", "testdata/b.yaml", true)]
    [InlineData("./k8s", "k8s/a.yaml", true)]
    [InlineData("web-?.yaml", "web-1.yaml", true)]
    [InlineData("web-?.yaml", "web-12.yaml", false)]
    [InlineData("web?a.yaml", "web/a.yaml", false)]
    [InlineData("{base,overlays/{dev,prod}}/*.yaml", "overlays/prod/web.yaml", true)]
    [InlineData("{base,overlays/{dev,prod}}/*.yaml", "overlays/test/web.yaml", false)]
    [InlineData("{base,overlays/{dev,prod}}/*.yaml", "base/web.yaml", true)]
    [InlineData("*.{yaml,yml,}", "web.yml", true)]
    [InlineData("a{b", "a{b", true)]
    [InlineData("a}b", "a}b", true)]
    [InlineData("{a,**/b}/c", "x/y/b/c", true)]
    [InlineData("***/a", "x/a", true)]
    [InlineData("K8s", "k8s/a.yaml", false)]
    public void Matches_as_documented(string pattern, string path, bool expected)
    {
        Assert.Equal(expected, new Glob(pattern).IsMatch(path));
    }

    /// <summary>A matcher that tries readings one after the other would not come back from this.</summary>
    [Fact]
    public async Task Takes_linear_time_whatever_the_pattern()
    {
        var pattern = string.Concat(Enumerable.Repeat("**/*a", 40)) + "b";
        var path = string.Concat(Enumerable.Repeat("a/", 20_000));
        var match = Task.Run(() => new Glob(pattern).IsMatch(path + "bb"));
        Assert.False(await match.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Agrees_with_a_plain_recursive_reading()
    {
        var pattern = Gen.String[Gen.Char["ab/*?"], 0, 9];
        var path = Gen.String[Gen.Char["ab/"], 0, 9];
        Gen.Select(pattern, path).Sample((p, text) =>
        {
            var trimmed = p.StartsWith("./", StringComparison.Ordinal) ? p[2..] : p;
            trimmed = trimmed.TrimEnd('/');
            var expected = Enumerable.Range(0, text.Length + 1).Where(i => i == text.Length || text[i] == '/').Any(i => Reading(trimmed, text[..i]));
            Assert.Equal(expected, new Glob(p).IsMatch(text));
        });
    }

    private static bool Reading(string pattern, string text)
    {
        if (pattern.Length == 0)
        {
            return text.Length == 0;
        }

        if (pattern.StartsWith("**/", StringComparison.Ordinal))
        {
            return Reading(pattern[3..], text) || Enumerable.Range(0, text.Length).Any(i => text[i] == '/' && Reading(pattern[3..], text[(i + 1)..]));
        }

        if (pattern.StartsWith("**", StringComparison.Ordinal))
        {
            return Enumerable.Range(0, text.Length + 1).Any(i => Reading(pattern[2..], text[i..]));
        }

        if (pattern[0] == '*')
        {
            return Reading(pattern[1..], text) || (text.Length > 0 && text[0] != '/' && Reading(pattern, text[1..]));
        }

        return text.Length > 0 && (pattern[0] == '?' ? text[0] != '/' : text[0] == pattern[0]) && Reading(pattern[1..], text[1..]);
    }
}
