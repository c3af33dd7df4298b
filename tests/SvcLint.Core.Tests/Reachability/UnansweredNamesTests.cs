using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>Names that the cluster's DNS does not answer, with the reason.</summary>
public sealed class UnansweredNamesTests
{
    private static readonly string Shop = Units.Nodes
        + Units.Pod("web", "shop", "10.244.1.5", "node-a")
        + """
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: shop, namespace: shop }
        spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: alias, namespace: shop }
        spec: { type: ExternalName, externalName: TARGET }

        """;

    // By the search list db.eu.shop is port db, protocol eu of Service shop/shop.
    [Theory]
    [InlineData("web.svc.shop:80", ConnectionVerdict.Unknown)]
    [InlineData("db.eu.shop:80", ConnectionVerdict.Unknown)]
    [InlineData("http.eu.shop:80", ConnectionVerdict.Unknown)]
    [InlineData("http.tcp.shop:80", ConnectionVerdict.Allowed)]
    [InlineData("_http._tcp.web.shop.svc", ConnectionVerdict.Allowed)]
    [InlineData("_http._udp.web.shop.svc:80", ConnectionVerdict.NoRoute)]
    public void Two_labels_before_a_Service_are_a_port_of_it_or_nothing(string to, ConnectionVerdict expected) => Assert.Equal(expected, Trace(to).Verdict);

    [Fact]
    public void A_port_that_the_Service_lacks_has_no_name()
    {
        var trace = Trace("_admin._tcp.web.shop.svc.cluster.local:80");

        Assert.Equal(ConnectionVerdict.NoRoute, trace.Verdict);
        Assert.Equal("the cluster's DNS answers NXDOMAIN for _admin._tcp.web.shop.svc.cluster.local: Service shop/web has no port _admin._tcp; it has _http._tcp", trace.Why);
    }

    [Theory]
    [InlineData("web.:80", "web")]
    [InlineData("web.shop.svc.:80", "web")]
    [InlineData("alias:80", "web")]
    [InlineData("alias:80", "web.shop.svc")]
    public void No_search_list_completes_an_absolute_name(string to, string target)
    {
        var trace = Trace(to, target);

        Assert.Equal(ConnectionVerdict.Unknown, trace.Verdict);
        Assert.Contains("is asked for as it stands, without a search list", trace.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("has no Service", trace.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.b.cluster.local:80", ConnectionVerdict.NoRoute, "answers NXDOMAIN for a.b.cluster.local: names of the cluster are SERVICE.NAMESPACE.svc.cluster.local")]
    [InlineData("web.shop.cluster.local.:80", ConnectionVerdict.NoRoute, "answers NXDOMAIN for web.shop.cluster.local")]
    [InlineData("shop.svc.cluster.local:80", ConnectionVerdict.NoRoute, "answers no address for shop.svc.cluster.local: no Service is named")]
    [InlineData("web.shop.pod.cluster.local:80", ConnectionVerdict.NoRoute, "web is no address of a pod")]
    [InlineData("10-1-1-10.other.pod.cluster.local:8080", ConnectionVerdict.Unknown, "there is no namespace other in the input")]
    [InlineData("a.b.c.other.svc.cluster.local:80", ConnectionVerdict.Unknown, "there is no namespace other in the input")]
    [InlineData("a.b.c.d.shop.svc.cluster.local:80", ConnectionVerdict.NoRoute, "answers NXDOMAIN for a.b.c.d.shop.svc.cluster.local")]
    [InlineData("web.other.svc.cluster.local:80", ConnectionVerdict.Unknown, "the input has no Service other/web; there is shop/web")]
    public void Names_below_the_domain_of_the_cluster_are_its_own_to_answer(string to, ConnectionVerdict expected, string why)
    {
        var trace = Trace(to);

        Assert.Contains(why, trace.Why, StringComparison.Ordinal);
        Assert.Equal(expected, trace.Verdict);
        Assert.DoesNotContain("is outside", trace.Why, StringComparison.Ordinal);
    }

    private static ConnectionTrace Trace(string to, string target = "api.bank.example") =>
        ConnectionTracer.Trace(Units.Of(Shop.Replace("TARGET", target, StringComparison.Ordinal)), new ConnectionQuestion { From = "pod/shop/web", To = to }) is { Problem: null, Value: { } trace } ? trace
            : throw new InvalidOperationException(to);
}
