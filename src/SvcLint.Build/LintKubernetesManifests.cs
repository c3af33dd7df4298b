using System.Reflection;
using Microsoft.Build.Framework;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Build;

/// <summary>
/// Lints manifests in projects that the C# analyzer does not run in. Unlike a compiler it says its findings again when nothing
/// changed: a build that was up to date is as loud as the one before.
/// </summary>
public sealed class LintKubernetesManifests : Microsoft.Build.Utilities.Task
{
    private static readonly string Version =
        typeof(LintKubernetesManifests).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>Full paths, each with the metadata <c>SvcLintRole</c>.</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The folder that the paths of findings and globs are relative to.</summary>
    [Required]
    public string Root { get; set; } = "";

    /// <summary>Where findings are kept between builds; empty keeps none.</summary>
    public string CacheFile { get; set; } = "";

    public string KubernetesVersion { get; set; } = "";

    public string Confidence { get; set; } = "";

    /// <summary>MSBuild applies this one to compilers only; without it a finding would weigh less here than in a C# project.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    public string WarningsNotAsErrors { get; set; } = "";

    public string NoWarn { get; set; } = "";

    public override bool Execute()
    {
        var today = DateTime.UtcNow.Date;
        var cache = new FindingCache(CacheFile, FindingCache.Key([Version, Root, KubernetesVersion, Confidence, today.ToString("yyyy-MM-dd")], Files));
        var findings = cache.Read();
        if (findings is null)
        {
            findings = Lint(today);
            if (!Log.HasLoggedErrors)
            {
                cache.Write(findings);
            }
        }

        foreach (var finding in findings)
        {
            Report(finding);
        }

        return !Log.HasLoggedErrors;
    }

    private CachedFinding[] Lint(DateTime today)
    {
        var manifests = new List<(ParsedFile, ProjectFileRole)>();
        SourceText? configuration = null;
        SourceText? baseline = null;
        var extended = new List<SourceText>();
        var charts = new List<SourceText>();
        var data = new Dictionary<string, SourceText>(StringComparer.Ordinal);
        foreach (var item in Files)
        {
            if (!Enum.TryParse<ProjectFileRole>(item.GetMetadata("SvcLintRole"), out var role) || Read(item.ItemSpec) is not { } source)
            {
                continue;
            }

            switch (role)
            {
                case ProjectFileRole.Configuration:
                    configuration = source;
                    break;
                case ProjectFileRole.ExtendedConfiguration:
                    extended.Add(source);
                    break;
                case ProjectFileRole.Baseline:
                    baseline = source;
                    break;
                case ProjectFileRole.Chart:
                    charts.Add(source);
                    break;
                case ProjectFileRole.PackedChart when Charts.Units.PackedChart.Read(source) is { } packed:
                    charts.Add(packed);
                    break;
                case ProjectFileRole.PackedChart:
                    break;
                case ProjectFileRole.Data:
                    data[source.Path] = source;
                    break;
                default:
                    manifests.Add((Linter.Parse(source), role));
                    break;
            }
        }

        var paths = Files.GroupBy(f => ProjectInput.RelativePath(Root, f.ItemSpec), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().ItemSpec, StringComparer.Ordinal);
        var input = new ProjectInput
        {
            Files = manifests,
            Configuration = configuration,
            ExtendedConfigurations = extended,
            Baseline = baseline,
            ChartFiles = charts,
            RenderCharts = static (files, options) => Charts.Units.ChartUnits.Render(Charts.Units.ChartInput.Of(files, options)),
            Engine = static (files, options) => new Charts.Units.ReleaseEngine(() => Charts.Units.ChartInput.Of(files, options)),
            ReadFile = path => data.TryGetValue(path, out var file) ? file : null,
            KubernetesVersion = KubernetesVersion,
            Confidence = Confidence,
            Today = today,
        };
        return input.Lint().Select(f => CachedFinding.Of(f, paths[f.Span.Source.Path])).ToArray();
    }

    private SourceText? Read(string path)
    {
        try
        {
            return SourceText.FromBytes(ProjectInput.RelativePath(Root, path), File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.LogError($"{path} cannot be read: {exception.Message}");
            return null;
        }
    }

    private void Report(CachedFinding finding)
    {
        var help = RuleCatalog.HelpLink(finding.RuleId, Version.Split('+')[0]);
        // As compilers write it, so that both channels look alike.
        var message = $"{finding.Message} ({help})";
        // A name may hold the end of a line; any other stays a path.
        var path = Printable.OneLine(finding.Path);
        if (finding.Severity == Severity.Error || (finding.Severity == Severity.Warning && IsRaised(finding.RuleId)))
        {
            Log.LogError(null, finding.RuleId, null, help, path, finding.Line, finding.Column, finding.EndLine, finding.EndColumn, "{0}", message);
        }
        else if (finding.Severity == Severity.Warning)
        {
            Log.LogWarning(null, finding.RuleId, null, help, path, finding.Line, finding.Column, finding.EndLine, finding.EndColumn, "{0}", message);
        }
        else
        {
            Log.LogMessage(null, finding.RuleId, null, path, finding.Line, finding.Column, finding.EndLine, finding.EndColumn, MessageImportance.Low, "{0}", message);
        }
    }

    private bool IsRaised(string ruleId) => TreatWarningsAsErrors && !Lists(WarningsNotAsErrors, ruleId) && !Lists(NoWarn, ruleId);

    private static bool Lists(string codes, string ruleId) =>
        codes.Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries).Contains(ruleId, StringComparer.OrdinalIgnoreCase);
}
