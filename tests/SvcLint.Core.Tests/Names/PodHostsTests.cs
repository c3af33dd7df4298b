using SvcLint.Core.Tests.Reachability;
using SvcLint.Model;
using SvcLint.Names;
using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Names;

/// <summary>/etc/hosts of a pod answers before any server.</summary>
public sealed class PodHostsTests
{
    private const string Input = """
        apiVersion: v1
        kind: Namespace
        metadata: { name: dev }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: al, namespace: dev }
        spec: { selector: { matchLabels: { app: al } }, template: { metadata: { labels: { app: al } }, spec: { HOSTNET hostAliases: [{ ip: 9.9.9.9, hostnames: [web, pub.example.com] }, { ip: "2001:db8::9", hostnames: [six] }], containers: [{ name: c, image: x, ports: [{ containerPort: 80 }] }] } } }
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: { name: db, namespace: dev }
        spec: { serviceName: db, selector: { matchLabels: { app: db } }, template: { metadata: { labels: { app: db } }, spec: { HOSTNET containers: [{ name: c, image: x, ports: [{ containerPort: 80 }] }] } } }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: dev }
        spec: { selector: { app: al }, ports: [{ port: 80 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: db, namespace: dev }
        spec: { clusterIP: None, ports: [{ port: 80 }], selector: { app: db } }

        """;

    [Theory]
    [InlineData("al", null, "web", "9.9.9.9", "/etc/hosts of the pod has web at 9.9.9.9 (hostAliases)")]
    [InlineData("al", null, "PUB.example.com", "9.9.9.9", "/etc/hosts of the pod has pub.example.com at 9.9.9.9 (hostAliases)")]
    [InlineData("al", null, "six", "2001:db8::9", "/etc/hosts of the pod has six at 2001:db8::9 (hostAliases)")]
    [InlineData("al", null, "web.dev", null, null)]
    [InlineData("al", null, "web.", null, null)]
    [InlineData("db", "db-0", "db-0", "pod dev/db-0", "/etc/hosts of the pod has its own host name db-0")]
    [InlineData("db", "db-0", "db-0.db.dev.svc.cluster.local", "pod dev/db-0", "/etc/hosts of the pod has its own host name db-0")]
    [InlineData("db", "db-1", "db-0", null, null)]
    [InlineData("db", null, "db-0", null, null)]
    public void Its_lines_answer_and_no_server_is_asked(string workload, string? pod, string name, string? address, string? because)
    {
        var (dns, unit) = Dns(Input.Replace("HOSTNET", "", StringComparison.Ordinal));
        var walk = NameWalk.Of(dns, name, Resolver(dns, unit.Workloads.Single(w => w.Name == workload), pod), CLibrary.Glibc);
        Assert.Equal(address is not null, walk.Hosts.Count > 0);
        Assert.Equal(address is not null, walk.Steps.Count == 0);
        Assert.Equal(address, walk.Hosts.Count == 0 ? null : Assert.Single(walk.Records).Data);
        Assert.Equal(because, walk.Hosts.Count == 0 ? null : walk.Hosts[0].Because.Text);
        Assert.True(walk.Hosts.All(h => h.Because.Span is not null));
    }

    [Fact]
    public void A_pod_on_the_hosts_network_has_the_file_of_its_node_and_its_aliases()
    {
        var (dns, unit) = Dns(Input.Replace("HOSTNET", "hostNetwork: true,", StringComparison.Ordinal));
        Assert.Empty(PodHosts.Of(unit.Workloads.Single(w => w.Name == "db"), "db-0", dns.Zone));
        Assert.Equal(["web", "pub.example.com", "six"], PodHosts.Of(unit.Workloads.Single(w => w.Name == "al"), null, dns.Zone).Select(l => l.Name));
    }

    [Theory]
    [InlineData("workload/dev/al", "web:80", ConnectionVerdict.Unknown, "9.9.9.9 is outside", "/etc/hosts of the pod has web at 9.9.9.9 (hostAliases)")]
    [InlineData("workload/dev/al", "six:80", ConnectionVerdict.NoRoute, "which is no IPv4 address", "/etc/hosts of the pod has six")]
    [InlineData("workload/dev/db", "web:80", ConnectionVerdict.Allowed, "port 80 of dev/al-0", "web is Service dev/web")]
    [InlineData("pod/dev/db-0", "db-0:80", ConnectionVerdict.Allowed, "port 80 of dev/db-0", "/etc/hosts of the pod has its own host name db-0")]
    public void A_connection_follows_them(string from, string to, ConnectionVerdict verdict, string why, string step)
    {
        var trace = ConnectionTracer.Trace(Units.Of(Input.Replace("HOSTNET", "", StringComparison.Ordinal)), new ConnectionQuestion { From = from, To = to }).Value!;
        Assert.Equal(verdict, trace.Verdict);
        Assert.Contains(why, trace.Decisive.Why, StringComparison.Ordinal);
        Assert.Contains(trace.Steps.Concat(trace.Decisive.Steps), s => s.Text.StartsWith(step, StringComparison.Ordinal) && s.Span is not null);
    }

    private static PodResolver Resolver(ClusterDns dns, Workload workload, string? pod) => PodResolver.Of(workload.PodSpec, "dev", dns.Zone) with { Hosts = PodHosts.Of(workload, pod, dns.Zone) };

    private static (ClusterDns Dns, SvcLint.Cluster.DeploymentUnit Unit) Dns(string yaml)
    {
        var unit = Units.Of(yaml);
        return (new ClusterDns(unit.Objects, DnsServer.Assuming(unit.Objects, unit.Facts.ClusterDomain), SvcLint.Kubernetes.KubernetesVersion.Newest), unit);
    }
}
