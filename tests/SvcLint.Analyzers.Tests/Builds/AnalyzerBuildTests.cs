using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using SvcLint.Analyzers.Tests.Hosts;

namespace SvcLint.Analyzers.Tests.Builds;

/// <summary>What users see of the analyzer in <c>dotnet build</c>.</summary>
[Collection(BuildTests.Name)]
public sealed class AnalyzerBuildTests(AnalyzerPackage package)
{
    [Fact]
    public void In_a_solution_the_owner_reports_each_finding_once()
    {
        using var shop = new TestRepository(package);
        shop.CopySample("dotnet-shop");

        var first = shop.Build();
        var upToDate = shop.Build("--no-restore");
        // One file of two changes: both ends are linted, and every finding is said once.
        shop.Write("deploy/web.yaml", "# A comment.\n" + File.ReadAllText(Path.Combine(shop.Path, "deploy/web.yaml")));
        var touched = shop.Build("--no-restore");

        Assert.True(first.ExitCode == 0, first.Output);
        const string Settings = "src/Shop.Catalog/appsettings.Production.json(4,23): warning SVC9001";
        Assert.Equal(["deploy/catalog.yaml(11,19): warning SVC2002", "deploy/web.yaml(32,37): warning SVC2020", Settings], Sorted(first.Lines));
        // Manifests by their owner, settings by the project that they belong to.
        Assert.All(first.Lines, l => Assert.EndsWith(l.Rule == "SVC9001" ? "Shop.Catalog.csproj" : "Shop.Web.csproj", l.Project, StringComparison.Ordinal));
        Assert.Empty(upToDate.Lines);
        Assert.Equal(["deploy/catalog.yaml(11,19): warning SVC2002", "deploy/web.yaml(33,37): warning SVC2020", Settings], Sorted(touched.Lines));
    }

    [Fact]
    public void Projects_without_manifests_share_one_index_and_say_what_they_would_say_without_it()
    {
        using var shop = new TestRepository(package);
        shop.CopySample("dotnet-shop");
        shop.WriteProject("src/Shop.Stock/Shop.Stock.csproj", "<TargetFramework></TargetFramework><TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks><ImplicitUsings>false</ImplicitUsings><Nullable>disable</Nullable>");
        shop.Write("src/Shop.Stock/appsettings.Production.json", "{ \"Catalog\": \"http://catalog:81\", \"Cache\": \"cahce:6379\" }\n");
        shop.Write("Shop.slnx", File.ReadAllText(Path.Combine(shop.Path, "Shop.slnx")).Replace("</Solution>", "<Project Path=\"src/Shop.Stock/Shop.Stock.csproj\" /></Solution>", StringComparison.Ordinal));
        shop.Write("src/Shop.Stock/Shop.Stock.csproj", File.ReadAllText(Path.Combine(shop.Path, "src/Shop.Stock/Shop.Stock.csproj")).Replace(TestRepository.Reference, "", StringComparison.Ordinal));

        var built = shop.Build("-m");
        var folder = Path.Combine(shop.Path, "obj/svclint");
        var index = Assert.Single(Directory.EnumerateFiles(folder, "*.svclint-index"));
        var written = File.GetLastWriteTimeUtc(index);
        var without = shop.Build("-m", "--no-restore", "--no-incremental", "-p:SvcLintIndex=false");
        var upToDate = shop.Build("-m", "--no-restore", "--no-incremental");
        shop.Write("deploy/catalog.yaml", File.ReadAllText(Path.Combine(shop.Path, "deploy/catalog.yaml")).Replace("port: 80", "port: 81", StringComparison.Ordinal));
        var changed = shop.Build("-m", "--no-restore");

        Assert.True(built.ExitCode == 0, built.Output);
        string[] expected = ["src/Shop.Catalog/appsettings.Production.json(4,23): warning SVC9001", "src/Shop.Stock/appsettings.Production.json(1,30): warning SVC9001", "src/Shop.Stock/appsettings.Production.json(1,45): warning SVC9002"];
        Assert.Equal(expected, Sorted(built.Lines.Where(IsOfSettings)));
        Assert.Equal(Sorted(built.Lines), Sorted(without.Lines));
        Assert.Equal(Sorted(built.Lines), Sorted(upToDate.Lines));
        Assert.Equal(expected.Where(l => !l.Contains("(1,30)", StringComparison.Ordinal)), Sorted(changed.Lines.Where(IsOfSettings)));
        Assert.Equal(index, Assert.Single(Directory.EnumerateFiles(folder, "*.svclint-index")));
        Assert.True(File.GetLastWriteTimeUtc(index) > written);

        static bool IsOfSettings(BuildLine line) => line.Rule is "SVC9001" or "SVC9002";
    }

    [Fact]
    public void A_packed_dependency_of_a_chart_is_read_and_read_again_when_it_changes()
    {
        using var repository = new TestRepository(package);
        repository.WriteProject("Web/Web.csproj");
        repository.Write("Web/chart/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n  - name: cache\n    version: 1.0.0\n    repository: https://charts.example.com\n");
        repository.Write("Web/chart/templates/ingress.yaml", """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: web
            spec:
              defaultBackend:
                service:
                  name: {{ .Release.Name }}-cache
                  port:
                    number: 81
            """);

        var missing = repository.Build("Web");
        Pack(repository.Path, servicePort: 80);
        var packed = repository.Build("Web", "--no-restore");
        var upToDate = repository.Build("Web", "--no-restore");
        var task = repository.Build("Web", "--no-restore", "-p:SvcLintChannel=Task");
        Pack(repository.Path, servicePort: 81);
        var changed = repository.Build("Web", "--no-restore");

        Assert.All([missing, packed, upToDate, task, changed], b => Assert.True(b.Lines.Count > 0 || b.ExitCode == 0, b.Output));
        Assert.Empty(missing.Lines);
        Assert.Equal(["Web/chart/templates/ingress.yaml(10,17): error SVC2011"], Sorted(packed.Lines));
        Assert.Equal(Sorted(packed.Lines), Sorted(upToDate.Lines));
        Assert.Equal(["Web/chart/templates/ingress.yaml(10,17,10,19): error SVC2011"], Sorted(task.Lines));
        Assert.Empty(changed.Lines);
    }

    private static void Pack(string folder, int servicePort)
    {
        var archive = Path.Combine(folder, "Web/chart/charts/cache-1.0.0.tgz");
        Directory.CreateDirectory(Path.GetDirectoryName(archive)!);
        using var writer = new TarWriter(new GZipStream(File.Create(archive), CompressionLevel.Fastest));
        Write("cache/Chart.yaml", "apiVersion: v2\nname: cache\nversion: 1.0.0\n");
        Write("cache/templates/service.yaml", $$$"""
            apiVersion: v1
            kind: Service
            metadata:
              name: {{ .Release.Name }}-cache
            spec:
              selector:
                app: cache
              ports:
                - port: {{{servicePort}}}
            """);

        void Write(string name, string text) => writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
    }

    [Fact]
    public void With_two_target_frameworks_the_first_reports_and_a_reference_is_only_known()
    {
        using var repository = new TestRepository(package);
        repository.WriteProject(
            "App/App.csproj",
            "<TargetFramework></TargetFramework><TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks>",
            """<KubernetesManifestReference Include="../infra/*.yaml" />""");
        repository.Write("App/k8s/web.yaml", Manifests.Web.Replace("stock.bakcend.svc", "stock.backend.svc:81", StringComparison.Ordinal));
        // Known, so that the port can be judged; its own finding is not this project's.
        repository.Write("infra/stock.yaml", Manifests.Stock);
        repository.Write("infra/web-copy.yaml", Manifests.Web.Replace("name: web", "name: copy", StringComparison.Ordinal));

        var build = repository.Build("App");

        Assert.Equal(["App/k8s/web.yaml(10,19): error SVC2002", "App/k8s/web.yaml(44,47): error SVC2020"], Sorted(build.Lines));
        Assert.All(build.Lines, l => Assert.EndsWith("TargetFramework=netstandard2.0", l.Project, StringComparison.Ordinal));
        Assert.Equal(1, build.ExitCode);
    }

    [Fact]
    public void Code_is_judged_once_by_manifests_that_another_project_owns()
    {
        using var repository = new TestRepository(package);
        repository.WriteProject(
            "Web/Web.csproj",
            "<TargetFramework></TargetFramework><TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks>",
            """<KubernetesManifestReference Include="../deploy/*.yaml" />""");
        repository.Write("Web/Hosts.cs", "static class Hosts { public const string Stock = \"stock.backend.svc\"; }\n");
        repository.Write("Web/Client.cs", "static class Client { public const string Url = \"http://\" + Hosts.Stock + \":8080\"; }\n");
        repository.Write("deploy/stock.yaml", Manifests.Stock);

        var build = repository.Build("Web");

        Assert.True(build.ExitCode == 0, build.Output);
        Assert.Equal(["Web/Client.cs(1,77): warning SVC9030"], build.Lines.Select(l => l.ToString()));
    }

    /// <summary>With the real models; no manifest is needed.</summary>
    [Fact]
    public void Objects_that_code_makes_are_linted_in_a_project_without_manifests()
    {
        using var sample = new TestRepository(package);
        sample.CopySample("dotnet-operator");
        var project = File.ReadAllText(Path.Combine(sample.Path, "src/Shop.Previews/Shop.Previews.csproj"));
        sample.Write("src/Shop.Previews/Shop.Previews.csproj", project.Replace("</Project>", "<ItemGroup><PackageReference Include=\"SvcLint.Analyzers\" PrivateAssets=\"all\" /></ItemGroup></Project>", StringComparison.Ordinal));
        sample.Write("Directory.Packages.props", File.ReadAllText(Path.Combine(sample.Path, "Directory.Packages.props")).Replace("</ItemGroup>", "<PackageVersion Include=\"SvcLint.Analyzers\" Version=\"*\" /></ItemGroup>", StringComparison.Ordinal));

        var build = sample.Build("-p:CentralPackageFloatingVersionsEnabled=true");

        Assert.Equal(
            ["src/Shop.Previews/PreviewEnvironment.cs(18,32): error SVC1105", "src/Shop.Previews/PreviewEnvironment.cs(30,38): error SVC1111", "src/Shop.Previews/PreviewEnvironment.cs(49,27): error SVC1116"],
            Sorted(build.Lines));
        Assert.Equal(1, build.ExitCode);
    }

    [Fact]
    public void Severities_come_from_the_configuration_and_every_switch_of_the_compiler_is_over_it()
    {
        using var repository = new TestRepository(package);
        repository.WriteProject("App.csproj");
        // A .globalconfig is looked for above sources.
        repository.Write("App.cs", "public class App;\n");
        repository.Write("web.yaml", Manifests.Web);
        repository.Write("stock.yaml", Manifests.Stock);
        repository.Write("svclint.yaml", "extends: shared/base.yaml\nrules:\n  SVC2002: warning\n");
        repository.Write("shared/base.yaml", "rules:\n  SVC2003: warning\n  SVC2022: warning\n");

        var configured = repository.Build();
        // A switch of severity is no reason for the compiler to run again.
        var switches = repository.Build("--no-restore", "--no-incremental", "-p:TreatWarningsAsErrors=true", "-p:WarningsNotAsErrors=SVC2003", "-p:NoWarn=SVC2022");
        repository.Write(".globalconfig", """
            is_global = true
            dotnet_diagnostic.SVC2002.severity = none
            dotnet_diagnostic.SVC2003.severity = error
            dotnet_diagnostic.SVC2022.severity = suggestion
            """);
        var globalConfig = repository.Build("--no-restore", "--no-incremental");

        Assert.Equal(["web.yaml(10,19): warning SVC2002", "web.yaml(21,19): warning SVC2003", "web.yaml(44,35): warning SVC2022"], Sorted(configured.Lines));
        Assert.Equal(["web.yaml(10,19): error SVC2002", "web.yaml(21,19): warning SVC2003"], Sorted(switches.Lines));
        Assert.Equal(["web.yaml(21,19): error SVC2003"], Sorted(globalConfig.Lines));
        Assert.Equal((0, 1, 1), (configured.ExitCode, switches.ExitCode, globalConfig.ExitCode));
    }

    [Fact]
    public void What_a_kustomization_names_is_read_wherever_it_lies()
    {
        using var repository = new TestRepository(package);
        repository.WriteProject("App/App.csproj");
        repository.Write("App/overlay/kustomization.yaml", "resources: [../../base]\n");
        repository.Write("base/kustomization.yaml", "resources: [web.yaml]\n");
        repository.Write("base/web.yaml", Manifests.Web);
        repository.Write("svclint.yaml", "rules:\n  SVC2002: warning\n");

        var build = repository.Build("App");

        Assert.Equal(["base/web.yaml(10,19): warning SVC2002"], Sorted(build.Lines));
    }

    [Fact]
    public void A_property_that_nobody_reads_is_a_warning_where_it_stands()
    {
        using var repository = new TestRepository(package);
        repository.Write("Directory.Build.props", "<Project>\n  <PropertyGroup>\n    <SvcLintOwnr>App</SvcLintOwnr>\n    <SvcLintVersion>1.0</SvcLintVersion>\n    <Product>$(SvcLintVersion)</Product>\n  </PropertyGroup>\n</Project>\n");
        repository.WriteProject("App/App.csproj", "<svclintconfidence>high</svclintconfidence><SvcLintEverything>true</SvcLintEverything>");

        var build = repository.Build("App", "-p:SvcLintRoots=..", "-p:SvcLintIndex=false");

        Assert.True(build.ExitCode == 0, build.Output);
        Assert.Contains("Directory.Build.props(3,6): warning SVC0003: unknown property 'SvcLintOwnr'; did you mean 'SvcLintOwner'?", build.Output, StringComparison.Ordinal);
        Assert.Contains("App.csproj(2,104): warning SVC0003: unknown property 'SvcLintEverything'; svclint reads SvcLintBaseline", build.Output, StringComparison.Ordinal);
        Assert.Contains("warning SVC0003: unknown property 'SvcLintRoots'; did you mean 'SvcLintRoot'?", build.Output, StringComparison.Ordinal);
        Assert.Equal(3, build.Output.Split("SVC0003").Length - 1);
    }

    [Fact]
    public void An_Error_fails_the_build_and_a_warning_does_not()
    {
        using var repository = new TestRepository(package);
        repository.WriteProject("App/App.csproj");
        repository.Write("App/k8s/web.yaml", Manifests.Web);

        var failed = repository.Build("App");
        repository.Write("svclint.yaml", "rules:\n  SVC2002: warning\n");
        var passed = repository.Build("App", "--no-restore", "--no-incremental");

        Assert.Equal(("error", 1), (failed.Lines.Single(l => l.Rule == "SVC2002").Severity, failed.ExitCode));
        Assert.Equal(("warning", 0), (passed.Lines.Single(l => l.Rule == "SVC2002").Severity, passed.ExitCode));
    }

    [Fact]
    public async Task A_baseline_of_the_command_silences_the_build()
    {
        using var repository = new TestRepository(package);
        // A submodule in another work tree: the nearest one counts.
        repository.Write(".git/HEAD", "ref: refs/heads/main\n");
        repository.Write("shop/.git", "gitdir: ../.git/modules/shop\n");
        repository.WriteProject("shop/src/Web/Web.csproj", "<SvcLintBaseline>../../svclint-baseline.json</SvcLintBaseline>", """<KubernetesManifest Include="../../deploy/*.yaml" />""", sdk: "Microsoft.NET.Sdk.Web");
        repository.WriteProject("shop/src/Deploy/Deploy.csproj", "<SvcLintChannel>Task</SvcLintChannel><SvcLintBaseline>../../svclint-baseline.json</SvcLintBaseline>", """<KubernetesManifest Include="../../deploy/*.yaml" />""");
        repository.Write("shop/src/Web/Program.cs", "var stock = \"http://stock.backend.svc:81\";\nSystem.Console.WriteLine(stock);\n");
        repository.Write("shop/src/Web/appsettings.Production.json", "{ \"Stock\": \"http://stock.backend.svc:82\" }\n");
        repository.Write("shop/deploy/web.yaml", Manifests.Web);
        repository.Write("shop/deploy/stock.yaml", Manifests.Stock);

        var missing = repository.Build("shop/src/Web");
        await CommandHost.Run(Path.Combine(repository.Path, "shop/src"), "..", "--write-baseline", "../svclint-baseline.json");
        var web = repository.Build("shop/src/Web");
        var deploy = repository.Build("shop/src/Deploy");
        var without = repository.Build("shop/src/Web", "--no-restore", "-p:SvcLintBaseline=");
        repository.Write("shop/src/Web/Program.cs", "var stock = \"http://stock.backend.svc:81\";\nvar other = \"http://stock.backend.svc:83\";\nSystem.Console.WriteLine(stock + other);\n");
        repository.Write("shop/deploy/more.yaml", Manifests.Web.Replace("name: web", "name: more", StringComparison.Ordinal).Replace("app: web", "app: more", StringComparison.Ordinal));
        var more = repository.Build("shop/src/Web", "--no-restore");

        Assert.Contains("SvcLintBaseline is '../../svclint-baseline.json', and there is no such file", missing.Output, StringComparison.Ordinal);
        Assert.True(web.ExitCode == 0, web.Output);
        Assert.Empty(web.Lines);
        Assert.True(deploy.ExitCode == 0, deploy.Output);
        Assert.Empty(deploy.Lines);
        Assert.Equal(["SVC2002", "SVC2022", "SVC9001", "SVC9030"], without.Lines.Select(l => l.Rule).Order(StringComparer.Ordinal));
        Assert.Equal(["shop/deploy/more.yaml", "shop/src/Web/Program.cs"], more.Lines.Select(l => l.Place[..l.Place.IndexOf('(')]).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal("shop/src/Web/Program.cs(2,39): warning SVC9030", Assert.Single(more.Lines, l => l.Rule == "SVC9030").ToString());
    }

    private static IEnumerable<string> Sorted(IEnumerable<BuildLine> lines) => lines.Select(l => l.ToString()).Order(StringComparer.Ordinal);
}
