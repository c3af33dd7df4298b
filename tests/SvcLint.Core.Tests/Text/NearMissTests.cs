using SvcLint.Text;

namespace SvcLint.Core.Tests.Text;

public sealed class NearMissTests
{
    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("rabbtimq", "rabbitmq", 1)]
    [InlineData("same", "same", 0)]
    [InlineData("", "ab", 2)]
    public void Counts_swaps_of_neighbours_as_one(string a, string b, int expected) => Assert.Equal(expected, NearMiss.Distance(a, b, 5));

    [Theory]
    [InlineData("fronted", "frontend", true)]
    [InlineData("makelnie-service", "makeline-service", true)]
    [InlineData("order-db", "orders-db", true)]
    [InlineData("frontendexternal", "frontend-external", true)]
    [InlineData("web", "wbe", false)]
    [InlineData("redis-1", "redis-2", false)]
    [InlineData("app-v1", "app-v2", false)]
    [InlineData("shop-blue", "shop-green", false)]
    [InlineData("shop-a", "shop-b", false)]
    [InlineData("redis-master", "redis-slave", false)]
    [InlineData("checkout", "checkout", false)]
    public void Tells_slips_from_other_names(string written, string known, bool expected) => Assert.Equal(expected, NearMiss.IsSlip(written, known));

    [Fact]
    public void The_nearest_known_name_wins() => Assert.Equal("orders-db", NearMiss.Nearest("order-db", ["users-db", "orders-db", "orders-dbs"]));
}
