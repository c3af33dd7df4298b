using System.Text.Json;
using SvcLint.Analyzers.Tests.Hosts;

namespace SvcLint.Analyzers.Tests;

/// <summary>
/// The command, the analyzer and the task say the same of every sample; but the task reads no code, and so knows neither where an
/// application listens nor what it makes.
/// </summary>
public sealed class ChannelParityTests
{
    private static readonly string[] OfCode = ["SVC9050", "SVC9051", "SVC9052", "SVC9053"];

    public static TheoryData<string> Samples => new(
        Directory.Exists(SamplesFolder) ? Directory.EnumerateDirectories(SamplesFolder).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal) : []);

    private static string SamplesFolder => Path.Combine(RepositoryRoot.Path, "samples");

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Channels_agree(string sample)
    {
        // A copy outside git: what the command finds there is what lies there.
        using var copy = new TemporaryFolder();
        Copy(Path.Combine(SamplesFolder, sample), copy.Path);
        await Agree(copy.Path, ".", ProjectFile.Of(copy.Path));
    }

    [Fact]
    public async Task Channels_agree_on_what_a_kustomization_fetches_from_elsewhere()
    {
        using var folder = new TemporaryFolder();
        folder.Write("app/kustomization.yaml", "resources: [../base]\nconfigMapGenerator:\n  - name: settings\n    envs: [settings.env]\n");
        folder.Write("app/settings.env", "WEB_URL=http://web:8081\n");
        folder.Write("base/kustomization.yaml", "resources: [web.yaml]\n");
        folder.Write("base/web.yaml", Manifests.Web.Replace("env:", "envFrom: [{ configMapRef: { name: settings } }]\n          env:", StringComparison.Ordinal));
        var files = ProjectFile.Of(folder.Path).Select(f => f.FullPath.Contains("/base/", StringComparison.Ordinal) ? f with { Role = ProjectFileRole.Data } : f);

        var findings = await Agree(folder.Path, "app", [.. files]);

        Assert.Contains(findings, f => f.File == "base/web.yaml");
    }

    [Fact]
    public async Task The_command_and_the_analyzer_agree_on_code()
    {
        using var folder = new TemporaryFolder();
        folder.Write("deploy/web.yaml", Manifests.Web.Replace("env:", "readinessProbe: { httpGet: { path: /ready, port: 8080 } }\n          env:", StringComparison.Ordinal));
        folder.Write("deploy/stock.yaml", Manifests.Stock);
        folder.Write("src/Web/Web.csproj", """<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        folder.Write("src/Web/Program.cs", """
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapHealthChecks("/healthz");
            var stock = $"http://stock:9999/{1}";
            // svclint:ignore SVC9030 -- the sidecar listens there
            var other = "http://stock:9998";
            #pragma warning disable SVC9030
            var more = "http://stock:9997";
            #pragma warning restore SVC9030
            app.Run(); // svclint:ignore SVC9030
            """);

        var command = await Command(folder.Path, ".");
        var analyzer = await AnalyzerHost.Findings(folder.Path, ProjectFile.Of(folder.Path));

        Assert.Equal(Lines(command), Lines(analyzer));
        Assert.Equal(["SVC9030 3", "SVC0004 9"], command.Where(f => f.File == "src/Web/Program.cs").OrderBy(f => f.Line).Select(f => $"{f.Rule} {f.Line}"));
        Assert.Contains(command, f => f is { Rule: "SVC9033", File: "deploy/web.yaml" });
    }

    private static async Task<IReadOnlyList<Reported>> Agree(string root, string operand, IReadOnlyList<ProjectFile> files)
    {
        var command = await Command(root, operand);
        var analyzer = await AnalyzerHost.Findings(root, files);
        var task = TaskHost.Run(root, files).Findings;

        Assert.Equal(Lines(command), Lines(analyzer));
        Assert.Equal(Lines(command.Where(f => !OfCode.Contains(f.Rule) && Path.GetExtension(f.File) != ".cs")), Lines(task));
        return command;
    }

    private static IEnumerable<string> Lines(IEnumerable<Reported> findings) => findings.Select(f => f.ToString()).Order(StringComparer.Ordinal);

    private static async Task<IReadOnlyList<Reported>> Command(string folder, string operand)
    {
        using var json = JsonDocument.Parse(await CommandHost.Run(folder, "lint", "--format", "json", "--fail-on", "never", operand));
        return json.RootElement.GetProperty("findings").EnumerateArray().Select(Of).ToArray();
    }

    private static Reported Of(JsonElement finding)
    {
        var span = finding.GetProperty("span");
        return new Reported(
            finding.GetProperty("rule").GetString()!,
            finding.GetProperty("file").GetString()!,
            span.GetProperty("startLine").GetInt32(),
            span.GetProperty("startColumn").GetInt32(),
            span.GetProperty("endLine").GetInt32(),
            span.GetProperty("endColumn").GetInt32(),
            finding.GetProperty("severity").GetString()!);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
