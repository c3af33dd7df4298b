using System.Text.Json;

namespace SvcLint.Cli.Tests.Commands;

public sealed class ProjectsTests
{
    private const string Pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: shop/web:1\n";

    [Fact]
    public void It_tells_which_container_runs_a_project_why_and_where_it_listens()
    {
        using var scratch = Shop();

        var run = scratch.Lint("projects");

        Assert.Equal(0, run.Status);
        Assert.Equal(
            """
            src/Jobs/Jobs.csproj
              no container: no image bears its name; svclint.yaml can say so under projects
            src/Web/Web.csproj  src/Web/Dockerfile
              container web of Pod web  deploy/web.yaml:8
                image shop/web:1
                guess: their names are alike
                listens on localhost:5000 (Urls in src/Web/appsettings.json)

            """,
            run.Output);
    }

    [Fact]
    public void Its_JSON_says_the_same()
    {
        using var scratch = Shop().Write("svclint.yaml", "projects:\n  - project: src/Jobs/Jobs.csproj\n    images: shop/web\n");

        var run = scratch.Lint("projects", "--format", "json");

        var jobs = JsonDocument.Parse(run.Output).RootElement.GetProperty("projects")[0];
        var container = jobs.GetProperty("containers")[0];
        Assert.Equal(("src/Jobs/Jobs.csproj", "explicit", "svclint.yaml says so"), (jobs.GetProperty("project").GetString(), container.GetProperty("strength").GetString(), container.GetProperty("why").GetString()));
        Assert.Equal(("deploy/web.yaml", 8, "what starts the application is not known"), (container.GetProperty("file").GetString(), container.GetProperty("line").GetInt32(), container.GetProperty("unknown").GetString()));
        Assert.Equal(0, container.GetProperty("listens").GetArrayLength());
    }

    [Fact]
    public void Without_a_project_it_says_so()
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Pod);

        var run = scratch.Lint("projects");

        Assert.Equal((0, ""), (run.Status, run.Output));
        Assert.Contains("no .NET project there", run.Error);
    }

    [Fact]
    public void Files_of_projects_are_never_findings_of_their_own()
    {
        using var scratch = Shop();
        scratch.Write("src/Web/Dockerfile.old", "\t- {{ not yaml: [\n").Write("src/Web/Broken.csproj", "<Project>\n\t- : [").Write("src/Web/appsettings.Broken.json", "{ \"a\": \n");

        var run = scratch.Lint("lint", ".", "--format", "json");

        Assert.Equal(0, run.Status);
        Assert.Empty(run.Findings);
    }

    private static Scratch Shop() => new Scratch()
        .Write("deploy/web.yaml", Pod)
        .Write("src/Web/Web.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\" />")
        .Write("src/Web/Program.cs", "WebApplication.CreateBuilder(args).Build().Run();")
        .Write("src/Web/appsettings.json", "{ \"Urls\": \"http://localhost:5000\" }")
        .Write("src/Web/Dockerfile", "FROM mcr.microsoft.com/dotnet/aspnet:8.0\nENTRYPOINT [\"dotnet\", \"Web.dll\"]\n")
        .Write("src/Jobs/Jobs.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\" />")
        .Write("src/Jobs/Program.cs", "WebApplication.CreateBuilder(args).Build().Run();");
}
