using SvcLint.CSharp;
using SvcLint.Model;
using SvcLint.Reachability;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Cluster.Listening;

/// <summary>Every rule about ports, and a trace, asks one place where a container listens: no two of them contradict each other.</summary>
public sealed class OneListeningPlaceTests
{
    /// <summary>Where the process is known to listen, nobody says that the port is not declared.</summary>
    [Theory]
    [InlineData("nginx:1.27", "80", "containerPort: 8081", "SVC2041")]
    [InlineData("nginx:1.27", "8080", "containerPort: 80", "SVC2041")]
    [InlineData("nginx:1.27", "80", "{containerPort: 80, protocol: UDP}", "")]
    [InlineData("web:1", "8080", "containerPort: 8081", "")]
    [InlineData("web:1", "9999", "containerPort: 9998", "SVC2003 SVC9050")]
    public void Rules_about_undeclared_ports_know_it(string image, string target, string declared, string said)
    {
        var port = declared.StartsWith('{') ? declared : $"{{{declared}}}";
        var manifests = $$$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                    - {name: web, image: '{{{image}}}', ports: [{{{port}}}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: shop}
            spec: {selector: {app: web}, ports: [{port: 7000, targetPort: {{{target}}}}]}
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: web, namespace: shop}
            spec: {podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: {{{target}}}}]}]}
            """;
        var found = Linter.Lint(Files(manifests), new LintOptions()).Findings.Select(f => f.Rule.Id).Where(r => r is "SVC2003" or "SVC2004" or "SVC2041" or "SVC5004" or "SVC9050").Distinct().Order();
        Assert.Equal(said, string.Join(' ', found));
    }

    [Fact]
    public void A_probe_that_the_process_answers_is_right_whatever_is_declared()
    {
        const string Pod = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec:
              containers:
                - name: web
                  image: web:1
                  ports: [{containerPort: 8008}]
                  readinessProbe: {httpGet: {path: /, port: 8080}}
            """;
        Assert.DoesNotContain(Linter.Lint(Files(Pod), new LintOptions()).Findings, f => f.Rule.Id == "SVC2031");
        Assert.Contains(Linter.Lint(Files(Pod.Replace("web:1", "other:1", StringComparison.Ordinal)), new LintOptions()).Findings, f => f.Rule.Id == "SVC2031");
    }

    [Theory]
    [InlineData("web:1", "", 8080, ConnectionVerdict.Allowed, "container web listens on port 8080 (the default of mcr.microsoft.com/dotnet/aspnet:8.0)")]
    [InlineData("ghcr.io/acme/api:1", "args: [--urls=http://localhost:5000]", 5000, ConnectionVerdict.Rejected, "container web listens on localhost:5000 alone (--urls)")]
    [InlineData("prom/prometheus:v3.0.0", "args: ['--web.listen-address=:9091']", 9090, ConnectionVerdict.Rejected, "container web does not listen on port 9090: it listens on 9091 (--web.listen-address)")]
    [InlineData("nginx:1.27", "", 8080, ConnectionVerdict.Allowed, "container web does not listen on port 8080: it listens on 80 (image nginx:1.27)")]
    [InlineData("ghcr.io/acme/api:1", "", 8080, ConnectionVerdict.Allowed, "no container of Pod web declares port 8080/TCP: whether a process listens there the input does not tell")]
    public void A_trace_ends_at_the_process(string image, string more, int port, ConnectionVerdict verdict, string step)
    {
        var pods = $"apiVersion: v1\nkind: Pod\nmetadata: {{name: web}}\nspec:\n  containers:\n    - name: web\n      image: {image}\n      {more}\n---\napiVersion: v1\nkind: Pod\nmetadata: {{name: client}}\nspec: {{containers: [{{name: c, image: 'busybox'}}]}}\n";
        var unit = Linter.Units(Files(pods), new LintOptions()).Single();
        var trace = ConnectionTracer.Trace(unit, new ConnectionQuestion { From = "pod/default/client", To = $"pod/default/web:{port}" }).Value!;
        Assert.Equal(verdict, trace.Verdict);
        Assert.Contains(step, trace.Steps.Concat(trace.Decisive.Steps).Select(s => s.Text));
    }

    private static ParsedFile[] Files(string manifests)
    {
        var program = new SourceText("Program.cs", "WebApplication.CreateBuilder(args).Build().Run();");
        return
        [
            Linter.Parse(new SourceText("app.yaml", manifests)),
            Linter.Parse(new SourceText("Web.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>")),
            Linter.Parse(new SourceText("Dockerfile", "FROM mcr.microsoft.com/dotnet/aspnet:8.0\nENTRYPOINT [\"dotnet\", \"Web.dll\"]\n")),
            new() { Source = program, Code = CodeReader.Read(program) },
        ];
    }
}
