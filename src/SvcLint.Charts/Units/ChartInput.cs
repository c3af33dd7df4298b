using SvcLint.Charts.Templates;
using SvcLint.Config;
using SvcLint.Kubernetes;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Charts.Units;

/// <summary>What a host gives to have its charts rendered.</summary>
public sealed record ChartInput
{
    public const string MetadataName = "Chart.yaml";

    /// <summary>The files of the input, by the paths that findings show.</summary>
    public required IReadOnlyDictionary<string, SourceText> Files { get; init; }

    /// <summary>Loads the chart of a folder: empty, or a path that ends with a slash. Throws <see cref="ChartException"/>.</summary>
    public required Func<string, ChartLoader, Chart> Load { get; init; }

    /// <summary>Reads a values file that is not among the input; null when there is none.</summary>
    public Func<string, SourceText?> ReadFile { get; init; } = static _ => null;

    public LintConfiguration Configuration { get; init; } = LintConfiguration.Default;

    /// <summary>The cluster's version where a chart's own declaration names none.</summary>
    public string? KubernetesVersion { get; init; }

    /// <summary>A version that the cluster is to have later: every chart is rendered for it, whatever is declared of today's. Null where charts are rendered for today.</summary>
    public KubernetesVersion? LaterVersion { get; init; }

    /// <summary>Values that the command line names; they replace the values files beside the charts.</summary>
    public GoMap? Named { get; init; }

    /// <summary>The name of the folder that is the input's root.</summary>
    public string RootName { get; init; } = ".";

    /// <summary>Runs an action for each number below a count, in any order and perhaps several at once.</summary>
    public Action<int, Action<int>> ForEach { get; init; } = static (count, action) =>
    {
        for (var i = 0; i < count; i++)
        {
            action(i);
        }
    };

    public static bool IsMetadata(string path) => path == MetadataName || path.EndsWith("/" + MetadataName, StringComparison.Ordinal);

    /// <summary>An input that holds every file of its charts.</summary>
    public static ChartInput Of(IReadOnlyDictionary<string, SourceText> files, LintOptions options) => new()
    {
        Files = files,
        Load = (folder, loader) => LoadFrom(files, folder, loader),
        Configuration = options.Configuration,
        KubernetesVersion = options.KubernetesVersion?.ToString(),
    };

    /// <summary>A chart whose files are all among the input; packed ones as <see cref="PackedChart"/> has them.</summary>
    public static Chart LoadFrom(IReadOnlyDictionary<string, SourceText> files, string folder, ChartLoader loader)
    {
        var rules = new HelmIgnore(files.TryGetValue(folder + ".helmignore", out var ignore) ? ignore.Content : "");
        return loader.Load([
            .. files.Where(f => f.Key.StartsWith(folder, StringComparison.Ordinal) && !IsIgnored(rules, f.Key.Substring(folder.Length)))
                .OrderBy(f => f.Key, StringComparer.Ordinal)
                .Select(f => new ChartFile(f.Key.Substring(folder.Length), PackedChart.IsPacked(f.Key) ? PackedChart.Bytes(f.Value) : GoText.ToBytes(f.Value.Content), f.Key)),
        ]);
    }

    private static bool IsIgnored(HelmIgnore rules, string name)
    {
        for (var slash = name.IndexOf('/'); slash >= 0; slash = name.IndexOf('/', slash + 1))
        {
            if (rules.Ignores(name.Substring(0, slash), isFolder: true))
            {
                return true;
            }
        }

        return rules.Ignores(name, isFolder: false);
    }
}
