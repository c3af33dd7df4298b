namespace SvcLint.Charts.Tests.Charts;

public sealed class ReleaseNameTests
{
    [Theory]
    [InlineData("shop", "shop")]
    [InlineData("Shop.Web", "shop-web")]
    [InlineData("-Shop_", "shop")]
    [InlineData("_", "release-name")]
    [InlineData("a23456789-123456789-123456789-123456789-123456789-12-45", "a23456789-123456789-123456789-123456789-123456789-12")]
    public void A_release_that_nobody_names_has_a_name_that_Helm_takes(string chart, string expected)
    {
        Assert.Equal(expected, ReleaseName.Of(chart));
        ReleaseName.Check(expected);
    }
}
