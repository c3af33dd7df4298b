using SvcLint.Cluster;
using SvcLint.CSharp;
using SvcLint.Model;
using SvcLint.Model.DotNet;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Cluster;

public sealed class ProjectJoinTests
{
    private const string Project = "<Project Sdk=\"Microsoft.NET.Sdk.Web\" />";
    private const string Program = "WebApplication.CreateBuilder(args).Build().Run();";

    [Theory]
    [InlineData("shop/web", "shop/web", null)]
    [InlineData("registry.example:5000/shop/web:1.2@sha256:0123", "shop/web", "1.2")]
    [InlineData("localhost/web", "web", null)]
    [InlineData("${REGISTRY:-eshop}/basket.api:${PLATFORM:-linux}-${TAG:-latest}", "eshop/basket.api", "linux-latest")]
    [InlineData("${REGISTRY}/basket.api:${TAG}", "basket.api", "${TAG}")]
    [InlineData("{{ .Values.image }}", null, null)]
    [InlineData("$IMAGE", null, null)]
    [InlineData("", null, null)]
    public void Image_names_are_compared_without_registry_and_tag(string text, string? repository, string? tag)
    {
        var name = ImageName.Parse(text);

        Assert.Equal((repository, tag), (name?.Repository, name?.Tag));
    }

    [Fact]
    public void The_strongest_evidence_counts()
    {
        var files = new[]
        {
            ("src/Web/Web.csproj", Project), ("src/Web/Program.cs", Program), ("src/Web/Dockerfile", "FROM a\nENTRYPOINT [\"dotnet\", \"Web.dll\"]"),
            ("src/Api/Api.csproj", "<Project><PropertyGroup><ContainerRepository>shop/api</ContainerRepository></PropertyGroup></Project>"), ("src/Api/Program.cs", Program),
            ("build/Dockerfile.jobs", "FROM a\nCOPY [\"src/Jobs/Contoso.Shop.Jobs.csproj\", \"x/\"]\nCOPY src/Lib/Lib.csproj x/\nENTRYPOINT dotnet Contoso.Shop.Jobs.dll"),
            ("src/Jobs/Contoso.Shop.Jobs.csproj", Project), ("src/Jobs/Program.cs", Program),
            ("compose.yaml", "services:\n  jobs:\n    image: ${REGISTRY:-shop}/worker:1\n    build: { context: ., dockerfile: build/Dockerfile.jobs }\n  api:\n    image: shop/api\n"),
            ("skaffold.yaml", "apiVersion: skaffold/v4beta1\nkind: Config\nbuild:\n  artifacts:\n    - image: front\n      context: src/Web\n"),
        };
        var join = Join(files, "projects: [{project: src/Api/*.csproj, images: [legacy/web, other]}]");

        Assert.Equal("src/Api/Api.csproj explicit svclint.yaml says so", Of(join, "legacy/web:9"));
        Assert.Equal("src/Api/Api.csproj image the project names the image", Of(join, "registry.example/shop/api"));
        Assert.Equal("src/Jobs/Contoso.Shop.Jobs.csproj build/Dockerfile.jobs image compose.yaml builds this image from .", Of(join, "shop/worker:2"));
        Assert.Equal("src/Web/Web.csproj src/Web/Dockerfile image skaffold.yaml builds this image from src/Web", Of(join, "front"));
        Assert.Equal("src/Web/Web.csproj src/Web/Dockerfile guess skaffold.yaml builds front from src/Web", Of(join, "registry.example/released/front"));
        Assert.Equal("src/Web/Web.csproj src/Web/Dockerfile guess their names are alike", Of(join, "contoso/web"));
        Assert.Equal("src/Jobs/Contoso.Shop.Jobs.csproj build/Dockerfile.jobs guess their names are alike", Of(join, "contoso/shop-jobs"));
        Assert.Equal("src/Jobs/Contoso.Shop.Jobs.csproj build/Dockerfile.jobs guess their names are alike", Of(join, "contoso/jobs"));
        Assert.Null(Of(join, "contoso/shop"));
        Assert.Null(Of(join, "redis"));
    }

    [Fact]
    public void Of_several_that_are_alike_the_one_nearest_to_the_manifest_counts_or_none()
    {
        var files = new[]
        {
            ("a/Web/Web.csproj", Project), ("a/Web/Program.cs", Program), ("b/Web/Web.csproj", Project), ("b/Web/Program.cs", Program),
            ("a/Lib/Catalog.csproj", Project), ("a/Tests/Basket.csproj", "<Project><PropertyGroup><IsTestProject>true</IsTestProject></PropertyGroup></Project>"), ("a/Tests/Program.cs", Program),
        };
        var join = Join(files, "");

        Assert.StartsWith("b/Web/Web.csproj", Of(join, "web", "b/k8s/web.yaml"), StringComparison.Ordinal);
        Assert.Null(Of(join, "web", "deploy/web.yaml"));
        Assert.Null(Of(join, "catalog"));
        Assert.Null(Of(join, "basket"));
    }

    [Fact]
    public void A_project_owns_what_lies_below_it_up_to_the_next_project()
    {
        var files = new[]
        {
            ("Directory.Build.props", "<Project><PropertyGroup><TargetFramework>net9.0</TargetFramework></PropertyGroup></Project>"),
            ("src/Web/Web.csproj", "<Project><ItemGroup><ProjectReference Include=\"Inner/Inner.csproj\" /></ItemGroup></Project>"), ("src/Web/Start/Program.cs", Program), ("src/Web/appsettings.json", "{\"a\":\"b\"}"), ("src/Web/Start/appsettings.json", "{}"),
            ("src/Web/Inner/Inner.csproj", Project), ("src/Web/Inner/Code.cs", Program), ("src/Loose.cs", Program),
        };
        var projects = Join(files, "").Projects;

        var web = projects.Single(p => p.Name == "Web");
        Assert.Equal(["src/Web/Start/Program.cs"], web.Code.Select(c => c.Source.Path));
        Assert.Equal(["src/Web/appsettings.json"], web.Settings.Select(s => s.Source.Path));
        Assert.Equal(["net9.0"], web.Frameworks.Select(f => f.Value));
        Assert.Equal(["Inner"], web.References.Select(r => r.Name));
        Assert.Equal(["src/Web/Inner/Code.cs"], projects.Single(p => p.Name == "Inner").Code.Select(c => c.Source.Path));
    }

    [Fact]
    public void A_project_is_of_tests_when_the_nearest_shared_file_says_so()
    {
        const string Tests = "<Project><PropertyGroup><IsTestProject>true</IsTestProject></PropertyGroup></Project>";
        var files = new[]
        {
            ("Directory.Build.props", "<Project />"), ("src/Web/Web.csproj", Project),
            ("test/Directory.Build.props", Tests), ("test/Web.Test/Web.Test.csproj", Project),
            ("test/Runner/Directory.Build.props", "<Project />"), ("test/Runner/Runner.csproj", Project),
        };

        Assert.Equal(["Web", "Runner"], Join(files, "").Projects.Select(p => p.Name));
    }

    private static string? Of(ProjectJoin join, string image, string manifest = "deploy/web.yaml") =>
        join.Of(new Located<string>(image, new SourceText(manifest, image).Span(0, image.Length))) is { } found
            ? $"{found.Project} {(found.Dockerfile is null ? "" : found.Dockerfile.Path + " ")}{found.Strength.ToString().ToLowerInvariant()} {found.Why}"
            : null;

    private static ProjectJoin Join(IEnumerable<(string Path, string Text)> files, string configuration)
    {
        var sources = files.Select(f => new SourceText(f.Path, f.Text));
        var parsed = sources.Select(s => s.Path.EndsWith(".cs", StringComparison.Ordinal) ? ParsedFile.Of(CodeReader.Read(s)) : Linter.Parse(s)).ToArray();
        var read = Linter.ReadConfiguration(new SourceText("svclint.yaml", configuration), _ => null);
        Assert.Empty(read.Problems);
        return Linter.Understand(parsed, new LintOptions { Configuration = read.Configuration }).Projects;
    }
}
