using System.Text.Json;
using System.Xml.Linq;

namespace SvcLint.Cli.Tests.Outputs;

public sealed class MachineFormatTests
{
    private static Scratch Shop()
    {
        var scratch = new Scratch();
        return scratch.Write("k8s/50%, ü.yaml", Manifests.Both("web", "htpp", "http"));
    }

    [Fact]
    public void Json_holds_what_the_contract_promises()
    {
        using var scratch = Shop();

        var json = scratch.Lint("--format", "json", "--kubernetes-version", "1.32").Json;

        Assert.Equal(1, json.GetProperty("version").GetInt32());
        Assert.Equal("svclint", json.GetProperty("tool").GetProperty("name").GetString());
        Assert.Equal("1.32", json.GetProperty("kubernetesVersion").GetString());
        var finding = json.GetProperty("findings")[0];
        Assert.Equal("SVC2002", finding.GetProperty("rule").GetString());
        Assert.Equal("target-port-name-missing", finding.GetProperty("name").GetString());
        Assert.Equal("error", finding.GetProperty("severity").GetString());
        Assert.Equal("high", finding.GetProperty("confidence").GetString());
        Assert.Equal("k8s/50%, ü.yaml", finding.GetProperty("file").GetString());
        Assert.Equal("""{"startLine":10,"startColumn":19,"endLine":10,"endColumn":23}""", JsonSerializer.Serialize(finding.GetProperty("span")));
        Assert.Equal("""{"apiVersion":"v1","kind":"Service","name":"web"}""", JsonSerializer.Serialize(finding.GetProperty("object")));
        Assert.Equal("spec.ports[0].targetPort", finding.GetProperty("field").GetString());
        Assert.Equal(["k8s/50%, ü.yaml"], finding.GetProperty("units").EnumerateArray().Select(u => u.GetString()!));
        Assert.NotEmpty(finding.GetProperty("related").EnumerateArray());
        Assert.Equal(16, finding.GetProperty("fingerprint").GetString()!.Length);
        Assert.Equal("""{"files":1,"documents":2,"objects":2,"suppressed":0,"hidden":{"excludedFiles":0,"turnedOff":0,"lowered":0,"suppressed":0,"baseline":0},"skipped":[]}""", JsonSerializer.Serialize(json.GetProperty("summary")));
    }

    [Fact]
    public void GitHub_commands_are_escaped()
    {
        using var scratch = Shop();

        Assert.Matches(@"\A::error file=k8s/50%25%2C ü\.yaml,line=10,endLine=10,col=19,endColumn=23,title=SVC2002 target-port-name-missing::targetPort [^\n]+\n\z", scratch.Lint("--format", "github").Output);
    }

    [Fact]
    public void GitHub_gets_ten_annotations_of_a_kind_and_the_last_names_the_others()
    {
        using var scratch = new Scratch();
        for (var i = 10; i < 35; i++)
        {
            scratch.Write($"k8s/{i}.yaml", Manifests.Both("web" + i, "htpp", "http"));
        }

        var lines = scratch.Lint("--format", "github").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(10, lines.Length);
        Assert.All(lines, l => Assert.StartsWith("::error ", l));
        Assert.Contains("svclint%3A 16 more error findings", lines[9]);
        Assert.All(Enumerable.Range(10, 25), i => Assert.Contains(lines, l => l.Contains($"k8s/{i}.yaml")));
    }

    [Fact]
    public void A_severity_that_is_not_the_rules_own_says_who_set_it()
    {
        using var scratch = Shop();

        var finding = scratch.Lint("--format", "json", "--rule", "SVC2002=info").Json.GetProperty("findings")[0];

        Assert.Equal("error", finding.GetProperty("defaultSeverity").GetString());
        Assert.Equal("option", finding.GetProperty("severitySetBy").GetString());
        Assert.Contains("= info, by default error: set by --rule", scratch.Lint("--rule", "SVC2002=info").Output);
        Assert.DoesNotContain("by default", scratch.Lint().Output);
    }

    [Fact]
    public void GitLab_takes_the_report()
    {
        using var scratch = Shop();

        var issue = scratch.Lint("--format", "gitlab").Json[0];

        Assert.Equal("SVC2002", issue.GetProperty("check_name").GetString());
        Assert.Equal("major", issue.GetProperty("severity").GetString());
        Assert.Equal("k8s/50%, ü.yaml", issue.GetProperty("location").GetProperty("path").GetString());
        Assert.Equal(10, issue.GetProperty("location").GetProperty("lines").GetProperty("begin").GetInt32());
        Assert.NotEmpty(issue.GetProperty("fingerprint").GetString()!);
    }

    [Fact]
    public void JUnit_counts_failures_and_is_never_without_a_case()
    {
        using var scratch = Shop();

        var suites = XDocument.Parse(scratch.Lint("--format", "junit").Output).Root!;
        Assert.Equal("1", suites.Attribute("failures")!.Value);
        Assert.Equal("k8s/50%, ü.yaml", suites.Element("testsuite")!.Attribute("name")!.Value);
        Assert.NotNull(suites.Element("testsuite")!.Element("testcase")!.Element("failure"));

        var clean = XDocument.Parse(scratch.Lint("--format", "junit", "--rule", "SVC2002=off").Output).Root!;
        Assert.Equal("0", clean.Attribute("failures")!.Value);
        Assert.Single(clean.Descendants("testcase"));
    }

    [Fact]
    public void Reviewdog_gets_a_line_for_each_finding_with_columns_in_bytes()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Manifests.Both("web", "htpp", "http").Replace("    - port: 80\n      targetPort: htpp", "    - {name: \"端口\", port: 80, targetPort: htpp}"));

        var line = Assert.Single(scratch.Lint("--format", "rdjsonl", "--rule", "SVC2002=error").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), l => l.Contains("SVC2002", StringComparison.Ordinal));
        var diagnostic = JsonDocument.Parse(line).RootElement;

        Assert.Equal("SVC2002", diagnostic.GetProperty("code").GetProperty("value").GetString());
        Assert.Equal("ERROR", diagnostic.GetProperty("severity").GetString());
        // 42 in UTF-16 units; each of the two characters takes two bytes more.
        Assert.Equal("    - {name: \"端口\", port: 80, targetPort: ".Length + 1 + 4, diagnostic.GetProperty("location").GetProperty("range").GetProperty("start").GetProperty("column").GetInt32());
    }

    [Fact]
    public void Several_formats_go_each_to_its_own_place()
    {
        using var scratch = Shop();

        var run = scratch.Lint("--format", "sarif", "--output", "out/a.sarif", "--format", "json", "--output", "b.json", "--format", "msbuild");

        Assert.StartsWith("k8s/", run.Output);
        Assert.Single(JsonDocument.Parse(scratch.Read("out/a.sarif")).RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray());
        Assert.Single(JsonDocument.Parse(scratch.Read("b.json")).RootElement.GetProperty("findings").EnumerateArray());
    }

    [Fact]
    public void Standard_output_holds_data_and_nothing_else()
    {
        using var scratch = Shop();

        foreach (var format in new[] { "json", "sarif", "gitlab" })
        {
            var run = scratch.Lint("--format", format, "gone.yaml", ".", "--stats");
            Assert.Equal(3, run.Status);
            JsonDocument.Parse(run.Output);
        }
    }
}
