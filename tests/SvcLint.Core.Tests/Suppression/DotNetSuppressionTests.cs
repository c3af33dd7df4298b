using SvcLint.CSharp;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Model.DotNet;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Suppression;

/// <summary>Comments in C#, settings, Dockerfiles and project files, and pragmas.</summary>
public sealed class DotNetSuppressionTests
{
    private const string Ignore = "svclint:ignore SVC9030 -- x";

    private const string Manifest = """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{port: 80, targetPort: 5009}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec: {containers: [{name: web, image: shop/web}]}
        """;

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework><ContainerRepository>shop/web</ContainerRepository></PropertyGroup>
        </Project>
        """;

    private const string Program = "WebApplication.CreateBuilder(args).Build().Run();\n";

    [Theory]
    [InlineData("alone before a statement", "void F()\n{\n    // svclint:ignore SVC9030 -- x\n    Get(\n        \"http://web:1\");\n    Get(\"http://web:2\");\n}", "2")]
    [InlineData("behind its line", "Get(\"http://web:1\"); // svclint:ignore SVC9030 -- x\nGet(\"http://web:2\");", "2")]
    [InlineData("between things of its line", "Get(/* svclint:ignore SVC9030 -- x */ \"http://web:1\");\nGet(\"http://web:2\");", "2")]
    [InlineData("first on its line", "/* svclint:ignore SVC9030 -- x */ Get(\"http://web:1\");\nGet(\"http://web:2\");", "2")]
    [InlineData("over several lines", "/*\n   svclint:ignore SVC9030 -- x\n   and more of x\n*/\nGet(\"http://web:1\");\nGet(\"http://web:2\");", "2")]
    [InlineData("before an argument", "Get(\n    // svclint:ignore SVC9030 -- x\n    \"http://web:1\"\n        + \"/a\",\n    \"http://web:2\");", "2")]
    [InlineData("before a line in the middle", "a\n    // svclint:ignore SVC9030 -- x\n    .Get(\"http://web:1\")\n    .Get(\"http://web:2\");", "2")]
    [InlineData("before a member", "class A\n{\n    // svclint:ignore SVC9030 -- x\n    // More of it.\n    [Obsolete]\n    void F()\n    {\n        Get(\"http://web:1\");\n    }\n    string b = \"http://web:2\";\n}", "2")]
    [InlineData("before a type", "// svclint:ignore SVC9030 -- x\nclass A\n{\n    string a = \"http://web:1\";\n}\nclass B\n{\n    string b = \"http://web:2\";\n}", "2")]
    [InlineData("before the first statement of the file", "// svclint:ignore SVC9030 -- x\nGet(\"http://web:1\");\nGet(\"http://web:2\");", "2")]
    [InlineData("before a directive", "// svclint:ignore SVC9030 -- x\n#region R\nGet(\"http://web:1\");\n#endregion\nGet(\"http://web:2\");", "2")]
    [InlineData("in a string", "Get(\"// svclint:ignore SVC9030 -- x\", \"http://web:1\");\nGet(@\"\n// svclint:ignore SVC9030 -- x\n\",\n\"http://web:2\");", "1 2")]
    [InlineData("in a raw string", "Get(\"\"\"\n    // svclint:ignore SVC9030 -- x\n    \"\"\",\n\"http://web:1\");", "1")]
    [InlineData("commented out", "//// svclint:ignore SVC9030 -- x\nGet(\"http://web:1\");", "1")]
    [InlineData("another rule", "Get(\"http://web:1\"); // svclint:ignore SVC9031 -- x", "1")]
    [InlineData("expired", "Get(\"http://web:1\"); // svclint:ignore SVC9030 until=2026-12-31 -- x", "1")]
    [InlineData("pragma", "Get(\"http://web:1\");\n#pragma warning disable SVC9030 // x\nGet(\"http://web:2\");\n#pragma warning restore SVC9030\nGet(\"http://web:3\");", "1 3")]
    [InlineData("pragma without end", "Get(\"http://web:1\");\n#pragma warning disable CS0168, SVC9030\nGet(\"http://web:2\");", "1")]
    [InlineData("pragma of everything", "#pragma warning disable\nGet(\"http://web:1\");\n#pragma warning restore SVC9030\nGet(\"http://web:2\");", "2")]
    [InlineData("pragma of something else", "#pragma warning disable SVC9031, CS0168\nGet(\"http://web:1\");", "1")]
    [InlineData("pragma that is not compiled", "#if NEVER\n#pragma warning disable SVC9030\n#endif\nGet(\"http://web:1\");", "1")]
    public void In_code_it_covers_what_it_says(string place, string code, string left)
    {
        foreach (var text in (string[])[code, code.Replace("\n", "\r\n", StringComparison.Ordinal)])
        {
            var result = Lint(("deploy/web.yaml", Manifest), ("src/Web/Web.csproj", Project), ("src/Web/Client.cs", text));
            Assert.True(left == string.Join(" ", result.Findings.Where(f => f.Rule.Id == "SVC9030").Select(f => f.Span.Text)), $"{place}: {string.Join("; ", result.Findings)}");
        }
    }

    [Theory]
    [InlineData("Get(\"http://web:80\"); // svclint:ignore SVC9030 -- x", "SVC0005")]
    [InlineData("// svclint:ignore SVC9030 -- x\nGet(\"http://web:80\");", "SVC0005")]
    [InlineData("Get(\"http://web:81\"); // svclint:ignore SVC9030 until=2026-12-31 -- x", "SVC0006", "SVC9030")]
    [InlineData("Get(\"http://web:81\"); // svclint:ignore SVC9030", "SVC0004", "SVC9030")]
    [InlineData("Get(\"http://web:81\"); /* svclint:ingore SVC9030 -- x */", "SVC0004", "SVC9030")]
    [InlineData("void F()\n{\n    Get(\"http://web:80\");\n    // svclint:ignore SVC9030 -- x\n}", "SVC0004")]
    // Code of which nothing is understood may be clear to the compiler.
    [InlineData("Get(\"http://web:80\");\nGet(Hosts.Web); // svclint:ignore SVC9030 -- x")]
    [InlineData("Get(\"http://web:81\"); // svclint:ignore SVC9030 -- x\n// svclint is a fine tool")]
    // The compiler tells of pragmas.
    [InlineData("#pragma warning disable SVC9030\nGet(\"http://web:80\");")]
    [InlineData("#pragma warning disable SVC9030\nGet(\"http://web:81\"); // svclint:ignore SVC9030 -- x")]
    public void In_code_it_is_judged(string code, params string[] expected)
    {
        var result = Lint(("deploy/web.yaml", Manifest), ("src/Web/Web.csproj", Project), ("src/Web/Client.cs", code));
        Assert.Equal(expected, result.Findings.Where(f => f.Span.Source.Path.EndsWith(".cs", StringComparison.Ordinal)).Select(f => f.Rule.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Unused_is_said_of_code_and_manifests_only_where_all_of_both_is_known()
    {
        const string Code = "Get(\"http://web:80\"); // " + Ignore;
        (string, string)[] files = [("deploy/web.yaml", Manifest), ("src/Web/Web.csproj", Project), ("src/Web/Client.cs", Code)];
        Assert.Contains(Lint(files).Findings, IsUnused);
        Assert.DoesNotContain(Lint(files, isComplete: false).Findings, IsUnused);
        Assert.DoesNotContain(Lint([.. files, ("deploy/broken.yaml", Manifest + "\n---\na: [")]).Findings, IsUnused);
        Assert.DoesNotContain(Lint(files[1..]).Findings, IsUnused);
        Assert.DoesNotContain(Lint(files, configuration: "rules: {SVC9030: off}").Findings, IsUnused);
        (string, string) port = ("deploy/web.yaml", Manifest.Replace("ports: [", "# svclint:ignore SVC9050 -- x\n  ports: [", StringComparison.Ordinal));
        Assert.DoesNotContain(Lint([port], isComplete: false).Findings, IsUnused);
        Assert.Contains(Lint([port]).Findings, IsUnused);
        Assert.DoesNotContain(Lint([port], configuration: "overrides: [{units: ['**'], rules: {SVC9050: off}}]").Findings, IsUnused);
    }

    [Theory]
    [InlineData("ENV A=1\n# svclint:ignore SVC9052 -- x\nENV B=2 \\\n    # Not on this machine.\n    ASPNETCORE_URLS=http://localhost:5009", "")]
    [InlineData("ENV B=2 \\\n    # svclint:ignore SVC9052 -- x\n\n    # Not on this machine.\n    ASPNETCORE_URLS=http://localhost:5009 \\\n    C=3", "")]
    [InlineData("ENV ASPNETCORE_URLS=http://localhost:5009\n# svclint:ignore SVC9052 until=2027-06-30 -- x\nENV A=1", "SVC0005 SVC9052")]
    [InlineData("ENV ASPNETCORE_URLS=http://localhost:5009 # svclint:ignore SVC9052 -- this is no comment", "SVC9052")]
    [InlineData("# svclint:ignore SVC9052 -- x\nENV B=2 ASPNETCORE_URLS=http://localhost:5009 \\\n    # svclint:ignore SVC9053 -- x", "SVC0005")]
    [InlineData("RUN <<END\n# svclint:ignore SVC9052 -- of the shell\nEND\nENV ASPNETCORE_URLS=http://localhost:5009", "SVC9052")]
    [InlineData("# svclint:ignore SVC9052\nENV ASPNETCORE_URLS=http://localhost:5009", "SVC0004 SVC9052")]
    public void In_a_Dockerfile_it_covers_an_instruction(string environment, string left)
    {
        foreach (var lineBreak in (string[])["\n", "\r\n"])
        {
            var dockerfile = ("FROM mcr.microsoft.com/dotnet/aspnet:10.0\n" + environment + "\nCOPY . .\nENTRYPOINT [\"dotnet\", \"Web.dll\"]\n").Replace("\n", lineBreak, StringComparison.Ordinal);
            var result = Lint(("deploy/web.yaml", Manifest), ("src/Web/Web.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\" />"), ("src/Web/Program.cs", Program), ("src/Web/Dockerfile", dockerfile));
            Assert.Equal(left, Rules(result));
        }
    }

    [Theory]
    [InlineData("<!-- svclint:ignore SVC9052 - x -->\n    <ContainerEnvironmentVariable Include=\"ASPNETCORE_URLS\" Value=\"http://localhost:5009\" />", "")]
    [InlineData("<ContainerEnvironmentVariable Include=\"ASPNETCORE_URLS\" Value=\"http://localhost:5009\" /> <!-- svclint:ignore SVC9052 - x -->", "")]
    [InlineData("<!-- svclint:ignore SVC9052 - x --> <ContainerEnvironmentVariable Include=\"ASPNETCORE_URLS\" Value=\"http://localhost:5009\" />", "")]
    [InlineData("<!--\n      svclint:ignore SVC9052 - x\n    -->\n    <ContainerEnvironmentVariable Include=\"A>\" Value=\"1\" />\n    <ContainerEnvironmentVariable Include=\"ASPNETCORE_URLS\" Value=\"http://localhost:5009\" />", "SVC0005 SVC9052")]
    [InlineData("<ContainerEnvironmentVariable\n      Include=\"ASPNETCORE_URLS\" Value=\"http://localhost:5009\" />\n    <!-- svclint:ignore SVC9052 - x -->", "SVC0004 SVC9052")]
    [InlineData("<!-- svclint:ignore SVC9052 -->\n    <ContainerEnvironmentVariable Include=\"ASPNETCORE_URLS\" Value=\"http://localhost:5009\" />", "SVC0004 SVC9052")]
    public void In_a_project_file_it_covers_an_element(string items, string left)
    {
        var project = Project.Replace("</Project>", "  <ItemGroup>\n    " + items + "\n  </ItemGroup>\n</Project>", StringComparison.Ordinal);
        foreach (var text in (string[])[project, project.Replace("\n", "\r\n", StringComparison.Ordinal)])
        {
            Assert.Equal(left, Rules(Lint(("deploy/web.yaml", Manifest), ("src/Web/Web.csproj", text), ("src/Web/Program.cs", Program))));
        }
    }

    [Fact]
    public void In_a_project_file_a_group_is_covered_with_what_it_holds()
    {
        const string Group = "<!-- svclint:ignore SVC9052 - x -->\n  <ItemGroup>\n    <ContainerEnvironmentVariable Include=\"ASPNETCORE_URLS\" Value=\"http://localhost:5009\" />\n  </ItemGroup>\n";
        Assert.Equal("", Rules(Lint(("deploy/web.yaml", Manifest), ("src/Web/Web.csproj", Project.Replace("</Project>", Group + "</Project>", StringComparison.Ordinal)), ("src/Web/Program.cs", Program))));
    }

    [Theory]
    [InlineData("{\n  // svclint:ignore SVC9001 -- x\n  \"A\": {\n    \"Url\": \"http://web:1\"\n  },\n  \"B\": \"http://web:2\"\n}", "2")]
    [InlineData("{\n  \"A\": \"http://web:1\", // svclint:ignore SVC9001 -- x\n  \"B\": \"http://web:2\"\n}", "2")]
    [InlineData("{\n  \"A\": \"http://web:1\"\n  /* svclint:ignore SVC9001 -- x */\n  /* Or so. */\n  ,\n  \"B\": \"http://web:2\"\n}", "1")]
    [InlineData("{\n  \"A\": [\n    \"http://web:1\",\n    // svclint:ignore SVC9001 -- x\n    \"http://web:2\"\n  ]\n}", "1")]
    [InlineData("// svclint:ignore SVC9001 -- x\n{\n  \"A\": \"http://web:1\",\n  \"B\": \"http://web:2\"\n}", "")]
    [InlineData("{\n  \"Note\": \"// svclint:ignore SVC9001 -- x\", \"A\": \"http://web:1\"\n}", "1")]
    [InlineData("{\n  # svclint:ignore SVC9001 -- JSON has no such comment\n  \"A\": \"http://web:1\"\n}", "1")]
    public void In_settings_it_covers_a_property(string settings, string left)
    {
        foreach (var text in (string[])[settings, settings.Replace("\n", "\r\n", StringComparison.Ordinal)])
        {
            var result = Lint(("deploy/web.yaml", Manifest), ("src/Web/Web.csproj", Project), ("src/Web/appsettings.Production.json", text));
            Assert.Equal(left, string.Join(" ", result.Findings.Where(f => f.Rule.Id == "SVC9001").Select(f => f.Span.Text)));
        }
    }

    [Theory]
    [InlineData("{\n  \"A\": \"http://web:80\" // svclint:ignore SVC9001 -- x\n}", "SVC0005")]
    [InlineData("{\n  \"A\": \"http://web:80\"\n  // svclint:ignore SVC9001 -- x\n}", "SVC0004")]
    [InlineData("{\n  \"A\": \"http://web:81\" // svclint:ignore SVC9001 until=2026-12-31 -- x\n}", "SVC0006 SVC9001")]
    [InlineData("{\n  \"A\": \"http://web:81\" // svclint-ignore SVC9001 -- x\n}", "SVC0004 SVC9001")]
    public void In_settings_it_is_judged(string settings, string expected) =>
        Assert.Equal(expected, string.Join(" ", Lint(("deploy/web.yaml", Manifest), ("src/Web/Web.csproj", Project), ("src/Web/appsettings.Production.json", settings)).Findings.Where(f => f.Span.Source.Path.EndsWith(".json", StringComparison.Ordinal)).Select(f => f.Rule.Id).Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData("src/Web/Client.cs", "F();\n    // svclint:ignore SVC9030 -- x\nGet(\"http://web:80\");\n", "F();\nGet(\"http://web:80\");\n")]
    [InlineData("src/Web/Client.cs", "F();\r\n/* svclint:ignore\r\n SVC9030 -- x */\r\nGet(\"http://web:80\");\r\n", "F();\r\nGet(\"http://web:80\");\r\n")]
    [InlineData("src/Web/Client.cs", "Get(\"http://web:80\"); // svclint:ignore SVC9030 -- x\n", "Get(\"http://web:80\");\n")]
    [InlineData("src/Web/Client.cs", "Get( /* svclint:ignore SVC9030 -- x */ \"http://web:80\");\n", "Get( \"http://web:80\");\n")]
    [InlineData("src/Web/Client.cs", "    /* svclint:ignore SVC9030 -- x */ Get(\"http://web:80\");\n", "    Get(\"http://web:80\");\n")]
    [InlineData("src/Web/appsettings.Production.json", "{\n  // svclint:ignore SVC9001 -- x\n  \"A\": \"http://web:80\"\n}\n", "{\n  \"A\": \"http://web:80\"\n}\n")]
    [InlineData("src/Web/Web.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n  <!-- svclint:ignore SVC9052 - x -->\n  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ContainerRepository>shop/web</ContainerRepository></PropertyGroup>\n</Project>\n", "<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ContainerRepository>shop/web</ContainerRepository></PropertyGroup>\n</Project>\n")]
    [InlineData("src/Web/Dockerfile", "FROM mcr.microsoft.com/dotnet/aspnet:10.0\n# svclint:ignore SVC9052 -- x\nENTRYPOINT [\"dotnet\", \"Web.dll\"]\n", "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nENTRYPOINT [\"dotnet\", \"Web.dll\"]\n")]
    public void The_fix_of_an_unused_comment_takes_it_out(string path, string text, string expected)
    {
        var edits = Lint([.. new[] { ("deploy/web.yaml", Manifest), ("src/Web/Web.csproj", Project), ("src/Web/Program.cs", Program) }.Where(f => f.Item1 != path), (path, text)]).Findings.Where(IsUnused).SelectMany(f => f.Fixes).SelectMany(f => f.Edits);
        Assert.Equal(expected, SvcLint.Yaml.YamlEdit.Apply(text, edits));
    }

    private static bool IsUnused(Finding finding) => finding.Rule.Id == "SVC0005";

    private static string Rules(LintResult result) => string.Join(" ", result.Findings.Where(f => f.Rule.Id.StartsWith("SVC000", StringComparison.Ordinal) || f.Rule.Id == "SVC9052").Select(f => f.Rule.Id).Order(StringComparer.Ordinal));

    private static LintResult Lint(params (string Path, string Text)[] files) => Lint(files, isComplete: true);

    private static LintResult Lint((string Path, string Text)[] files, bool isComplete = true, string configuration = "") => Linter.Lint(
        [.. files.Select(f => new SourceText(f.Path, f.Text)).Select(s => CodeFacts.IsCode(s.Path) ? new ParsedFile { Source = s, Code = CodeReader.Read(s) } : Linter.Parse(s))],
        new LintOptions
        {
            Configuration = Linter.ReadConfiguration(new SourceText("svclint.yaml", configuration), _ => null).Configuration,
            Today = new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Unspecified),
            IsComplete = isComplete,
        });
}
