using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Kubernetes;

/// <summary>Follows the server's ParseQuantity, oddities included.</summary>
public class QuantityTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("500m")]
    [InlineData("1.5")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("1.G")]
    [InlineData("+1")]
    [InlineData("-1Ki")]
    [InlineData("-")]
    [InlineData("m")]
    [InlineData("128Mi")]
    [InlineData("9E")]
    [InlineData("1e3")]
    [InlineData("1E-3")]
    [InlineData("1e+3")]
    [InlineData(" 1Gi ")]
    public void Readable(string text) => Assert.True(Quantity.IsValid(text));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("1K")]
    [InlineData("1g")]
    [InlineData("1gi")]
    [InlineData("128mb")]
    [InlineData("128MB")]
    [InlineData("1 Gi")]
    [InlineData("1GiB")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("--1")]
    [InlineData("1e")]
    [InlineData("1e3m")]
    [InlineData("1e+")]
    [InlineData("1Mi5")]
    [InlineData("two")]
    public void Unreadable(string text) => Assert.False(Quantity.IsValid(text));

    [Theory]
    [InlineData("0", true)]
    [InlineData("-0.00Ki", true)]
    [InlineData("0e5", true)]
    [InlineData(".0", true)]
    [InlineData("1n", false)]
    [InlineData("0.5", false)]
    [InlineData("+10", false)]
    public void Nothing_is_nothing_in_any_notation(string text, bool expected) => Assert.Equal(expected, Quantity.IsZero(text));
}
