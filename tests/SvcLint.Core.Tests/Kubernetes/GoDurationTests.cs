using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Kubernetes;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("30s", 30_000)]
    [InlineData("1h15m", 4_500_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData(".5s", 500)]
    [InlineData("-2ms", -2)]
    [InlineData("+1m", 60_000)]
    [InlineData("1000us", 1)]
    public void Reads(string text, long milliseconds)
    {
        Assert.True(GoDuration.TryParse(text, out var nanoseconds));
        Assert.Equal(milliseconds * 1_000_000, nanoseconds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("1 s")]
    [InlineData("1d")]
    [InlineData("1s ")]
    [InlineData(".s")]
    [InlineData("9223372036854775808ns")]
    [InlineData("2562048h")]
    public void Refuses(string? text) => Assert.False(GoDuration.TryParse(text, out _));
}
