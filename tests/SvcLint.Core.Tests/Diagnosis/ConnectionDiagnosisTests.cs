using SvcLint.Diagnosis;
using SvcLint.Kubernetes;
using SvcLint.Text;
using static SvcLint.Core.Tests.Diagnosis.Dumps;

namespace SvcLint.Core.Tests.Diagnosis;

/// <summary>With a client named, one cause is one cause, and those of others are none.</summary>
public sealed class ConnectionDiagnosisTests
{
    private const string Guard = """
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: guard, namespace: shop }
        spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress], ingress: [{ from: [{ podSelector: { matchLabels: { app: nobody } } }] }] }

        """;

    [Fact]
    public void A_policy_that_keeps_the_client_out_is_one_cause() => Assert.Equal(
        ["shop/front cannot reach web:80: policy guard admits pods labelled app=nobody, those of front carry app=front"],
        Of(Web + Client("http://web.shop:80") + Guard, "workload/shop/front"));

    [Fact]
    public void A_client_that_no_configuration_names_hears_what_keeps_it_out() =>
        Assert.StartsWith("dropped: NetworkPolicy guard isolates", Assert.Single(Of(Web + Client("http://elsewhere.example:80") + Guard, "workload/shop/front")), StringComparison.Ordinal);

    [Fact]
    public void A_Service_without_endpoints_has_the_cause_that_it_has_none() => Assert.Equal(
        ["no endpoints: the selector app=wbe matches no pod; pods of Deployment web carry app=web"],
        Of(Nodes + Service(selector: "app: wbe") + Deployment() + Pod(0) + Client("http://web.shop:80"), "workload/shop/front"));

    [Theory]
    [InlineData("shop", true)]
    [InlineData("web", false)]
    public void A_client_whose_DNS_is_cut_off_hears_of_it(string ns, bool isCut)
    {
        var policy = $"---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {"{"} name: out, namespace: {ns} {"}"}\nspec: {"{"} podSelector: {"{"} matchLabels: {"{"} app: front {"}"} {"}"}, policyTypes: [Egress], egress: [{"{"} to: [{"{"} podSelector: {"{"}{"}"} {"}"}] {"}"}] {"}"}\n";
        Assert.Equal(isCut, Of(Web + Client("http://web.shop:80") + policy, "workload/shop/front").Any(c => c.Contains("no policy allows port 53", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_others_suffer_is_no_cause() => Assert.Empty(
        Of(Web + Client("http://web.shop:81") + Service("other", selector: "app: other") + Deployment("other", "app: other", 1) + Pod(0, "other", "app: other"), "workload/shop/other"));

    [Theory]
    [InlineData("203.0.113.9", "load balancer has no address")]
    [InlineData("workload/shop/front", null)]
    public void A_pending_load_balancer_is_a_cause_for_those_outside(string from, string? expected)
    {
        var causes = Of(Nodes + Service(spec: "type: LoadBalancer\n  ports: [{ name: http, port: 80, targetPort: http, nodePort: 30080 }]\nstatus: { loadBalancer: {} }") + Deployment() + Pod(0) + Client("http://web.shop:80"), from);
        Assert.Equal(expected is not null, causes.Any(c => c.StartsWith(expected ?? "", StringComparison.Ordinal)));
    }

    [Fact]
    public void Each_port_of_a_Service_is_followed()
    {
        var steps = Ask(Nodes + Service(spec: "ports: [{ name: http, port: 80, targetPort: http }, { name: metrics, port: 90, targetPort: metrics }]") + Deployment() + Pod(0) + Client("http://web.shop:80"), "workload/shop/front").Steps;
        Assert.Contains(steps, s => s.Verdict == StepVerdict.Good && s.Question.EndsWith("web:80/TCP", StringComparison.Ordinal));
        Assert.Contains(steps, s => s is { Verdict: StepVerdict.Fault, IsAside: true } && s.Question.EndsWith("web:90/TCP", StringComparison.Ordinal));
    }

    [Fact]
    public void A_Service_that_does_not_exist_keeps_its_cause()
    {
        var dump = ClusterDump.Read([new SourceText("dump.yaml", Web + Client("http://gone.shop.svc:80"))]);
        var gone = ClusterDiagnosis.Of(dump, KubernetesVersion.Newest).Services.Single(s => s.Name == "gone");
        Assert.Single(ConnectionDiagnosis.Of(dump, gone, "workload/shop/front", KubernetesVersion.Newest).Value!.Causes);
    }

    [Fact]
    public void A_client_that_the_dump_lacks_is_a_problem_of_the_question()
    {
        var dump = ClusterDump.Read([new SourceText("dump.yaml", Web)]);
        var web = ClusterDiagnosis.Of(dump, KubernetesVersion.Newest).Services.Single();
        Assert.NotNull(ConnectionDiagnosis.Of(dump, web, "workload/shop/none", KubernetesVersion.Newest).Problem);
    }

    private static IReadOnlyList<string> Of(string yaml, string from) => [.. Ask(yaml, from).Causes.Select(c => c.Text)];

    private static ServiceDiagnosis Ask(string yaml, string from)
    {
        var dump = ClusterDump.Read([new SourceText("dump.yaml", yaml)]);
        var web = ClusterDiagnosis.Of(dump, KubernetesVersion.Newest).Services.Single(s => s.Name == "web");
        return ConnectionDiagnosis.Of(dump, web, from, KubernetesVersion.Newest).Value!;
    }
}
