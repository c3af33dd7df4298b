using System.Diagnostics;
using System.Text.Json;
using SvcLint.Analyzers.Tests.Hosts;

namespace SvcLint.Analyzers.Tests;

/// <summary>The command, the analyzer and the task say the same of every sample.</summary>
public sealed class ChannelParityTests
{
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
        var files = ProjectFile.Of(copy.Path);

        var command = await Command(copy.Path);
        var analyzer = await AnalyzerHost.Findings(copy.Path, files);
        var task = TaskHost.Run(copy.Path, files).Findings;

        Assert.Equal(Lines(command), Lines(analyzer));
        Assert.Equal(Lines(command), Lines(task));
    }

    private static IEnumerable<string> Lines(IEnumerable<Reported> findings) => findings.Select(f => f.ToString()).Order(StringComparer.Ordinal);

    private static async Task<IReadOnlyList<Reported>> Command(string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { BuildOutput.Of("src/SvcLint.Cli", "net10.0", "svclint.dll"), "lint", "--format", "json", "--fail-on", "never", "." },
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        using var json = JsonDocument.Parse(await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
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
