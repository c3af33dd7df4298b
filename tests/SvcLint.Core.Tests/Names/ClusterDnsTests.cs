using SvcLint.Core.Tests.Reachability;
using SvcLint.Kubernetes;
using SvcLint.Names;

namespace SvcLint.Core.Tests.Names;

public sealed class ClusterDnsTests
{
    private const string Shop = """
        apiVersion: v1
        kind: Namespace
        metadata: { name: dev }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { clusterIP: 10.96.0.10, clusterIPs: [10.96.0.10, "fd00::10"], ipFamilies: [IPv4, IPv6], selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 8080 }, { name: dns, port: 53, protocol: UDP }, { name: dns-tcp, port: 53 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: db, namespace: shop }
        spec: { clusterIP: None, selector: { app: db }, ports: [{ name: pg, port: 80, targetPort: 5432 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: empty, namespace: shop }
        spec: { clusterIP: None, selector: { app: none }, ports: [{ port: 80 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: idle, namespace: shop }
        spec: { clusterIP: 10.96.0.11, selector: { app: none }, ports: [{ port: 80 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: planned, namespace: shop }
        spec: { selector: { app: db }, ports: [{ port: 80 }] }
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: { name: db, namespace: shop }
        spec:
          serviceName: db
          replicas: 2
          ordinals: { start: 3 }
          selector: { matchLabels: { app: db } }
          template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db, image: db }] } }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: ext, namespace: shop }
        spec: { type: ExternalName, externalName: db.example.com }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: alias, namespace: shop }
        spec: { type: ExternalName, externalName: chain.shop.svc.cluster.local }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: chain, namespace: shop }
        spec: { type: ExternalName, externalName: web.shop.svc.cluster.local. }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: loop, namespace: shop }
        spec: { type: ExternalName, externalName: loop.shop.svc.cluster.local }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: dangling, namespace: shop }
        spec: { type: ExternalName, externalName: nothing.shop.svc.cluster.local }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: numeric, namespace: shop }
        spec: { type: ExternalName, externalName: 10.9.8.7 }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: docs, namespace: dev }
        spec: { type: ExternalName, externalName: nothing.dev.svc.cluster.local }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: registry, namespace: dev }
        spec: { clusterIP: 10.96.0.12, ports: [{ port: 5000 }] }
        """;

    private static readonly string Aliases = string.Concat(new[] { ("elsewhere", "registry.shop"), ("nowhere", "web.prod"), ("silent", "empty.shop"), ("single", "idle.shop") }.Select(a => $$"""

        ---
        apiVersion: v1
        kind: Service
        metadata: { name: {{a.Item1}}, namespace: shop }
        spec: { type: ExternalName, externalName: {{a.Item2}}.svc.cluster.local }
        """));

    [Theory]
    [InlineData("web.shop.svc.cluster.local", DnsType.A, "A 10.96.0.10")]
    [InlineData("WEB.Shop.svc.Cluster.local.", DnsType.A, "A 10.96.0.10")]
    [InlineData("web.shop.svc.cluster.local", DnsType.AAAA, "AAAA fd00::10")]
    [InlineData("_http._tcp.web.shop.svc.cluster.local", DnsType.A, "A 10.96.0.10")]
    [InlineData("http.tcp.web.shop.svc.cluster.local", DnsType.A, "A 10.96.0.10")]
    [InlineData("_http._tcp.web.shop.svc.cluster.local", DnsType.SRV, "SRV 0 50 80 web.shop.svc.cluster.local.")]
    [InlineData("_http._tcp.web.shop.svc.cluster.local", DnsType.CNAME, "NODATA")]
    [InlineData("_http._udp.web.shop.svc.cluster.local", DnsType.SRV, "NXDOMAIN")]
    [InlineData("planned.shop.svc.cluster.local", DnsType.A, "A service shop/planned")]
    [InlineData("db.shop.svc.cluster.local", DnsType.A, "A pod shop/db-3 | A pod shop/db-4")]
    [InlineData("db-4.db.shop.svc.cluster.local", DnsType.A, "A pod shop/db-4")]
    [InlineData("db-0.db.shop.svc.cluster.local", DnsType.A, "NXDOMAIN")]
    [InlineData("db-3.planned.shop.svc.cluster.local", DnsType.A, "NXDOMAIN")]
    [InlineData("_pg._tcp.db.shop.svc.cluster.local", DnsType.SRV, "SRV 0 50 5432 db-3.db.shop.svc.cluster.local. | SRV 0 50 5432 db-4.db.shop.svc.cluster.local.")]
    [InlineData("_pg._tcp.db-3.db.shop.svc.cluster.local", DnsType.SRV, "NXDOMAIN")]
    [InlineData("empty.shop.svc.cluster.local", DnsType.A, "NXDOMAIN")]
    [InlineData("idle.shop.svc.cluster.local", DnsType.A, "A 10.96.0.11")]
    [InlineData("idle.shop.svc.cluster.local", DnsType.AAAA, "NODATA")]
    [InlineData("*.shop.svc.cluster.local", DnsType.A, "NXDOMAIN")]
    [InlineData("shop.svc.cluster.local", DnsType.A, "NODATA")]
    [InlineData("nosuch.svc.cluster.local", DnsType.A, "NXDOMAIN")]
    [InlineData("svc.cluster.local", DnsType.A, "NODATA")]
    [InlineData("cluster.local", DnsType.A, "NODATA")]
    [InlineData("web.shop.cluster.local", DnsType.A, "NXDOMAIN")]
    [InlineData("dns-version.cluster.local", DnsType.TXT, "TXT \"1.1.0\"")]
    [InlineData("dns-version.cluster.local", DnsType.A, "NXDOMAIN")]
    [InlineData("10-1-2-3.shop.pod.cluster.local", DnsType.A, "A 10.1.2.3")]
    [InlineData("10-1-2-3.nosuch.pod.cluster.local", DnsType.A, "NXDOMAIN")]
    [InlineData("10-1-2-300.shop.pod.cluster.local", DnsType.A, "NXDOMAIN")]
    [InlineData("fd00--5.shop.pod.cluster.local", DnsType.AAAA, "AAAA fd00::5")]
    [InlineData("ext.shop.svc.cluster.local", DnsType.A, "CNAME db.example.com.")]
    [InlineData("_x._tcp.ext.shop.svc.cluster.local", DnsType.A, "NXDOMAIN")]
    [InlineData("alias.shop.svc.cluster.local", DnsType.A, "CNAME chain.shop.svc.cluster.local. | [chain.shop.svc.cluster.local.] CNAME web.shop.svc.cluster.local. | [web.shop.svc.cluster.local.] A 10.96.0.10")]
    [InlineData("loop.shop.svc.cluster.local", DnsType.A, "NODATA")]
    [InlineData("dangling.shop.svc.cluster.local", DnsType.A, "NODATA")]
    [InlineData("dangling.shop.svc.cluster.local", DnsType.CNAME, "CNAME nothing.shop.svc.cluster.local.")]
    [InlineData("numeric.shop.svc.cluster.local", DnsType.A, "NXDOMAIN")]
    [InlineData("99.0.96.10.in-addr.arpa", DnsType.PTR, "outside")]
    [InlineData("10.0.96.10.in-addr.arpa", DnsType.A, "outside")]
    [InlineData("web.shop.svc.corp.example", DnsType.A, "outside")]
    [InlineData("kubernetes.default.svc.cluster.local", DnsType.A, "A service default/kubernetes")]
    [InlineData("kubernetes.default.svc.cluster.local", DnsType.AAAA, "NODATA")]
    [InlineData("_https._tcp.kubernetes.default.svc.cluster.local", DnsType.SRV, "SRV 0 100 443 kubernetes.default.svc.cluster.local.")]
    [InlineData("_http._tcp.kubernetes.default.svc.cluster.local", DnsType.SRV, "NXDOMAIN")]
    [InlineData("kubernetes.shop.svc.cluster.local", DnsType.A, "NXDOMAIN")]
    public void Names_are_answered_as_CoreDNS_does(string name, DnsType type, string expected)
    {
        var answer = Dns(Shop).Ask(name, type);
        var given = answer.Code switch { DnsCode.NoData => "NODATA", DnsCode.NxDomain => "NXDOMAIN", DnsCode.Outside => "outside", _ => string.Join(" | ", answer.Records) };
        Assert.Equal(expected, given);
    }

    [Theory]
    [InlineData("dns-version.cluster.local", DnsType.TXT, "the server answers this name itself")]
    [InlineData("web.shop.cluster.local", DnsType.A, "names of the cluster are SERVICE.NAMESPACE.svc.cluster.local, with at most a pod or _PORT._PROTOCOL before them")]
    [InlineData("dangling.shop.svc.cluster.local", DnsType.A, "Service shop/dangling is an ExternalName for nothing.shop.svc.cluster.local, which does not exist: namespace shop has no Service nothing")]
    [InlineData("elsewhere.shop.svc.cluster.local", DnsType.A, "Service shop/elsewhere is an ExternalName for registry.shop.svc.cluster.local, which does not exist: namespace shop has no Service registry; there is one in dev")]
    [InlineData("nowhere.shop.svc.cluster.local", DnsType.A, "Service shop/nowhere is an ExternalName for web.prod.svc.cluster.local, which does not exist: there is no namespace prod in the input; Service web is in shop")]
    [InlineData("silent.shop.svc.cluster.local", DnsType.A, "Service shop/silent is an ExternalName for empty.shop.svc.cluster.local, which is headless and has no ready endpoint")]
    [InlineData("single.shop.svc.cluster.local", DnsType.AAAA, "Service shop/single is an ExternalName for idle.shop.svc.cluster.local, which has no address of this family here")]
    [InlineData("kubernetes.default.svc.cluster.local", DnsType.A, "the API server makes Service default/kubernetes in every cluster")]
    public void Answers_say_why(string name, DnsType type, string expected) => Assert.Equal(expected, Assert.Single(Dns(Shop + Aliases).Ask(name, type).Because).Text);

    [Fact]
    public void A_declared_API_server_answers_with_its_own_address() =>
        Assert.Equal("A 10.96.0.1", Assert.Single(Dns(Shop + """

            ---
            apiVersion: v1
            kind: Service
            metadata: { name: kubernetes, namespace: default }
            spec: { clusterIP: 10.96.0.1, clusterIPs: [10.96.0.1], ports: [{ name: https, port: 443 }] }
            """).Ask("kubernetes.default.svc.cluster.local", DnsType.A).Records).ToString());

    [Fact]
    public void Addresses_of_Services_have_names() =>
        Assert.Equal("PTR web.shop.svc.cluster.local.", Assert.Single(Dns(Shop).Ask("10.0.96.10.in-addr.arpa", DnsType.PTR).Records).ToString());

    [Theory]
    [InlineData("registry.dev", CLibrary.Glibc, 5, "registry.dev.svc.cluster.local")]
    [InlineData("registry.dev.", CLibrary.Glibc, 5, null)]
    [InlineData("web.shop", CLibrary.Glibc, 1, "web.shop.svc.cluster.local")]
    [InlineData("web.shop", CLibrary.Musl, 1, null)]
    [InlineData("docs.dev", CLibrary.Musl, 5, null)]
    [InlineData("WEB", CLibrary.Musl, 5, "web.shop.svc.cluster.local")]
    [InlineData("idle", CLibrary.Musl, 5, "idle.shop.svc.cluster.local")]
    [InlineData("42", CLibrary.Glibc, 5, null)]
    [InlineData("0x1f", CLibrary.Musl, 5, null)]
    public void Short_names_are_walked(string host, CLibrary library, int ndots, string? answered) =>
        Assert.Equal(answered, NameWalk.Of(Dns(Shop), host, PodResolver.Of("shop", "cluster.local") with { Ndots = ndots }, library).Answered);

    // NODATA: glibc goes on to the public host, musl ends the search.
    [Fact]
    public void A_name_without_data_ends_the_search_of_musl_alone()
    {
        var resolver = PodResolver.Of("shop", "cluster.local");
        Assert.Equal(4, NameWalk.Of(Dns(Shop), "docs.dev", resolver, CLibrary.Glibc).Steps.Count);
        Assert.Equal(2, NameWalk.Of(Dns(Shop), "docs.dev", resolver, CLibrary.Musl).Steps.Count);
    }

    [Theory]
    [InlineData("42", "0.0.0.42")]
    [InlineData("0x1f", "0.0.0.31")]
    [InlineData("10.1", "10.0.0.1")]
    [InlineData("010.1.2.3", "8.1.2.3")]
    [InlineData("1.2.3.4.5", null)]
    [InlineData("1.2.3.256", null)]
    [InlineData("1st", null)]
    [InlineData("10-1-2-3", null)]
    [InlineData("", null)]
    public void Numbers_are_addresses(string host, string? address) => Assert.Equal(address, NumericHost.Read(host));

    [Fact]
    public void A_Corefile_of_the_input_is_followed()
    {
        var dns = Dns(Shop + """

            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: { name: coredns, namespace: kube-system }
            data:
              Corefile: |
                .:53 {
                    kubernetes corp.example in-addr.arpa {
                        pods verified
                        ignore empty_service
                    }
                }
            """);
        Assert.Equal(("corp.example", PodNameMode.Verified), (dns.Zone, dns.Server.Pods));
        Assert.Equal(DnsCode.NxDomain, dns.Ask("idle.shop.svc.corp.example", DnsType.A).Code);
        Assert.Equal(DnsCode.NxDomain, dns.Ask("10-1-2-3.shop.pod.corp.example", DnsType.A).Code);
        Assert.Equal(DnsCode.Outside, dns.Ask("web.shop.svc.cluster.local", DnsType.A).Code);
    }

    private static ClusterDns Dns(string yaml)
    {
        var objects = Units.Of(yaml).Objects;
        return new ClusterDns(objects, DnsServer.Of(objects, null), KubernetesVersion.Newest);
    }
}
