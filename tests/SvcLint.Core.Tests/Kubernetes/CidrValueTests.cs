using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Kubernetes;

public sealed class CidrValueTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8", IPFamily.IPv4, false)]
    [InlineData("10.1.2.3/8", "10.0.0.0/8", IPFamily.IPv4, true)]
    [InlineData("0.0.0.0/0", "0.0.0.0/0", IPFamily.IPv4, false)]
    [InlineData("10.1.2.3/32", "10.1.2.3/32", IPFamily.IPv4, false)]
    [InlineData("fd00:10:1::0a/64", "fd00:10:1::/64", IPFamily.IPv6, true)]
    [InlineData("::/0", "::/0", IPFamily.IPv6, false)]
    [InlineData("::ffff:10.1.2.3/104", "10.0.0.0/8", IPFamily.IPv4, true)]
    [InlineData("::ffff:10.1.2.3/64", "::/64", IPFamily.IPv6, true)]
    public void Prints_the_network(string text, string network, IPFamily family, bool hostBits)
    {
        Assert.True(CidrValue.TryParse(text, out var strict));
        Assert.True(CidrValue.TryParseSloppy(text, out var sloppy));
        Assert.Equal(network, strict.ToString());
        Assert.Equal(family, strict.Family);
        Assert.Equal(hostBits, strict.HasHostBits);
        Assert.Equal(strict, sloppy);
    }

    [Theory]
    [InlineData("010.0.0.0/8")]
    [InlineData("10.0.0.0/08")]
    public void Only_the_sloppy_reader_takes_leading_zeros(string text)
    {
        Assert.False(CidrValue.TryParse(text, out _));
        Assert.True(CidrValue.TryParseSloppy(text, out var cidr));
        Assert.Equal("10.0.0.0/8", cidr.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("10.0.0.0/8 ")]
    [InlineData(" 10.0.0.0/8")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("::/129")]
    [InlineData("office")]
    public void Both_readers_refuse(string text)
    {
        Assert.False(CidrValue.TryParse(text, out _));
        Assert.False(CidrValue.TryParseSloppy(text, out _));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("0.0.0.0/0", "8.8.8.8", true)]
    [InlineData("::/0", "8.8.8.8", false)]
    [InlineData("0.0.0.0/0", "::1", false)]
    [InlineData("fd00::/65", "fd00::7fff:0:0:1", true)]
    [InlineData("fd00::/65", "fd00::8000:0:0:1", false)]
    public void Contains_addresses_of_its_family(string range, string address, bool inside)
    {
        Assert.True(CidrValue.TryParse(range, out var cidr));
        Assert.True(IPAddressValue.TryParse(address, out var ip));
        Assert.Equal(inside, cidr.Contains(ip));
    }

    [Fact]
    public void Contains_smaller_ranges()
    {
        Assert.True(CidrValue.TryParse("10.0.0.0/8", out var wide));
        Assert.True(CidrValue.TryParse("10.1.0.0/16", out var narrow));
        Assert.True(wide.Contains(narrow));
        Assert.False(narrow.Contains(wide));
        Assert.True(narrow.Overlaps(wide));
    }
}
