using SvcLint.Cluster;
using SvcLint.Cluster.Applications;
using SvcLint.Config;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Model.DotNet;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint;

/// <summary>What a file of a .NET project is to svclint.</summary>
public enum ProjectFileRole
{
    /// <summary>Linted, and its findings are this project's to report.</summary>
    Manifest,

    /// <summary>Known, so that references to it resolve; another project reports it.</summary>
    Reference,

    /// <summary>What the project itself says of its application: <c>appsettings.json</c>, the project file, a Dockerfile; judged against manifests and references.</summary>
    Settings,

    /// <summary>The project's <c>svclint.yaml</c>.</summary>
    Configuration,

    /// <summary>A file that the configuration extends.</summary>
    ExtendedConfiguration,

    /// <summary>Findings that are accepted: see <see cref="Suppression.Baseline"/>.</summary>
    Baseline,

    /// <summary>What other projects' manifests hold, written beforehand: see <see cref="ManifestIndex"/>.</summary>
    Index,

    /// <summary>Read when a kustomization asks for it: a base or patch elsewhere, a generator's file of any kind.</summary>
    Data,

    /// <summary>A file of a chart that is no manifest by its name: helpers, notes, the schema of its values.</summary>
    Chart,

    /// <summary>A packed dependency of a chart, written as text for the compiler.</summary>
    PackedChart,
}

/// <summary>
/// What a .NET project gives the linter. The Roslyn analyzer and the MSBuild task both lint through this, so that they cannot
/// differ.
/// </summary>
public sealed record ProjectInput
{
    /// <summary>Manifests, references and settings.</summary>
    public required IReadOnlyList<(ParsedFile File, ProjectFileRole Role)> Files { get; init; }

    public SourceText? Configuration { get; init; }

    public IReadOnlyList<SourceText> ExtendedConfigurations { get; init; } = [];

    /// <summary>What <c>svclint --write-baseline</c> wrote: these findings are not reported. One that cannot be read accepts nothing, and is reported itself.</summary>
    public SourceText? Baseline { get; init; }

    /// <summary>In place of references; only for a project without manifests of its own.</summary>
    public ManifestIndex? Index { get; init; }

    /// <summary>Files of charts beside manifests.</summary>
    public IReadOnlyList<SourceText> ChartFiles { get; init; } = [];

    /// <summary>Renders the charts among these files, for hosts that have the engine.</summary>
    public Func<IReadOnlyDictionary<string, SourceText>, LintOptions, IReadOnlyList<RenderedUnit>>? RenderCharts { get; init; }

    /// <summary>Renders what applications name, for hosts that have the engine.</summary>
    public Func<IReadOnlyDictionary<string, SourceText>, LintOptions, IReleaseEngine>? Engine { get; init; }

    /// <summary>See <see cref="UnitOptions.ReadFile"/>.</summary>
    public Func<string, SourceText?>? ReadFile { get; init; }

    /// <summary>As the project writes it; empty, null or unreadable leaves it to the configuration.</summary>
    public string? KubernetesVersion { get; init; }

    /// <summary>The C# of the project.</summary>
    public IReadOnlyList<CodeFacts> Code { get; init; } = [];

    /// <summary>The least confidence that is reported: <c>low</c>, <c>medium</c> or <c>high</c>; medium for anything else.</summary>
    public string? Confidence { get; init; }

    /// <summary>See <see cref="LintOptions.Today"/>.</summary>
    public DateTime? Today { get; init; }

    /// <summary>The findings that this project reports, sorted by place.</summary>
    public IReadOnlyList<Finding> Lint()
    {
        if (Code.Count == 0 && !Files.Any(f => f.Role is ProjectFileRole.Manifest or ProjectFileRole.Settings))
        {
            return [];
        }

        var manifests = new HashSet<string>(Files.Where(f => f.Role == ProjectFileRole.Manifest).Select(f => f.File.Path), StringComparer.Ordinal);
        // The compiler follows pragmas itself, and tells which of them are of no use.
        var code = Code.Select(c => ParsedFile.Of(c with { Pragmas = [] }));
        ConfigurationProblem? problem = null;
        var baseline = Baseline is null ? null : Suppression.Baseline.Read(Baseline, out problem);
        var options = WithCharts(Options());
        var result = Linter.Lint([.. Files.Select(f => f.File), .. code], problem is null ? options : options with { ConfigurationProblems = [.. options.ConfigurationProblems, problem] });
        var reported = Reported(manifests, result.Units);
        var least = LeastConfidence;
        IReadOnlyList<Finding> findings = result.Findings.Where(f => f.Severity != Severity.Off).ToArray();
        return (baseline?.Apply(findings).New ?? findings).Where(f => f.Confidence >= least && (reported.Contains(f.Span.Source.Path) || IsAboutApplication(f))).Select(Printed).ToArray();
    }

    // Words quote manifests, and a build server acts on what stands in a log.
    private static Finding Printed(Finding finding) => finding with
    {
        Message = Printable.OneLine(finding.FullMessage),
        Effect = finding.Effect is { } effect ? Printable.OneLine(effect) : null,
        Help = finding.Help is { } help ? Printable.OneLine(help) : null,
    };

    // The engine is not loaded for a project without charts.
    private LintOptions WithCharts(LintOptions options)
    {
        if (RenderCharts is null || !Files.Any(f => NameOf(f.File) == "Chart.yaml"))
        {
            return options;
        }

        var files = new Dictionary<string, SourceText>(StringComparer.Ordinal);
        foreach (var file in Files.Select(f => f.File.Source).Concat(ChartFiles))
        {
            files[file.Path] = file;
        }

        return options with { Rendered = RenderCharts(files, options), Engine = Engine?.Invoke(files, options) };

        static string NameOf(ParsedFile file) => file.Path.Substring(file.Path.LastIndexOf('/') + 1);
    }

    // Another project's manifest contradicts this one's code or settings: only here are both known.
    private bool IsAboutApplication(Finding finding) =>
        finding.Rule.Category == Category.DotNet
        && finding.Related.Any(r => Code.Any(c => c.Source == r.Span.Source) || Files.Any(f => f.Role == ProjectFileRole.Settings && f.File.Source == r.Span.Source));

    // The manifests, what they are applied together with, the configuration and the baseline; never what another project reports.
    private HashSet<string> Reported(HashSet<string> manifests, IReadOnlyList<DeploymentUnit> units)
    {
        var reported = new HashSet<string>(manifests, StringComparer.Ordinal);
        foreach (var unit in units)
        {
            if (unit.Files.Any(manifests.Contains))
            {
                reported.UnionWith(unit.Files);
            }
        }

        reported.UnionWith(Files.Where(f => f.Role == ProjectFileRole.Settings).Select(f => f.File.Path));
        reported.UnionWith(Code.Select(c => c.Source.Path));
        reported.ExceptWith(Files.Where(f => f.Role == ProjectFileRole.Reference).Select(f => f.File.Path));
        if (manifests.Count > 0)
        {
            reported.UnionWith(new[] { Configuration, Baseline }.OfType<SourceText>().Select(s => s.Path));
        }

        return reported;
    }

    /// <summary>
    /// A file's path as findings and globs take it: relative to the root, with forward slashes, by way of <c>..</c> where it lies
    /// outside; on another drive it keeps its path.
    /// </summary>
    public static string RelativePath(string root, string fullPath)
    {
        var path = fullPath.Replace('\\', '/');
        var file = path.Split('/');
        var folder = root.Replace('\\', '/').TrimEnd('/').Split('/');
        // Paths with a drive letter are the ones whose case says nothing.
        var comparison = path.Length > 1 && path[1] == ':' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var shared = 0;
        while (shared < folder.Length && shared < file.Length - 1 && string.Equals(folder[shared], file[shared], comparison))
        {
            shared++;
        }

        return shared == 0 || root.Length == 0
            ? path
            : string.Join("/", Enumerable.Repeat("..", folder.Length - shared).Concat(file.Skip(shared)));
    }

    private Confidence LeastConfidence => Confidence?.ToLowerInvariant() switch
    {
        "low" => Findings.Confidence.Low,
        "high" => Findings.Confidence.High,
        _ => Findings.Confidence.Medium,
    };

    private LintOptions Options()
    {
        var options = new LintOptions
        {
            KubernetesVersion = Kubernetes.KubernetesVersion.TryParse(KubernetesVersion ?? "", out var version) ? version : null,
            Today = Today,
            ReadFile = ReadFile,
            Index = Index,
        };
        if (Configuration is null)
        {
            return options;
        }

        var read = Linter.ReadConfiguration(Configuration, path => ExtendedConfigurations.FirstOrDefault(c => c.Path == path));
        return options with { Configuration = read.Configuration, ConfigurationProblems = read.Problems };
    }
}
