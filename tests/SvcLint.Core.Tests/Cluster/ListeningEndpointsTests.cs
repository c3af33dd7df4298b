using SvcLint.Cluster;
using SvcLint.CSharp;
using SvcLint.Model;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Cluster;

/// <summary>Every row was measured: ASP.NET Core 10.0.12, started with these settings, and asked for its addresses.</summary>
public sealed class ListeningEndpointsTests
{
    private const string Plain = "var b = WebApplication.CreateBuilder(args); var app = b.Build(); app.Run();";
    private const string UseUrls = "var b = WebApplication.CreateBuilder(args); b.WebHost.UseUrls(\"http://*:7001\"); b.Build().Run();";
    private const string Listen = "var b = WebApplication.CreateBuilder(args); b.WebHost.ConfigureKestrel(k => k.ListenAnyIP(7002)); b.Build().Run();";
    private const string AppUrls = "var b = WebApplication.CreateBuilder(args); var app = b.Build(); app.Urls.Add(\"http://*:7003\"); app.Run();";
    private const string AppUrlsListen = "var b = WebApplication.CreateBuilder(args); b.WebHost.ConfigureKestrel(k => k.ListenAnyIP(7002)); var app = b.Build(); app.Urls.Add(\"http://*:7003\"); app.Run();";
    private const string AppUrlsUseUrls = "var b = WebApplication.CreateBuilder(args); b.WebHost.UseUrls(\"http://*:7001\"); var app = b.Build(); app.Run(\"http://*:7003\");";
    private const string Generic = "Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(w => w.UseStartup<S>()).Build().Run();";
    private const string GenericUseUrls = "Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(w => w.UseUrls(\"http://*:7001\")).Build().Run();";

    [Theory]
    // The image, and what a manifest sets.
    [InlineData(Plain, "", "", "", "*:8080")]
    [InlineData(Plain, "ASPNETCORE_HTTP_PORTS=", "", "", "localhost:5000")]
    [InlineData(Plain, "ASPNETCORE_HTTP_PORTS=7800;7801", "", "", "*:7800 *:7801")]
    [InlineData(Plain, "ASPNETCORE_HTTP_PORTS=7600 ASPNETCORE_URLS=", "", "", "*:7600")]
    [InlineData(Plain, "HTTP_PORTS=7601", "", "", "*:7601")]
    [InlineData(Plain, "ASPNETCORE_URLS=http://*:7601", "", "", "*:7601")]
    [InlineData(Plain, "ASPNETCORE_URLS=http://example.com:7700", "", "", "*:7700")]
    [InlineData(Plain, "ASPNETCORE_URLS=http://0.0.0.0:7700", "", "", "ipv4:7700")]
    [InlineData(Plain, "ASPNETCORE_URLS=http://*:7700;http://localhost:7701", "", "", "*:7700 localhost:7701")]
    [InlineData(Plain, "ASPNETCORE_URLS=http://[::1]:7700;https://+;http://127.0.0.2", "", "", "localhost:7700 *:443 localhost:80")]
    [InlineData(Plain, "ASPNETCORE_URLS=http://*:7700/base", "", "", null)]
    [InlineData(Plain, "ASPNETCORE_HTTP_PORTS=7800,7801", "", "", null)]
    [InlineData(Plain, "DOTNET_URLS=http://*:7500 ASPNETCORE_URLS=http://*:7501", "", "", null)]
    [InlineData(Plain, "ASPNETCORE_URLS=http://*:$(PORT)", "", "", null)]
    // Code.
    [InlineData(UseUrls, "ASPNETCORE_URLS=http://*:7901", "", "", "*:7001")]
    [InlineData(UseUrls, "HTTP_PORTS=7906", "", "", "*:7001")]
    [InlineData(AppUrls, "ASPNETCORE_URLS=http://*:7901", "", "", "*:7003")]
    [InlineData(AppUrlsUseUrls, "", "", "", "*:7003")]
    [InlineData(AppUrlsListen, "", "", "", "*:7002")]
    [InlineData(Listen, "ASPNETCORE_URLS=http://*:7901", "", "", "*:7002")]
    [InlineData(Listen, "Kestrel__Endpoints__X__Url=http://*:7905", "", "", "*:7905 *:7002")]
    [InlineData(AppUrls, "Kestrel__Endpoints__X__Url=http://*:7100", "", "", "*:7100")]
    [InlineData(GenericUseUrls, "ASPNETCORE_URLS=http://*:7901", "", "", "*:7001")]
    // A web application obeys its code here, a generic host the variable.
    [InlineData(GenericUseUrls, "URLS=http://*:7902", "", "", null)]
    [InlineData(UseUrls, "", "--urls http://*:7903", "", null)]
    // Arguments.
    [InlineData(Plain, "URLS=http://*:7201", "--urls http://*:7200", "", "*:7200")]
    [InlineData(Plain, "Kestrel__Endpoints__X__Url=http://*:7100", "--urls=http://*:7200", "", "*:7100")]
    [InlineData(Plain, "HTTP_PORTS=7301", "--http_ports 7300", "", "*:7300")]
    // Settings files.
    [InlineData(Plain, "", "", """{"Urls":"http://*:8001","HTTP_PORTS":"8002"}""", "*:8001")]
    [InlineData(Plain, "ASPNETCORE_URLS=http://*:8003", "", """{"Urls":"http://*:8001"}""", "*:8001")]
    [InlineData(Plain, "URLS=http://*:8003", "", """{"Urls":"http://*:8001"}""", "*:8003")]
    [InlineData(Plain, "URLS=", "", """{"Urls":"http://*:8001","HTTP_PORTS":"8002"}""", "*:8002")]
    [InlineData(Plain, "ASPNETCORE_HTTP_PORTS=8003", "", """{"HTTP_PORTS":"8002"}""", "*:8002")]
    [InlineData(Generic, "ASPNETCORE_URLS=http://*:8003", "", """{"Urls":"http://*:8001"}""", "*:8001")]
    [InlineData(Plain, "ASPNETCORE_URLS=http://*:8104", "", """{"Kestrel":{"EndPoints":{"Http":{"Url":"http://localhost:8101"},"B":{"Url":"http://*:8102"}}}}""", "localhost:8101 *:8102")]
    [InlineData(AppUrls, "", "", """{"Kestrel":{"EndPoints":{"B":{"Url":"http://*:8102"}}}}""", "*:8102")]
    [InlineData(GenericUseUrls, "", "", """{"Kestrel":{"EndPoints":{"B":{"Url":"http://*:8102"}}}}""", "*:8102")]
    [InlineData(Plain, "", "--Kestrel:Endpoints:Http:Url=http://*:8103", """{"Kestrel":{"EndPoints":{"Http":{"Url":"http://localhost:8101"}}}}""", "*:8103")]
    [InlineData(Plain, "Kestrel__Endpoints__Http__Url=http://*:8105", "", """{"Kestrel":{"EndPoints":{"Http":{"Url":"http://localhost:8101"}}}}""", "*:8105")]
    [InlineData(Plain, "ASPNETCORE_Kestrel__Endpoints__Http__Url=http://*:8105", "", """{"Kestrel":{"EndPoints":{"Http":{"Url":"http://localhost:8101"}}}}""", "localhost:8101")]
    [InlineData(Plain, "ASPNETCORE_Kestrel__Endpoints__X__Url=http://*:7100 ASPNETCORE_URLS=http://*:7400", "", "", "*:7100")]
    public void It_listens_where_the_application_was_seen_to(string code, string environment, string arguments, string settings, string? expected)
    {
        var listening = Of(code, environment, arguments, ("appsettings.json", settings));

        Assert.Equal(expected, Text(listening));
    }

    [Theory]
    [InlineData("", "*:8080")]
    [InlineData("DOTNET_ENVIRONMENT=Staging", "*:8201")]
    [InlineData("ASPNETCORE_ENVIRONMENT=staging", "*:8201")]
    [InlineData("ENVIRONMENT=Staging", "*:8080")]
    [InlineData("DOTNET_ENVIRONMENT=Staging ASPNETCORE_ENVIRONMENT=Production", null)]
    public void The_environment_picks_the_settings_file(string environment, string? expected) =>
        Assert.Equal(expected, Text(Of(Plain, environment, "", ("appsettings.Staging.json", """{"Kestrel":{"EndPoints":{"Http":{"Url":"http://*:8201"}}}}"""))));

    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:7.0-alpine", "", "*:80")]
    [InlineData("mcr.microsoft.com/dotnet/core/aspnet:3.1", "", "*:80")]
    [InlineData("mcr.microsoft.com/dotnet/core/aspnet", "", "*:80")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled", "", "*:8080")]
    [InlineData("mcr.microsoft.com/dotnet/runtime-deps:10.0", "", "*:8080")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet", "", "*:8080")]
    [InlineData("mcr.microsoft.com/dotnet/nightly/aspnet:9.0-preview", "", "*:8080")]
    // Ports are read from .NET 8 on.
    [InlineData("mcr.microsoft.com/dotnet/aspnet:6.0", "ASPNETCORE_HTTP_PORTS=8080", "*:80")]
    // Nobody knows what it sets.
    [InlineData("mcr.microsoft.com/dotnet/sdk:8.0", "", null)]
    [InlineData("registry.example/dotnet/aspnet:8.0", "", null)]
    [InlineData("registry.example/dotnet/aspnet:8.0", "ASPNETCORE_HTTP_PORTS=8080", null)]
    [InlineData("registry.example/dotnet/aspnet:8.0", "ASPNETCORE_URLS=http://+:5000", "*:5000")]
    public void The_base_image_has_its_default(string image, string environment, string? expected) =>
        Assert.Equal(expected, Text(Of(Plain, environment, "", ("Dockerfile", $"FROM {image}\nENTRYPOINT [\"dotnet\", \"Web.dll\"]\n"))));

    [Theory]
    [InlineData("ENTRYPOINT dotnet Web.dll --urls http://*:6000", "*:6000")]
    [InlineData("ENTRYPOINT [\"tini\", \"--\", \"./Web\"]\nCMD [\"--urls\", \"http://*:6001\"]", "*:6001")]
    [InlineData("CMD [\"dotnet\", \"Web.dll\"]", "*:8080")]
    [InlineData("CMD ASPNETCORE_URLS=http://*:$PORT dotnet Web.dll", null)]
    [InlineData("CMD dotnet Web.dll --urls http://*:$PORT", null)]
    [InlineData("ENTRYPOINT [\"./entrypoint.sh\"]", null)]
    [InlineData("ENTRYPOINT [\"dotnet\", \"run\"]", null)]
    [InlineData("EXPOSE 5000", null)]
    public void The_program_must_be_the_application(string instructions, string? expected) =>
        Assert.Equal(expected, Text(Of(Plain, "", "", ("Dockerfile", $"FROM mcr.microsoft.com/dotnet/aspnet:8.0\n{instructions}\n"))));

    [Fact]
    public void What_a_stronger_setting_makes_void_is_told_with_what_decides()
    {
        var listening = Of(UseUrls, "ASPNETCORE_URLS=http://*:7901 ASPNETCORE_HTTP_PORTS=7902", "", ("x", ""));

        Assert.Equal(["UseUrls in Program.cs"], listening.Deciding.Select(d => d.Described));
        Assert.Equal(["ASPNETCORE_URLS in pod.yaml", "ASPNETCORE_HTTP_PORTS in pod.yaml"], listening.WithoutEffect.Select(d => d.Described));
        Assert.Equal(["http://*:7901", "7902"], listening.WithoutEffect.Select(d => d.Span.Text));
    }

    private static ListeningEndpoints Of(string code, string environment, string arguments, (string Path, string Text) file)
    {
        var variables = string.Concat(environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2)).Select(v => $"        - name: {v[0]}\n          value: {(v[1].Length == 0 ? "''" : v[1])}\n"));
        var words = string.Concat(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => $"        - {w}\n"));
        var pod = $"apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n{(variables.Length > 0 ? "      env:\n" + variables : "")}{(words.Length > 0 ? "      args:\n" + words : "")}";
        var program = new SourceText("Program.cs", code);
        var files = new List<ParsedFile>
        {
            Linter.Parse(new SourceText("pod.yaml", pod)),
            Linter.Parse(new SourceText("Web.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\" />")),
            Linter.Parse(new SourceText("Dockerfile", "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nENTRYPOINT [\"dotnet\", \"Web.dll\"]\n")),
            new() { Source = program, Code = CodeReader.Read(program) },
        };
        files.RemoveAll(f => f.Path == file.Path);
        files.Add(Linter.Parse(new SourceText(file.Path, file.Text)));
        var repository = Linter.Understand(files, new LintOptions());
        return ListeningContainer.All(repository.Units.Single()).Single().Listening;
    }

    private static string? Text(ListeningEndpoints listening) => listening.Endpoints is null
        ? null
        : string.Join(' ', listening.Endpoints.Select(e => $"{e.To switch { BoundTo.Any => "*", BoundTo.IPv4 => "ipv4", _ => "localhost" }}:{e.Port}"));
}
