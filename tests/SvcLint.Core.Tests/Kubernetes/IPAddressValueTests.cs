using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Kubernetes;

public sealed class IPAddressValueTests
{
    [Theory]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("10.96.0.10", "10.96.0.10")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("::", "::")]
    [InlineData("::1", "::1")]
    [InlineData("1::", "1::")]
    [InlineData("2001:DB8::00Ff", "2001:db8::ff")]
    [InlineData("2001:db8:0:1:0:0:0:1", "2001:db8:0:1::1")]
    [InlineData("2001:0:0:1:0:0:1:1", "2001::1:0:0:1:1")]
    [InlineData("1:0:2:0:3:0:4:0", "1:0:2:0:3:0:4:0")]
    [InlineData("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0")]
    [InlineData("fe80::1.2.3.4", "fe80::102:304")]
    [InlineData("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1")]
    [InlineData("::ffff:a00:1", "10.0.0.1")]
    public void Strict_and_sloppy_agree_on_plain_addresses(string text, string canonical)
    {
        Assert.True(IPAddressValue.TryParse(text, out var strict));
        Assert.True(IPAddressValue.TryParseSloppy(text, out var sloppy));
        Assert.Equal(canonical, strict.ToString());
        Assert.Equal(strict, sloppy);
    }

    [Theory]
    [InlineData("010.0.0.01", "10.0.0.1")]
    [InlineData("10.180.00.001", "10.180.0.1")]
    [InlineData("000000000010.0.0.1", "10.0.0.1")]
    [InlineData("::00001", "::1")]
    [InlineData("::ffff:010.0.0.1", "10.0.0.1")]
    public void Only_the_sloppy_reader_takes_leading_zeros(string text, string canonical)
    {
        Assert.False(IPAddressValue.TryParse(text, out _));
        Assert.True(IPAddressValue.TryParseSloppy(text, out var address));
        Assert.Equal(canonical, address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("10.0.0")]
    [InlineData("10.0.0.0.0")]
    [InlineData("10.0.0.256")]
    [InlineData("10.0.0.1 ")]
    [InlineData("10..0.1")]
    [InlineData("+1.0.0.1")]
    [InlineData("1.2.3.4:5")]
    [InlineData("0x10.0.0.1")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("1::2::3")]
    [InlineData("1:2:3:4:5:6:7:")]
    [InlineData(":1:2:3:4:5:6:7")]
    [InlineData("::10000")]
    [InlineData("::g")]
    [InlineData("fe80::1%eth0")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4")]
    [InlineData("1.2.3.4::")]
    [InlineData("99999999999999999999.0.0.1")]
    public void Both_readers_refuse(string text)
    {
        Assert.False(IPAddressValue.TryParse(text, out _));
        Assert.False(IPAddressValue.TryParseSloppy(text, out _));
    }

    [Fact]
    public void An_IPv4_mapped_address_is_IPv4_and_remembers_its_notation()
    {
        Assert.True(IPAddressValue.TryParse("::ffff:10.0.0.1", out var mapped));
        Assert.True(IPAddressValue.TryParse("10.0.0.1", out var plain));
        Assert.Equal(plain, mapped);
        Assert.Equal(IPFamily.IPv4, mapped.Family);
        Assert.True(mapped.IsIPv4Mapped);
        Assert.False(plain.IsIPv4Mapped);
        Assert.Equal("::ffff:10.0.0.1", mapped.ToNetipString());
    }

    [Theory]
    [InlineData("127.8.0.1", "loopback")]
    [InlineData("::1", "loopback")]
    [InlineData("0.0.0.0", "unspecified")]
    [InlineData("::", "unspecified")]
    [InlineData("169.254.1.1", "link-local")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("febf::1", "link-local")]
    [InlineData("224.0.0.5", "multicast link-local-multicast")]
    [InlineData("239.0.0.5", "multicast")]
    [InlineData("ff02::1", "multicast link-local-multicast")]
    [InlineData("ff0e::1", "multicast")]
    [InlineData("fec0::1", "")]
    [InlineData("8.8.8.8", "")]
    public void Special_ranges(string text, string kinds)
    {
        Assert.True(IPAddressValue.TryParse(text, out var address));
        var found = new List<string>();
        if (address.IsLoopback) found.Add("loopback");
        if (address.IsUnspecified) found.Add("unspecified");
        if (address.IsLinkLocalUnicast) found.Add("link-local");
        if (address.IsMulticast) found.Add("multicast");
        if (address.IsLinkLocalMulticast) found.Add("link-local-multicast");
        Assert.Equal(kinds, string.Join(" ", found));
    }
}
