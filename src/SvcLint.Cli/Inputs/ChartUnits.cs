using SvcLint.Charts.Templates;
using SvcLint.Charts.Units;
using SvcLint.Cluster;
using SvcLint.Cluster.Applications;
using SvcLint.Model;
using SvcLint.Rules;

namespace SvcLint.Cli.Inputs;

/// <summary>Renders the charts among the input, or one as an application installs it.</summary>
internal sealed class ChartUnits
{
    private readonly ChartInput _input;

    /// <param name="root">What paths are relative to.</param>
    /// <param name="files">The input.</param>
    /// <param name="isChanged">Whether the texts of the input differ from those on disk, and count.</param>
    /// <param name="options">The configuration and the cluster's version.</param>
    /// <param name="named">Values that the command line names; they replace the values files beside the charts.</param>
    public ChartUnits(InputRoot root, IReadOnlyList<ParsedFile> files, bool isChanged, LintOptions options, GoMap? named)
    {
        var byPath = files.ToDictionary(f => f.Path, f => f.Source, StringComparer.Ordinal);
        _input = new ChartInput
        {
            Files = byPath,
            Load = (folder, loader) =>
            {
                var full = root.Absolute(folder.Length == 0 ? "." : folder);
                return ChartFolder.Load(full, root.Opener, folder, loader, isChanged ? Changed : null, isChanged ? Gone(folder) : null);
            },
            ReadFile = path => FileBesideInput.Read(root, path),
            Configuration = options.Configuration,
            KubernetesVersion = options.KubernetesVersion?.ToString(),
            Named = named,
            RootName = Path.GetFileName(root.Folder.TrimEnd('/')),
            ForEach = (count, action) => Parallel.For(0, count, action),
        };

        IEnumerable<string> Gone(string folder) =>
            byPath.Keys.Where(p => p.StartsWith(folder, StringComparison.Ordinal) && !FileOpener.IsThere(root.Absolute(p))).Select(p => p[folder.Length..]).Order(StringComparer.Ordinal);

        byte[]? Changed(string path) => byPath.TryGetValue(path, out var source) && source.InvalidAt is null ? source.ToBytes(source.Content) : null;
    }

    /// <inheritdoc cref="ChartUnits(InputRoot, IReadOnlyList{ParsedFile}, bool, LintOptions, GoMap?)"/>
    public static IReadOnlyList<RenderedUnit> Render(InputRoot root, IReadOnlyList<ParsedFile> files, bool isChanged, LintOptions options, GoMap? named) =>
        Charts.Units.ChartUnits.Render(new ChartUnits(root, files, isChanged, options, named)._input);

    /// <summary>Renders what applications name.</summary>
    public static IReleaseEngine Engine(InputRoot root, IReadOnlyList<ParsedFile> files, bool isChanged, LintOptions options) =>
        new ReleaseEngine(() => new ChartUnits(root, files, isChanged, options, null)._input);

    /// <summary>True when there is a chart: a run without one loads nothing of the engine.</summary>
    public static bool Any(IReadOnlyList<ParsedFile> files) => files.Any(f => IsMetadata(f.Path));

    private static bool IsMetadata(string path) => path == "Chart.yaml" || path.EndsWith("/Chart.yaml", StringComparison.Ordinal);
}
