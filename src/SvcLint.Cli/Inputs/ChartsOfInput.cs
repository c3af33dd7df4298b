using SvcLint.Charts.Templates;
using SvcLint.Charts.Units;
using SvcLint.Cluster;
using SvcLint.Cluster.Applications;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Rules;

namespace SvcLint.Cli.Inputs;

/// <summary>Renders the charts among the input, or one as an application installs it.</summary>
internal sealed class ChartsOfInput
{
    private readonly ChartInput _input;

    /// <param name="root">What paths are relative to.</param>
    /// <param name="files">The input.</param>
    /// <param name="overlay">Files that count in place of those on disk; null where none do.</param>
    /// <param name="options">The configuration and the cluster's version.</param>
    /// <param name="named">Values that the command line names; they replace the values files beside the charts.</param>
    /// <param name="later">A version that the clusters are to have later; null for today.</param>
    private ChartsOfInput(InputRoot root, IReadOnlyList<ParsedFile> files, FileOverlay? overlay, LintOptions options, GoMap? named, KubernetesVersion? later)
    {
        var byPath = files.ToDictionary(f => f.Path, f => f.Source, StringComparer.Ordinal);
        _input = new ChartInput
        {
            Files = byPath,
            Load = (folder, loader) =>
            {
                var full = root.Absolute(folder.Length == 0 ? "." : folder);
                return ChartFolder.Load(full, root.Opener, folder, loader, overlay);
            },
            ReadFile = options.ReadFile ?? (path => FileBesideInput.Read(root, path)),
            Configuration = options.Configuration,
            KubernetesVersion = options.KubernetesVersion?.ToString(),
            LaterVersion = later,
            Named = named,
            RootName = Path.GetFileName(root.Folder.TrimEnd('/')),
            ForEach = (count, action) => Parallel.For(0, count, action),
        };
    }

    /// <inheritdoc cref="ChartsOfInput(InputRoot, IReadOnlyList{ParsedFile}, FileOverlay?, LintOptions, GoMap?, KubernetesVersion?)"/>
    public static IReadOnlyList<RenderedUnit> Render(InputRoot root, IReadOnlyList<ParsedFile> files, FileOverlay? overlay, LintOptions options, GoMap? named, KubernetesVersion? later) =>
        Charts.Units.ChartUnits.Render(new ChartsOfInput(root, files, overlay, options, named, later)._input);

    /// <summary>Renders what applications name.</summary>
    public static IReleaseEngine Engine(InputRoot root, IReadOnlyList<ParsedFile> files, FileOverlay? overlay, LintOptions options) =>
        new ReleaseEngine(() => new ChartsOfInput(root, files, overlay, options, null, null)._input);

    /// <summary>True when there is a chart: a run without one loads nothing of the engine.</summary>
    public static bool Any(IReadOnlyList<ParsedFile> files) => files.Any(f => IsMetadata(f.Path));

    public static bool IsMetadata(string path) => path == "Chart.yaml" || path.EndsWith("/Chart.yaml", StringComparison.Ordinal);
}
