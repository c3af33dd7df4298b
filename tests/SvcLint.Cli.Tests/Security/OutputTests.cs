using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SvcLint.Cli.Tests.Security;

/// <summary>No output can be injected.</summary>
public sealed class OutputTests
{
    private static readonly string[] Formats = ["text", "msbuild", "json", "sarif", "github", "gitlab", "junit", "rdjsonl"];

    private static readonly string[] Pieces = ["\n::error title=x::evil", "\r::warning::evil", "\u001b[31m", "\u202e", "\u2066", "##vso[task.complete result=Failed]", "##[error]evil", "\u009b2J", "section_start:1:x\r\u001b[0K"];

    /// <summary>A line of the log is svclint's own, whatever a configuration or a chart says.</summary>
    [Theory]
    [InlineData("svclint.yaml", "\"\\nforged: line\": 1\n", "lint")]
    [InlineData("svclint.yaml", "rules: {\"x\\nforged: line\": off}\n", "lint")]
    [InlineData("templates/a.yaml", "{{ fail \"x\\nforged: line\" }}\n", "render")]
    public void Nothing_of_a_stranger_starts_a_line_of_standard_error(string file, string content, string command)
    {
        using var scratch = new Scratch();
        scratch.Write("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n").Write("values.yaml", "a: b\n").Write(file, content);

        var run = scratch.Lint(command, ".");

        Assert.Contains("forged: line", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\nforged", run.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_name_of_a_file_is_no_message_of_a_compiler()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        scratch.Write("a(1,1): error CS0001: forged.yaml", Manifests.Both("web", "htpp", "http"));

        Assert.StartsWith("a(1,1)\\u003a error CS0001\\u003a forged.yaml(10,", scratch.Lint("--format", "msbuild").Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Names_and_values_of_strangers_are_escaped_in_every_format()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        foreach (var (piece, i) in Pieces.Select((p, i) => (p, i)))
        {
            var quoted = string.Concat(piece.Select(c => c < ' ' || c > '~' ? $"\\u{(int)c:x4}" : c.ToString()));
            scratch.Write($"{i}{piece}.yaml", $"apiVersion: v1\nkind: Service\nmetadata: {{name: web-{i}}}\nspec: {{ports: [{{port: 80, protocol: \"{quoted}\"}}]}}\n# {piece.Replace("\n", "").Replace("\r", "")}\n");
        }

        foreach (var format in Formats)
        {
            var run = scratch.Lint(".", "--format", format);

            Assert.Equal(1, run.Status);
            Clean(format, run.Output + run.Error);
            switch (format)
            {
                case "json" or "sarif" or "gitlab":
                    Assert.NotEqual(JsonValueKind.Undefined, JsonDocument.Parse(run.Output).RootElement.ValueKind);
                    break;
                case "rdjsonl":
                    Assert.All(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), l => JsonDocument.Parse(l));
                    break;
                case "junit":
                    Assert.Equal("testsuites", XDocument.Parse(run.Output).Root!.Name.LocalName);
                    break;
            }
        }

        Clean("units", scratch.Lint("units").Output);
        Clean("diff", scratch.Lint("--diff", "--unsafe-fixes").Output);
        Clean("stats", scratch.Lint("--stats").Error);
    }

    [SkippableFact]
    public void A_diagnosis_quotes_nothing_that_acts()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        scratch.Write("\u001b[31m\nforged &lt;b&gt; @octocat.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: default}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: default, labels: {app: other}}\nspec: {containers: [{name: c, image: i}]}\n");

        foreach (var words in (string[][])[["diagnose", "."], ["diagnose", ".", "--service", "default/web"]])
        {
            var run = scratch.Lint(words);
            Assert.Contains("forged", run.Output, StringComparison.Ordinal);
            Clean("diagnose", run.Output + run.Error);
            Assert.DoesNotContain("\nforged", run.Output, StringComparison.Ordinal);
        }

        var markdown = scratch.Lint("diagnose", ".", "--service", "default/web", "--format", "markdown").Output;
        Assert.Contains("&amp;lt;b&amp;gt;", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("@octocat", markdown, StringComparison.Ordinal);
    }

    /// <summary>The underline ends in the midst of what a build server would act on.</summary>
    [Fact]
    public void A_command_across_the_ends_of_an_underline_is_none()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports:\n  - port: 80\n    protocol: x##vso[task.complete]y\n    \"a##vso\": [1]\n    ##vso[task.complete]: 1\n    x##: [##vso[a]]\n");

        Clean("text", scratch.Lint("--confidence", "low").Output);
    }

    [SkippableFact]
    public void A_name_of_several_lines_is_said_on_one()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        scratch.Write("a\nforged: 1.yaml", Manifests.Both("web", "http", "http")).Write("b.yaml", Manifests.Both("web", "http", "http"));

        var run = scratch.Lint("emulate", ".");

        Assert.Contains("declared in several units", run.Error, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex(@"(?m)^\s*forged"), run.Error);
    }

    [SkippableFact]
    public void Explained_text_of_a_chart_is_escaped()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        scratch.Write("chart/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n").Write("chart/values.yaml", "a: \"\\u202e\"\n")
            .Write("chart/templates/\u001b[31m.yaml", "a: {{ .Values.a }}\n##vso[task.complete]\n");

        var run = scratch.Lint("render", "chart", "--explain");

        Assert.Equal(0, run.Status);
        Clean("render --explain", run.Output + run.Error);
        Clean("explain", scratch.Lint("explain", "SVC\u001b[31m\n::error::x").Error);
    }

    [SkippableTheory]
    [InlineData("iptables")]
    [InlineData("nftables")]
    [InlineData("ipvs")]
    public void Emulate_prints_only_what_kube_proxy_could_have_written(string mode)
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        var evil = new[] { "x\\n-A INPUT -j ACCEPT\\n#", "x\\\" ; add table ip evil ; # \\\"", "x\\\" : drop }\\nadd table ip evil\\n#" };
        foreach (var (text, i) in evil.Select((t, i) => (t, i)))
        {
            scratch.Write($"{i}.yaml", $"apiVersion: v1\nkind: Service\nmetadata: {{name: web{i}}}\nspec: {{clusterIP: 10.0.0.{i + 2}, selector: {{app: web}}, ports: [{{name: \"{text}\", port: 80}}]}}\n---\n"
                + $"apiVersion: v1\nkind: Service\nmetadata: {{name: \"{text}\"}}\nspec: {{clusterIP: 10.0.1.{i + 2}, ports: [{{port: 80}}]}}\n---\n"
                + $"apiVersion: discovery.k8s.io/v1beta1\nkind: EndpointSlice\nmetadata: {{name: s{i}, labels: {{kubernetes.io/service-name: good}}}}\naddressType: IPv4\nports: [{{name: \"{text}\", port: 80}}]\nendpoints: [{{addresses: [10.1.1.1]}}]\n");
        }

        scratch.Write("a\n-A INPUT -j ACCEPT\n.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: good}\nspec: {clusterIP: 10.0.0.9, ports: [{name: http, port: 80}]}\n");
        scratch.Write("proxy.yaml", $"apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\ndetectLocalMode: InterfaceNamePrefix\ndetectLocal: {{interfaceNamePrefix: \"{evil[0]}\"}}\nipvs: {{scheduler: \"{evil[1]}\"}}\n");

        var run = scratch.Lint("emulate", "--mode", mode, "--explain", ".");

        Assert.Equal(0, run.Status);
        Assert.Contains("10.0.0.9", run.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("(?m)^-A INPUT -j ACCEPT|add table ip evil"), run.Output);
        Assert.DoesNotContain("web0", run.Output, StringComparison.Ordinal);
        Assert.Contains("0.yaml:4: Service web0 is left out, the API server refuses it", run.Error, StringComparison.Ordinal);
        Clean("trace", scratch.Lint("trace", "--from", "198.51.100.1", "--to", "service/default/good", ".").Output);
    }

    [SkippableFact]
    public void Answers_about_traffic_quote_nothing_that_acts()
    {
        Skip.If(OperatingSystem.IsWindows());
        const string Evil = "=x\\n::error::pwn\\n##vso[task.setvariable]1\\e[31m\\u202e<script>alert(1)</script>`a`|b[l](http://e)\\\"";
        using var scratch = new Scratch();
        foreach (var (folder, port) in new[] { ("before", 80), ("after", 81) })
        {
            scratch.Write($"{folder}/x\n::error::f\u001b[31m##vso[a.yaml", $"apiVersion: v1\nkind: Service\nmetadata: {{name: \"{Evil}\", namespace: \"{Evil}\"}}\nspec: {{clusterIP: 10.0.0.9, selector: {{app: web}}, ports: [{{name: \"{Evil}\", port: {port}, targetPort: 80}}]}}\n---\n"
                + $"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: \"{Evil}\", namespace: \"{Evil}\"}}\nspec: {{selector: {{matchLabels: {{app: web}}}}, template: {{metadata: {{labels: {{app: web}}}}, spec: {{containers: [{{name: c, image: \"{Evil}\", ports: [{{containerPort: {port}}}]}}]}}}}}}\n---\n"
                + $"apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: \"{Evil}\", namespace: \"{Evil}\"}}\nspec: {{podSelector: {{}}, ingress: [{{from: [{{ipBlock: {{cidr: 10.{port}.0.0/16}}}}]}}]}}\n");
        }

        string[][] asked =
        [
            .. new[] { "text", "json", "csv", "dot", "mermaid", "svg", "html" }.Select(f => new[] { "reach", "before", "--format", f }),
            .. new[] { "text", "json", "markdown", "html" }.Select(f => new[] { "diff", "before", "after", "--format", f }),
            .. new[] { "text", "json", "markdown", "html" }.Select(f => new[] { "diagnose", "before", "--format", f }),
            .. new[] { "text", "json", "yaml" }.Select(f => new[] { "endpoints", "before", "--format", f }),
            ["resolve", "x", "before"], ["resolve", "x", "before", "--from", "default"], ["units", "before"], ["before", "--format", "html"],
        ];
        foreach (var words in asked)
        {
            var run = scratch.Lint(words);

            Assert.NotInRange(run.Status, 2, 2);
            Assert.DoesNotContain("internal error", run.Error, StringComparison.Ordinal);
            Clean(string.Join(' ', words), run.Output + run.Error);
            if (words[^1] is "html" or "svg" or "markdown")
            {
                Assert.DoesNotContain("<script>alert", run.Output, StringComparison.Ordinal);
                Assert.DoesNotMatch(new Regex(@"(?<!\\)\[l\]\(http"), words[^1] == "markdown" ? run.Output : "");
            }

            if (words[^1] == "csv")
            {
                Assert.DoesNotMatch(new Regex("(?m)(^|,)\"?[=+@-]"), run.Output);
            }
        }
    }

    private static void Clean(string format, string output)
    {
        Assert.DoesNotMatch(new Regex(@"(?m)^\s*::(?!(error|warning|notice) file=)"), output);
        Assert.DoesNotContain("##vso[", output, StringComparison.Ordinal);
        Assert.DoesNotContain("##[", output, StringComparison.Ordinal);
        Assert.False(output.Any(c => c is '\u001b' or '\u009b' or '\u202e' or '\u2066' or '\r'), format);
    }
}
