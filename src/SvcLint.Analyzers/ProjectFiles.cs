using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Model.DotNet;
using SvcLint.Text;

namespace SvcLint.Analyzers;

/// <summary>What the package's targets hand to the compiler: files with their roles, and the project's properties.</summary>
internal sealed class ProjectFiles
{
    private const string RoleMetadata = "build_metadata.AdditionalFiles.SvcLintRole";

    private readonly AnalyzerConfigOptions _properties;
    private readonly Dictionary<AdditionalText, ProjectFileRole> _roles = [];
    private readonly Dictionary<string, string> _fullPaths = new(StringComparer.Ordinal);

    private ProjectFiles(AnalyzerOptions options)
    {
        _properties = options.AnalyzerConfigOptionsProvider.GlobalOptions;
        Root = Property("SvcLintRoot") ?? "";
        foreach (var file in options.AdditionalFiles)
        {
            if (options.AnalyzerConfigOptionsProvider.GetOptions(file).TryGetValue(RoleMetadata, out var text) && Enum.TryParse<ProjectFileRole>(text, out var role))
            {
                _roles[file] = role;
                _fullPaths[RelativePath(file)] = file.Path;
            }
        }
    }

    public static ProjectFiles Of(AnalyzerOptions options) => new(options);

    /// <summary>The folder that the paths of findings and globs are relative to.</summary>
    public string Root { get; }

    public bool ReportsAny => _roles.Values.Any(r => r is ProjectFileRole.Manifest or ProjectFileRole.Settings);

    public bool IsTest => string.Equals(Property("IsTestProject"), "true", StringComparison.OrdinalIgnoreCase);

    public bool Holds(AdditionalText file) => _roles.ContainsKey(file);

    public string RelativePath(AdditionalText file) => RelativePath(file.Path);

    public string RelativePath(string path) => ProjectInput.RelativePath(Root, path);

    /// <summary>Of a file that the project was given, or of one that an index speaks of.</summary>
    public string FullPath(string relativePath) => _fullPaths.TryGetValue(relativePath, out var path) ? path : Path.Combine(Root, relativePath);

    public static ParsedFile? Parse(string root, AdditionalText file) => Read(root, file) is { } source ? Linter.Parse(source) : null;

    /// <summary>The findings that the project reports, by the relative path of the file that holds each.</summary>
    /// <param name="parse">Reads a file, or finds what was read.</param>
    /// <param name="readCode">Reads the C# that names one of these Services.</param>
    public ILookup<string, Finding> Lint(Func<AdditionalText, ParsedFile?> parse, Func<IReadOnlyCollection<string>, IReadOnlyList<CodeFacts>> readCode)
    {
        var files = new List<(ParsedFile, ProjectFileRole)>();
        foreach (var file in _roles.OrderBy(f => f.Key.Path, StringComparer.Ordinal))
        {
            if (file.Value is ProjectFileRole.Manifest or ProjectFileRole.Reference or ProjectFileRole.Settings && parse(file.Key) is { } parsed)
            {
                files.Add((parsed, file.Value));
            }
        }

        var data = _roles.Where(f => f.Value == ProjectFileRole.Data).ToDictionary(f => RelativePath(f.Key), f => f.Key, StringComparer.Ordinal);
        var index = Texts(ProjectFileRole.Index).Select(t => ManifestIndex.Read(t.Content)).FirstOrDefault();
        var services = files.SelectMany(f => f.Item1.Objects).OfType<Service>().Select(s => s.Name).OfType<string>().Concat(index?.ServiceNames ?? []).Distinct().ToArray();
        var input = new ProjectInput
        {
            Files = files,
            Code = IsTest ? [] : readCode(services),
            Configuration = Texts(ProjectFileRole.Configuration).FirstOrDefault(),
            ExtendedConfigurations = Texts(ProjectFileRole.ExtendedConfiguration),
            Baseline = Texts(ProjectFileRole.Baseline).FirstOrDefault(),
            Index = index,
            ChartFiles = [.. Texts(ProjectFileRole.Chart), .. Texts(ProjectFileRole.PackedChart).Select(static t => Charts.Units.PackedChart.Read(t)).OfType<SourceText>()],
            RenderCharts = static (files, options) => Charts.Units.ChartUnits.Render(Charts.Units.ChartInput.Of(files, options)),
            Engine = static (files, options) => new Charts.Units.ReleaseEngine(() => Charts.Units.ChartInput.Of(files, options)),
            ReadFile = path => data.TryGetValue(path, out var file) ? Read(Root, file) : null,
            KubernetesVersion = Property("SvcLintKubernetesVersion"),
            Confidence = Property("SvcLintConfidence"),
            Today = DateTime.UtcNow.Date,
        };
        return input.Lint().ToLookup(f => f.Span.Source.Path, StringComparer.Ordinal);
    }

    private SourceText[] Texts(ProjectFileRole role) =>
        _roles.Where(f => f.Value == role).Select(f => Read(Root, f.Key)).Where(t => t is not null).Select(t => t!).ToArray();

    private static SourceText? Read(string root, AdditionalText file) =>
        file.GetText() is { } text ? new SourceText(ProjectInput.RelativePath(root, file.Path), text.ToString()) : null;

    private string? Property(string name) => _properties.TryGetValue("build_property." + name, out var value) && value.Length > 0 ? value : null;
}
