using SvcLint.Core.Tests.Reachability;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Names;

namespace SvcLint.Core.Tests.Names;

/// <summary>What the options and the other plugins of a Corefile change.</summary>
public sealed class CorefileTests
{
    private const string Objects = """
        apiVersion: v1
        kind: Namespace
        metadata: { name: shop, labels: { dns: "yes" } }
        ---
        apiVersion: v1
        kind: Namespace
        metadata: { name: ops }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop, labels: { tier: front } }
        spec: { clusterIP: 10.96.0.10, clusterIPs: [10.96.0.10], selector: { app: web }, ports: [{ name: http, port: 80 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: db, namespace: shop }
        spec: { clusterIP: None, selector: { app: web }, ports: [{ name: pg, port: 5432 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: alias, namespace: shop }
        spec: { type: ExternalName, externalName: db.internal }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: api, namespace: ops }
        spec: { clusterIP: 10.96.0.20, clusterIPs: [10.96.0.20], ports: [{ port: 80 }] }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: web-1, namespace: shop, labels: { app: web } }
        spec: { containers: [{ name: c, image: c }] }
        status: { phase: Running, podIP: 10.244.0.5, podIPs: [{ ip: 10.244.0.5 }], conditions: [{ type: Ready, status: "True" }] }

        """;

    [Theory]
    [InlineData("namespaces ops", "web.shop.svc.cluster.local", "NxDomain ")]
    [InlineData("namespaces ops", "api.ops.svc.cluster.local", "NoError A 10.96.0.20")]
    [InlineData("namespaces ops\nnamespaces shop", "web.shop.svc.cluster.local", "NoError A 10.96.0.10")]
    [InlineData("namespaces ops", "10.0.96.10.in-addr.arpa", "NxDomain ")]
    [InlineData("namespace_labels dns=yes", "web.shop.svc.cluster.local", "NoError A 10.96.0.10")]
    [InlineData("namespace_labels dns=yes", "api.ops.svc.cluster.local", "NxDomain ")]
    [InlineData("labels tier in (front, edge)", "web.shop.svc.cluster.local", "NoError A 10.96.0.10")]
    [InlineData("labels tier in (front, edge)", "api.ops.svc.cluster.local", "NxDomain ")]
    [InlineData("labels !tier", "web.shop.svc.cluster.local", "NxDomain ")]
    [InlineData("noendpoints", "db.shop.svc.cluster.local", "NxDomain ")]
    [InlineData("noendpoints", "web.shop.svc.cluster.local", "NoError A 10.96.0.10")]
    [InlineData("noendpoints\nignore empty_service", "web.shop.svc.cluster.local", "NxDomain ")]
    [InlineData("pods disabled", "10-244-0-5.shop.pod.cluster.local", "NxDomain ")]
    [InlineData("", "10-244-0-5.shop.pod.cluster.local", "NxDomain ")]
    [InlineData("pods verified", "10-244-0-5.shop.pod.cluster.local", "NoError A 10.244.0.5")]
    [InlineData("pods verified", "10-244-0-6.shop.pod.cluster.local", "NxDomain ")]
    [InlineData("endpoint_pod_names", "web-1.db.shop.svc.cluster.local", "NoError A 10.244.0.5")]
    [InlineData("endpoint_pod_names", "10-244-0-5.db.shop.svc.cluster.local", "NxDomain ")]
    [InlineData("ttl 5 # and a comment", "web.shop.svc.cluster.local", "NoError A 10.96.0.10")]
    [InlineData("fallthrough", "none.shop.svc.cluster.local", "Outside ")]
    [InlineData("fallthrough in-addr.arpa", "none.shop.svc.cluster.local", "NxDomain ")]
    [InlineData("fallthrough in-addr.arpa", "1.1.1.1.in-addr.arpa", "Outside ")]
    [InlineData("", "1.1.1.1.in-addr.arpa", "NxDomain ")]
    [InlineData("multicluster clusterset.local", "web.shop.svc.clusterset.local", "Outside ")]
    public void Options_of_the_kubernetes_plugin_are_followed(string options, string name, string expected) => Assert.Equal(expected, Ask($$"""
        .:53 {
            errors
            kubernetes cluster.local clusterset.local in-addr.arpa ip6.arpa {
        {{options}}
            }
            forward . /etc/resolv.conf
        }
        """, name));

    [Theory]
    [InlineData("web.shop.svc.cluster.local", "NoError A 10.96.0.10")]
    [InlineData("web.shop.svc.corp.example", "NoError A 10.96.0.10")]
    [InlineData("10.0.96.10.in-addr.arpa", "NoError PTR web.shop.svc.cluster.local.")]
    [InlineData("web.shop.svc.other.example", "Outside ")]
    public void Every_zone_of_the_plugin_is_answered(string name, string expected) =>
        Assert.Equal(expected, Ask(".:53 {\n kubernetes cluster.local corp.example in-addr.arpa ip6.arpa\n forward . 10.0.0.2\n}", name));

    [Theory]
    [InlineData("api.example.com", "NoError A 10.96.0.10")]
    [InlineData("www.example.com", "Outside ")]
    [InlineData("web.old.test", "NoError [web.shop.svc.cluster.local.] A 10.96.0.10")]
    [InlineData("web.auto.test", "NoError A 10.96.0.10")]
    [InlineData("x.regex.test", "Outside ")]
    [InlineData("db.internal", "NoError A 10.0.0.7")]
    [InlineData("db.internal", "NoData ", DnsType.AAAA)]
    [InlineData("any.wild.internal", "NoError A 10.0.0.8")]
    [InlineData("alias.shop.svc.cluster.local", "NoError CNAME db.internal. [db.internal.] A 10.0.0.7")]
    [InlineData("7.0.0.10.in-addr.arpa", "NoError PTR db.internal.")]
    [InlineData("x.blocked.test", "NxDomain ")]
    [InlineData("x.answered.test", "Outside ")]
    [InlineData("host.corp.internal", "Outside ")]
    public void Other_plugins_take_their_turns(string name, string expected, DnsType? type = null) => Assert.Equal(expected, Ask("""
        corp.internal:53 {
            forward . 10.1.1.1
        }
        .:53 {
            rewrite name api.example.com web.shop.svc.cluster.local
            rewrite name suffix .old.test .shop.svc.cluster.local
            rewrite stop {
                name suffix .auto.test .shop.svc.cluster.local answer auto
            }
            rewrite name regex (.*)\.regex\.test {1}.shop.svc.cluster.local
            template ANY ANY blocked.test {
                rcode NXDOMAIN
            }
            template IN A answered.test {
                answer "{{ .Name }} 60 IN A 10.0.0.9"
            }
            hosts {
                10.0.0.7 db.internal
                10.0.0.8 *.wild.internal
                fallthrough
            }
            kubernetes cluster.local in-addr.arpa ip6.arpa {
                pods insecure
                fallthrough in-addr.arpa ip6.arpa
            }
            forward . /etc/resolv.conf
        }
        """, name, type));

    [Fact]
    public void A_template_may_leave_out_one_family()
    {
        const string Corefile = ".:53 {\n template ANY AAAA {\n rcode NXDOMAIN\n }\n kubernetes cluster.local\n}";
        Assert.Equal("NxDomain ", Ask(Corefile, "web.shop.svc.cluster.local", DnsType.AAAA));
        Assert.Equal("NoError A 10.96.0.10", Ask(Corefile, "web.shop.svc.cluster.local"));
    }

    [Fact]
    public void What_is_imported_stands_in_a_ConfigMap_beside_it()
    {
        var objects = Corefiles.Of(".:53 {\n kubernetes cluster.local\n import custom/*.override\n}\nimport custom/*.server", """
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: { name: coredns-custom, namespace: kube-system }
            data:
              more.override: "hosts {\n 10.0.0.7 db.internal\n fallthrough\n}"
              corp.server: "corp.internal:53 {\n hosts {\n 10.0.0.9 git.corp.internal\n }\n}"
            """);
        var dns = new ClusterDns([.. Units.Of(Objects).Objects, .. objects], DnsServer.Of(objects, null), KubernetesVersion.Newest);
        Assert.Equal("A 10.0.0.7", Assert.Single(dns.Ask("db.internal", DnsType.A).Records).ToString());
        Assert.Equal("A 10.0.0.9", Assert.Single(dns.Ask("git.corp.internal", DnsType.A).Records).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData(".:53 {")]
    [InlineData(".:53 {\n kubernetes cluster.local {\n namespaces\n pods\n labels ((\n fallthrough\n")]
    [InlineData(".:53 {\n kubernetes {\n }\n hosts {\n }\n rewrite\n rewrite name\n rewrite stop {\n }\n template\n import\n import x\n forward\n}")]
    [InlineData("(a) {\n import a\n}\n.:53 {\n import a\n kubernetes\n}")]
    [InlineData("\" {\n\"")]
    public void A_broken_Corefile_breaks_nothing(string corefile) => Ask(corefile, "web.shop.svc.cluster.local");

    [Theory]
    [InlineData("dnsPolicy: Default,", false, null)]
    [InlineData("hostNetwork: true,", false, null)]
    [InlineData("hostNetwork: true, dnsPolicy: ClusterFirstWithHostNet,", true, "web.shop.svc.cluster.local")]
    [InlineData("dnsPolicy: None, dnsConfig: { nameservers: [8.8.8.8], searches: [shop.svc.cluster.local] },", false, null)]
    [InlineData("dnsPolicy: None, dnsConfig: { nameservers: [10.96.0.2], searches: [shop.svc.cluster.local] },", true, "web.shop.svc.cluster.local")]
    [InlineData("dnsPolicy: None, dnsConfig: { nameservers: [10.96.0.2] },", true, null)]
    [InlineData("dnsConfig: { searches: [ops.svc.cluster.local] },", true, "web.shop.svc.cluster.local")]
    public void A_pod_that_asks_other_servers_has_no_answer_of_the_cluster(string spec, bool asksCluster, string? answered)
    {
        var objects = Units.Of(Objects + $$"""
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: client, namespace: shop }
            spec: { {{spec}} containers: [{ name: c, image: c }] }
            """).Objects;
        var resolver = PodResolver.Of(objects.OfType<Workload>().Single(w => w.Name == "client").PodSpec, "shop", "cluster.local");
        var walk = NameWalk.Of(new ClusterDns(objects, new DnsServer(), KubernetesVersion.Newest), "web", resolver, CLibrary.Glibc);
        Assert.Equal((asksCluster, answered, !asksCluster), (!resolver.IsOutside, walk.Answered, walk.IsUnknown));
    }

    [Fact]
    public void Plugins_that_change_answers_unseen_are_named()
    {
        Assert.Equal(
            ["autopath may end a search at its first name", "dns64 makes AAAA records of A records"],
            DnsServer.Of(Corefiles.Of(".:53 {\n kubernetes cluster.local {\n pods verified\n }\n autopath @kubernetes\n dns64 64:ff9b::/96\n cache 30\n}"), null).Doubts);
        Assert.Empty(DnsServer.Of(Corefiles.Of(".:53 {\n kubernetes cluster.local\n loop\n reload\n loadbalance\n cache 30\n}"), null).Doubts);
    }

    [Theory]
    [InlineData("web..shop")]
    [InlineData(".web")]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890123456789.shop")]
    public void What_is_no_name_is_asked_of_nobody(string host)
    {
        var objects = Units.Of(Objects).Objects;
        foreach (var library in new[] { CLibrary.Glibc, CLibrary.Musl })
        {
            var walk = NameWalk.Of(new ClusterDns(objects, new DnsServer(), KubernetesVersion.Newest), host, PodResolver.Of(null, "shop", "cluster.local"), library);
            Assert.True(walk is { IsNoName: true, Steps.Count: 0, Answered: null, IsUnknown: false });
        }
    }

    private static string Ask(string corefile, string name, DnsType? type = null)
    {
        var objects = Corefiles.Of(corefile);
        var answer = new ClusterDns([.. Units.Of(Objects).Objects, .. objects], DnsServer.Of(objects, null), KubernetesVersion.Newest).Ask(name, type ?? (name.EndsWith(".arpa", StringComparison.Ordinal) ? DnsType.PTR : DnsType.A));
        return $"{answer.Code} {string.Join(" ", answer.Records)}";
    }
}
