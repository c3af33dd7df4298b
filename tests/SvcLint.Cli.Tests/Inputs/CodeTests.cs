namespace SvcLint.Cli.Tests.Inputs;

/// <summary>C# beside the manifests: read where a project and a Service are both there, and nowhere else.</summary>
public sealed class CodeTests
{
    private const string Project = """<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""";
    private const string Code = "class Client { const string Url = \"http://web:8080\"; }\n";

    [Fact]
    public void Code_of_a_project_is_judged_by_the_Services_of_the_input()
    {
        using var scratch = new Scratch();
        Shop(scratch);

        var run = scratch.Lint("--format", "json");

        Assert.Equal(["src/Web/Client.cs:1 SVC9030"], run.Places);
        Assert.Equal(1, run.Status);
    }

    [Theory]
    [InlineData("src/Web/obj/Client.cs")]
    [InlineData("src/Web/Client.Designer.cs")]
    [InlineData("src/Web/Client.g.cs")]
    [InlineData("tests/Web.Tests/Client.cs")]
    [InlineData("scripts/Client.cs")]
    public void Code_that_builds_or_tests_make_and_code_without_a_project_is_passed_over(string path)
    {
        using var scratch = new Scratch();
        Shop(scratch).Write("tests/Web.Tests/Web.Tests.csproj", Project.Replace("</TargetFramework>", "</TargetFramework><IsTestProject>true</IsTestProject>", StringComparison.Ordinal));
        File.Delete(scratch["src/Web/Client.cs"]);
        scratch.Write(path, Code);

        Assert.Empty(scratch.Lint("--format", "json").Places);
    }

    [Fact]
    public void Without_a_project_or_without_a_Service_Roslyn_is_not_loaded()
    {
        using var scratch = new Scratch();
        using var tool = new Scratch();
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(f => Path.GetFileName(f) is var name && (name.StartsWith("svclint.", StringComparison.Ordinal) || name.EndsWith(".dll", StringComparison.Ordinal))))
        {
            File.Copy(file, tool[Path.GetFileName(file)]);
        }

        // Whoever loads one of these fails.
        foreach (var file in Directory.EnumerateFiles(tool.Folder, "Microsoft.CodeAnalysis*.dll").ToArray())
        {
            File.WriteAllText(file, "");
        }

        Run Lint() => Tool.Start("dotnet", [tool["svclint.dll"], "--format", "json"], scratch.Folder);

        scratch.Write("k8s/web.yaml", Manifests.Both("web", "htpp", "http")).Write("src/Web/Client.cs", Code);
        Assert.Equal(["k8s/web.yaml:10 SVC2002"], Lint().Places);
        scratch.Write("k8s/web.yaml", Manifests.Deployment("web", "http")).Write("src/Web/Web.csproj", Project);
        Assert.Empty(Lint().Places);
        scratch.Write("k8s/web.yaml", Manifests.Both("web", "http", "http")).Write("src/Web/Client.cs", "class Client { const string Url = \"http://elsewhere\"; }\n");
        Assert.Empty(Lint().Places);
        // The proof that it would fail.
        scratch.Write("src/Web/Client.cs", Code);
        Assert.Equal(3, Lint().Status);
    }

    [Theory]
    [InlineData("<PackageReference Include=\"KubernetesClient\" Version=\"21.0.8\" />", 1)]
    [InlineData("<PackageReference Include=\"KubeOps.Operator\" Version=\"9.0.0\" />", 1)]
    [InlineData("<PackageReference Include=\"Example.Hosting.KubernetesClient\" />", 1)]
    [InlineData("", 0)]
    public void Objects_that_code_makes_need_no_manifest_beside_them(string reference, int found)
    {
        using var scratch = new Scratch();
        scratch.Write("src/Operator/Operator.csproj", Project.Replace("</Project>", $"<ItemGroup>{reference}</ItemGroup></Project>", StringComparison.Ordinal));
        scratch.Write("src/Operator/Services.cs", "using k8s.Models;\nclass Services { object Web = new V1Service { Metadata = new() { Name = \"web\" }, Spec = new() { Ports = [new() { Port = 80, NodePort = 30080 }] } }; }\n");

        var run = scratch.Lint("--format", "json");

        Assert.Equal(Enumerable.Repeat("src/Operator/Services.cs:2 SVC1111", found), run.Places);
        Assert.Equal(found, run.Status);
    }

    [Fact]
    public void Objects_that_tests_make_are_none()
    {
        using var scratch = new Scratch();
        scratch.Write("test/Directory.Build.props", "<Project><PropertyGroup><IsTestProject>true</IsTestProject></PropertyGroup></Project>")
            .Write("test/Web.Test/Web.Test.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup><PackageReference Include=\"KubernetesClient\" /></ItemGroup></Project>")
            .Write("test/Web.Test/ServiceTests.cs", "class ServiceTests { object A = new V1Service { Metadata = new() { Name = \"a\" }, Spec = new() { Ports = [new() { Port = 80, NodePort = 30080 }] } }; }\n");
        Assert.Empty(scratch.Lint("--format", "json").Places);
        // The proof that it would find it.
        scratch.Write("test/Directory.Build.props", "<Project />");

        Assert.Equal(["test/Web.Test/ServiceTests.cs:1 SVC1111"], scratch.Lint("--format", "json").Places);
    }

    [Fact]
    public void A_file_of_code_is_a_unit_that_may_hold_more()
    {
        using var scratch = new Scratch();
        Shop(scratch).Write("src/Web/Services.cs", "class Services { object A = new V1Service { Metadata = new() { Name = \"a\" }, Spec = new() }; }\n");

        Assert.Contains("src/Web/Services.cs  code, 1 object of 1 file", scratch.Lint("units").Output, StringComparison.Ordinal);
        Assert.Contains("not understood: objects that code makes", scratch.Lint("units").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fix_changes_the_number_alone()
    {
        using var scratch = new Scratch();
        Shop(scratch).Write("k8s/web.yaml", Manifests.Both("web", "8080", "http")).Write("src/Web/Client.cs", "\uFEFFclass Client\r\n{\r\n    string Url = $\"http://web:8080/{{x}}\";\r\n}\r\n");

        scratch.Lint("--fix");

        Assert.Equal("\uFEFFclass Client\r\n{\r\n    string Url = $\"http://web:80/{{x}}\";\r\n}\r\n", System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(scratch["src/Web/Client.cs"])));
    }

    [Fact]
    public void A_change_of_code_counts_in_scope_and_since()
    {
        using var scratch = new Scratch();
        Shop(scratch).Write("src/Web/Other.cs", "class Other { }\n").Commit();

        Assert.Empty(scratch.Lint("--since", "HEAD", "--format", "json").Places);
        scratch.Write("src/Web/Other.cs", "class Other { string Url = \"http://web:9090\"; }\n");
        Assert.Equal(["src/Web/Other.cs:1 SVC9030"], scratch.Lint("--since", "HEAD", "--format", "json").Places);
        Assert.Equal(["src/Web/Client.cs:1 SVC9030"], scratch.Lint("--scope", "src/Web/Client.cs", "--format", "json").Places);
        scratch.Write("k8s/web.yaml", Manifests.Both("web", "http", "http").Replace("port: 80\n", "port: 8081\n", StringComparison.Ordinal)).Commit();
        Assert.Equal(["src/Web/Client.cs:1 SVC9030", "src/Web/Other.cs:1 SVC9030"], scratch.Lint("--scope", "k8s/web.yaml", "--format", "json").Places);
    }

    [Fact]
    public void Comments_suppress_in_files_of_projects_and_a_pragma_does_too()
    {
        using var scratch = new Scratch();
        Shop(scratch)
            .Write("src/Web/Client.cs", "class Client\n{\n    // svclint:ignore SVC9030 -- served by the sidecar\n    const string Url = \"http://web:8080\";\n}\n")
            .Write("src/Web/Other.cs", "class Other\n{\n#pragma warning disable SVC9030 // served by the sidecar\n    const string Url = \"http://web:8080\";\n#pragma warning restore SVC9030\n    const string More = \"http://web:8081\";\n}\n")
            .Write("src/Web/appsettings.Production.json", "{\n  \"Url\": \"http://web:8080\" // svclint:ignore SVC9001 -- served by the sidecar\n}\n");

        var run = scratch.Lint("--format", "json");

        Assert.Equal(["src/Web/Other.cs:6 SVC9030"], run.Places);
        Assert.Contains("3 suppressed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unused_comment_of_code_is_taken_out_where_all_of_the_repository_was_read()
    {
        using var scratch = new Scratch();
        Shop(scratch).Write("src/Web/Client.cs", "class Client\r\n{\r\n    // svclint:ignore SVC9030 -- served by the sidecar\r\n    const string Url = \"http://web:80\";\r\n}\r\n").Commit();

        Assert.Empty(scratch.Lint("src", "k8s", "--format", "json").Places);
        Assert.Equal(["src/Web/Client.cs:3 SVC0005"], scratch.Lint("--format", "json").Places);
        scratch.Lint("--fix");
        Assert.Equal("class Client\r\n{\r\n    const string Url = \"http://web:80\";\r\n}\r\n", scratch.Read("src/Web/Client.cs"));
    }

    private static Scratch Shop(Scratch scratch) => scratch
        .Write("k8s/web.yaml", Manifests.Both("web", "http", "http"))
        .Write("src/Web/Web.csproj", Project)
        .Write("src/Web/Client.cs", Code);
}
