namespace SvcLint.Cli.Tests.Commands;

/// <summary>IPv6 beside IPv4, as users ask about it.</summary>
public sealed class AddressFamilyTests
{
    private const string Policy = "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: web}\nspec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}]}\n";

    private static readonly string Web = Manifests.Deployment("web", "http");

    private static readonly string Six = Web + "---\napiVersion: v1\nkind: Service\nmetadata: {name: six}\nspec: {type: LoadBalancer, ipFamilies: [IPv6], ipFamilyPolicy: SingleStack, selector: {app: web}, ports: [{port: 80, targetPort: http}]}\n";

    [Fact]
    public void A_change_that_opens_IPv6_is_no_quiet_one()
    {
        using var scratch = new Scratch();
        scratch.Write("before.yaml", Web + Policy).Write("after.yaml", Web + Policy.Replace("{ipBlock: {cidr: 203.0.113.0/24}}", "{ipBlock: {cidr: 203.0.113.0/24}}, {ipBlock: {cidr: '::/0'}}", StringComparison.Ordinal));

        var opened = scratch.Lint("diff", "before.yaml", "after.yaml");

        Assert.Equal(1, opened.Status);
        Assert.Contains("  + ::1:0:0:0-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff -> default/web[Deployment]: all ports\n      after.yaml:", opened.Output);
        Assert.Equal(1, scratch.Lint("diff", "after.yaml", "before.yaml").Status);
    }

    [Fact]
    public void A_Service_of_IPv6_alone_has_endpoints_names_and_rules()
    {
        using var scratch = new Scratch();
        scratch.Write("six.yaml", Six).Write("headless.yaml", Six.Replace("type: LoadBalancer", "clusterIP: None", StringComparison.Ordinal));

        Assert.Contains("Deployment/web  ready", scratch.Lint("endpoints", "six.yaml").Output);
        Assert.Contains("ALLOWED", scratch.Lint("trace", "--from", "workload/default/web", "--to", "service/default/six:80", "six.yaml").Output);
        Assert.Contains("--to-destination [", scratch.Lint("emulate", "--mode", "iptables", "--family", "ipv6", "six.yaml").Output);
        Assert.Contains("AAAA", scratch.Lint("resolve", "six.default.svc.cluster.local", "headless.yaml").Output);
    }

    [Fact]
    public void A_Service_of_IPv6_alone_is_exposed_to_IPv6_alone()
    {
        using var scratch = new Scratch();
        scratch.Write("k/six.yaml", Six).Write("a.yaml", "- deny: 203.0.113.7 -> service/default/six:80\n- allow: '2001:db8::7 -> service/default/six:80'\n").Write("b.yaml", "- allow: 203.0.113.7 -> service/default/six:80\n");

        Assert.DoesNotContain("Exposed", scratch.Lint("reach", "k", "--from", "203.0.113.7", "--to", "service/default/six").Output);
        Assert.Contains("by LoadBalancer, port 80: works from 2001:db8::7", scratch.Lint("reach", "k", "--from", "2001:db8::7", "--to", "service/default/six").Output);
        Assert.Equal(0, scratch.Lint("reach", "k", "--assert", "a.yaml").Status);
        Assert.Equal(1, scratch.Lint("reach", "k", "--assert", "b.yaml").Status);
    }

    [Fact]
    public void What_a_node_port_hides_from_policies_is_undecided()
    {
        using var scratch = new Scratch();
        scratch.Write("k/six.yaml", Six.Replace("ipFamilies: [IPv6], ", "", StringComparison.Ordinal).Replace("LoadBalancer", "NodePort", StringComparison.Ordinal) + Policy)
            .Write("a.yaml", "- allow: 203.0.113.7 -> service/default/six:80\n");

        var run = scratch.Lint("reach", "k", "--assert", "a.yaml");

        Assert.Equal(4, run.Status);
        Assert.Contains("by NodePort", run.Output);
        Assert.Contains("unknown from", scratch.Lint("reach", "k", "--from", "203.0.113.7", "--to", "service/default/six").Output);
    }

    [Fact]
    public void Rows_of_one_port_in_two_protocols_are_told_apart()
    {
        using var scratch = new Scratch();
        scratch.Write("dns.yaml", Web.Replace("ports: [{name: http, containerPort: 8080}]", "ports: [{name: u, containerPort: 53, protocol: UDP}, {name: t, containerPort: 53}]", StringComparison.Ordinal)
            + "---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{name: u, port: 53, protocol: UDP}, {name: t, port: 53}]}\n");

        var rows = scratch.Lint("reach", "dns.yaml", "--format", "json").Json.GetProperty("services").EnumerateArray();

        Assert.Equal(["53/UDP", "53/TCP"], rows.Select(r => $"{r.GetProperty("port").GetInt32()}/{r.GetProperty("protocol").GetString()}"));
    }

    [Fact]
    public void A_workload_that_is_refused_in_one_state_is_named()
    {
        using var scratch = new Scratch();
        scratch.Write("before.yaml", Web).Write("after.yaml", Web.Replace("containerPort: 8080", "containerPort: 0", StringComparison.Ordinal));

        var run = scratch.Lint("diff", "before.yaml", "after.yaml");

        Assert.Equal(4, run.Status);
        Assert.Contains("the API server refuses Deployment web", run.Output);
    }
}
