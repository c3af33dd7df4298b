namespace SvcLint.Cli.Tests.Inputs;

/// <summary><c>--project</c>: what only loaded projects tell.</summary>
public sealed class ProjectTests
{
    private const string Client = "class Client { public System.Uri Url { get; } = new($\"http://{Shared.Places.Host}:{Shared.Places.Port}/api\"); }\n";

    [Fact]
    public void Constants_of_another_project_and_properties_of_an_import_count()
    {
        using var scratch = Shop();
        Restore(scratch);

        var plain = scratch.Lint("--format", "json");
        var loaded = scratch.Lint("--project", "Shop.slnx", "--format", "json");

        Assert.Equal("", loaded.Error.ReplaceLineEndings("\n").Split('\n').FirstOrDefault(l => l.Contains("load", StringComparison.Ordinal)) ?? "");
        Assert.Empty(plain.Places);
        // The address is put together from another project's constants, and the image's name from a property function.
        Assert.Equal(["k8s/shop.yaml:32 SVC9050", "src/Web/Client.cs:1 SVC9030"], loaded.Places);
        Assert.Equal(1, loaded.Status);
    }

    [Fact]
    public void Objects_that_code_makes_have_the_constants_of_other_projects()
    {
        using var scratch = Shop();
        scratch.Write("src/Web/Models.cs", """
            namespace k8s.Models;
            class V1Service { public V1ObjectMeta Metadata { get; init; } public V1ServiceSpec Spec { get; init; } }
            class V1ObjectMeta { public string Name { get; init; } }
            class V1ServiceSpec { public string SessionAffinity { get; init; } public V1ServicePort[] Ports { get; init; } }
            class V1ServicePort { public int Port { get; init; } }
            """);
        scratch.Write("src/Web/Services.cs", "using k8s.Models;\nclass Services { object A = new V1Service { Metadata = new() { Name = \"a\" }, Spec = new() { SessionAffinity = Shared.Places.Host, Ports = [new() { Port = 80 }] } }; }\n");
        Restore(scratch);

        Assert.DoesNotContain("src/Web/Services.cs:2 SVC1105", scratch.Lint("--format", "json").Places);
        Assert.Contains("src/Web/Services.cs:2 SVC1105", scratch.Lint("--project", "Shop.slnx", "--format", "json").Places);
    }

    [Fact]
    public void Comments_and_pragmas_count_and_a_comment_that_only_the_compiler_understands_is_not_unused()
    {
        using var scratch = Shop();
        Restore(scratch);
        scratch.Write("src/Web/Client.cs", "// svclint:ignore SVC9030 -- served by the sidecar\n" + Client + "#pragma warning disable SVC9030\n" + Client.Replace("Client", "Other", StringComparison.Ordinal));

        var plain = scratch.Lint("--format", "json");
        var loaded = scratch.Lint("--project", "Shop.slnx", "--format", "json");

        Assert.Empty(plain.Places);
        Assert.DoesNotContain(loaded.Places, p => p.StartsWith("src/Web/Client.cs", StringComparison.Ordinal));
        Assert.Contains("2 suppressed", loaded.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_that_cannot_be_loaded_is_named_and_the_others_are_linted()
    {
        using var scratch = Shop();
        Restore(scratch);
        scratch.Write("src/Broken/Broken.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><Import Project=\"gone.props\" /></Project>");
        scratch.Write("Shop.slnx", scratch.Read("Shop.slnx").Replace("</Solution>", "<Project Path=\"src/Broken/Broken.csproj\" /></Solution>", StringComparison.Ordinal));

        var run = scratch.Lint("--project", "Shop.slnx", "--format", "json");

        Assert.Contains("gone.props", run.Error, StringComparison.Ordinal);
        Assert.Contains("src/Web/Client.cs:1 SVC9030", run.Places);
        Assert.Equal(1, run.Status);
    }

    [Fact]
    public void Where_no_SDK_can_load_it_the_reason_is_told_and_the_rest_is_linted()
    {
        using var scratch = Shop();
        scratch.Write("k8s/broken.yaml", Manifests.Both("broken", "htpp", "http"));
        // The runtime without its SDK.
        var dotnet = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(typeof(object).Assembly.Location)!)!)!)!;
        Directory.CreateDirectory(scratch["runtime"]);
        File.Copy(Path.Combine(dotnet, "dotnet"), scratch["runtime/dotnet"]);
        Directory.CreateSymbolicLink(scratch["runtime/host"], Path.Combine(dotnet, "host"));
        Directory.CreateSymbolicLink(scratch["runtime/shared"], Path.Combine(dotnet, "shared"));

        var bare = new Dictionary<string, string> { ["DOTNET_ROOT"] = scratch["runtime"], ["PATH"] = scratch["runtime"], ["DOTNET_HOST_PATH"] = "", ["DOTNET_MULTILEVEL_LOOKUP"] = "0" };
        var without = Tool.Start(scratch["runtime/dotnet"], [Tool.Assembly, "--project", "Shop.slnx", "--format", "json"], scratch.Folder, variables: bare);
        scratch.Write("global.json", """{ "sdk": { "version": "99.1.100", "rollForward": "disable" } }""");
        var pinned = scratch.Lint("--project", "Shop.slnx", "--format", "json");
        var missing = scratch.Lint("--project", "Gone.slnx", "--format", "json");

        Assert.Contains("SDK", without.Error, StringComparison.Ordinal);
        Assert.Contains("99.1.100", pinned.Error, StringComparison.Ordinal);
        Assert.Contains("Gone.slnx: no such project or solution", missing.Error, StringComparison.Ordinal);
        foreach (var run in (Run[])[without, pinned, missing])
        {
            Assert.Equal(3, run.Status);
            Assert.Equal(["k8s/broken.yaml:10 SVC2002"], run.Places);
        }
    }

    [Fact]
    public void A_comparison_with_a_revision_is_refused()
    {
        using var scratch = Shop();

        var run = scratch.Lint("--project", "Shop.slnx", "--since", "HEAD");

        Assert.Equal(2, run.Status);
        Assert.Contains("--since", run.Error, StringComparison.Ordinal);
    }

    private static void Restore(Scratch scratch)
    {
        var restore = Tool.Start("dotnet", ["restore", "Shop.slnx", "-p:NuGetAudit=false", "-nodeReuse:false"], scratch.Folder);
        Assert.True(restore.Status == 0, restore.Output + restore.Error);
    }

    private static Scratch Shop() => new Scratch()
        .Write("Shop.slnx", "<Solution><Project Path=\"src/Shared/Shared.csproj\" /><Project Path=\"src/Web/Web.csproj\" /></Solution>")
        .Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ContainerRepository>shop/$(MSBuildProjectName.ToLowerInvariant())</ContainerRepository>
              </PropertyGroup>
            </Project>
            """)
        .Write("src/Shared/Shared.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />")
        .Write("src/Shared/Places.cs", "namespace Shared; public static class Places { public const string Host = \"stock\"; public const string Port = \"8080\"; }\n")
        .Write("src/Web/Web.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><ItemGroup><ProjectReference Include=\"../Shared/Shared.csproj\" /></ItemGroup></Project>")
        .Write("src/Web/Program.cs", "var app = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder(args).Build();\napp.Run();\n")
        .Write("src/Web/Client.cs", Client)
        .Write("k8s/shop.yaml", """
            apiVersion: v1
            kind: Service
            metadata:
              name: stock
            spec:
              selector:
                app: stock
              ports:
                - port: 80
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: front
            spec:
              selector:
                matchLabels:
                  app: front
              template:
                metadata:
                  labels:
                    app: front
                spec:
                  containers:
                    - name: front
                      image: registry.example/shop/web:1.0
                      ports:
                        - containerPort: 80
                      readinessProbe:
                        httpGet:
                          path: /
                          port: 80
            """);
}
