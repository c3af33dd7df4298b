using System.Text.RegularExpressions;
using SvcLint.Analyzers.Tests.Hosts;

namespace SvcLint.Analyzers.Tests.Builds;

/// <summary>One line of a build's log: <c>deploy/web.yaml(32,37): warning SVC2020</c>, and the project that said it.</summary>
internal sealed record BuildLine(string Place, string Severity, string Rule, string Project)
{
    public override string ToString() => $"{Place}: {Severity} {Rule}";
}

/// <summary>A repository in a folder of its own, built by the SDK with the packed package.</summary>
internal sealed partial class TestRepository(AnalyzerPackage package) : IDisposable
{
    public const string Reference = """<PackageReference Include="SvcLint.Analyzers" Version="*" PrivateAssets="all" />""";

    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    public void Dispose() => _folder.Dispose();

    public void Write(string name, string text) => _folder.Write(name, text);

    /// <summary>A project that references the package.</summary>
    public void WriteProject(string name, string properties = "", string items = "", string sdk = "Microsoft.NET.Sdk") =>
        Write(name, $"""
            <Project Sdk="{sdk}">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework>{properties}</PropertyGroup>
              <ItemGroup>{Reference}{items}</ItemGroup>
            </Project>
            """);

    public void CopySample(string name)
    {
        var sample = System.IO.Path.Combine(RepositoryRoot.Path, "samples", name);
        foreach (var file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories))
        {
            var relative = System.IO.Path.GetRelativePath(sample, file).Replace('\\', '/');
            if (!relative.Contains("/bin/", StringComparison.Ordinal) && !relative.Contains("/obj/", StringComparison.Ordinal))
            {
                Write(relative, File.ReadAllText(file));
            }
        }
    }

    /// <summary>Builds; each line of svclint once for each time that it was said.</summary>
    public (int ExitCode, IReadOnlyList<BuildLine> Lines, string Output) Build(params string[] arguments)
    {
        // The console repeats warnings in a summary; the log file does not.
        var log = System.IO.Path.Combine(Path, "build.log");
        var (exitCode, _) = DotNet.Run(Path, package.Variables, ["build", $"-flp:LogFile={log};Verbosity=quiet", .. arguments]);
        var output = File.ReadAllText(log);
        var lines = new List<BuildLine>();
        foreach (Match line in Line().Matches(output))
        {
            var place = System.IO.Path.GetRelativePath(Path, line.Groups["file"].Value).Replace('\\', '/') + line.Groups["range"].Value;
            lines.Add(new BuildLine(place, line.Groups["severity"].Value, line.Groups["rule"].Value, line.Groups["project"].Value));
        }

        return (exitCode, lines, output);
    }

    [GeneratedRegex(@"^\s*(?<file>[^\s(][^(\r\n]*)(?<range>\([\d,]+\)): (?<severity>error|warning) (?<rule>SVC\d+): .* \(https://svclint\.github\.io/svclint/v[\d.]+/rules/\k<rule>\.html\) \[(?<project>[^\]]+)\]\r?$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
