using SvcLint.Text;

namespace SvcLint.Core.Tests.Text;

public sealed class ShortenedTests
{
    private static readonly string Name = "catalog-" + new string('x', 240) + "-blue";

    [Fact]
    public void What_fits_stays() => Assert.Equal("Service web has no endpoints", Shortened.ToFit("Service web has no endpoints", 28));

    [Fact]
    public void A_long_name_keeps_both_ends()
    {
        var text = Shortened.ToFit($"Service {Name} has no port 80; did you mean '{Name}'?", 100);
        Assert.Equal(100, text.Length);
        Assert.StartsWith("Service catalog-xx", text, StringComparison.Ordinal);
        Assert.Contains("x-blue has no port 80; did you mean 'catalog-xx", text, StringComparison.Ordinal);
        Assert.EndsWith("x-blue'?", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_list_keeps_its_first_and_last()
    {
        var text = Shortened.ToFit($"port 1 is not declared (it has: {string.Join(", ", Enumerable.Range(1000, 200))})", 90);
        Assert.InRange(text.Length, 60, 90);
        Assert.StartsWith("port 1 is not declared (it has: 1000, 1001, ", text, StringComparison.Ordinal);
        Assert.EndsWith(", 1198, 1199)", text, StringComparison.Ordinal);
        Assert.Contains(", … ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void No_character_is_cut_in_two(int shift)
    {
        var text = Shortened.ToFit(new string('a', shift) + string.Concat(Enumerable.Repeat("😀", 200)), 60);
        Assert.InRange(text.Length, 55, 60);
        Assert.All(text.EnumerateRunes(), r => Assert.NotEqual(System.Text.Rune.ReplacementChar, r));
    }

    [Fact]
    public void Lines_and_spaces_alone_fit_too() => Assert.InRange(Shortened.ToFit(new string('\n', 500) + "a " + new string(' ', 500), 80).Length, 1, 80);
}
