using System.Diagnostics;
using SvcLint.Charts;
using SvcLint.Charts.Templates;
using SvcLint.Charts.Units;
using SvcLint.Cli.Files;
using SvcLint.Cli.Hosting;
using SvcLint.Cli.Inputs;
using SvcLint.Cli.Outputs;
using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Cli.Commands;

/// <summary>The inputs and options of one run, and every state of them that is linted.</summary>
internal sealed record LintSession
{
    private const int FewUnits = 16;

    public required InputSet Inputs { get; init; }

    public required LintOptions Options { get; init; }

    /// <summary>How long finding, reading and parsing took.</summary>
    public TimeSpan ReadTime { get; init; }

    /// <summary>Values that the command line names for charts; null when it names none.</summary>
    public GoMap? NamedValues { get; init; }

    /// <summary>Absolute paths of the operands.</summary>
    public required IReadOnlyList<string> Operands { get; init; }

    /// <summary>The findings at the revision that the run compares with; null when it compares with none.</summary>
    public LintResult? Before { get; init; }

    /// <summary>The files that <c>--scope</c> names; null when all is in it.</summary>
    public Scope? Scope { get; init; }

    /// <summary>True when nothing that was read, or that git had, is among the files of the scope.</summary>
    public bool IsScopeEmpty { get; init; }

    /// <summary>Files that lie there and that git tracks no more: they are judged as deleted.</summary>
    public IReadOnlyCollection<string> NoLongerTracked { get; init; } = [];

    /// <summary>The findings if the files of the scope were as git last had them; null where they are, or git does not know.</summary>
    public LintResult? BeforeScope { get; init; }

    /// <param name="arguments">The command line.</param>
    /// <param name="host">The world.</param>
    /// <param name="unitDeclarations"><c>NAME=PATH</c>, where the command has another meaning for <c>--unit</c> besides.</param>
    /// <exception cref="UsageException">The options or the configuration make no sense.</exception>
    public static LintSession Open(Arguments arguments, Host host, IEnumerable<string>? unitDeclarations = null)
    {
        using var progress = new Progress(host);
        return Open(arguments, host, progress, unitDeclarations);
    }

    /// <inheritdoc cref="Open(Arguments, Host, IEnumerable{string}?)"/>
    /// <param name="progress">Told how far it is; the caller ends it when there is something else to say.</param>
    public static LintSession Open(Arguments arguments, Host host, Progress progress, IEnumerable<string>? unitDeclarations = null)
    {
        var units = (unitDeclarations ?? arguments.Values(InputArguments.Unit)).Select(InputReader.ReadUnit).ToArray();
        var severities = LintArguments.RuleSeverities(arguments);
        var version = InputArguments.Version(arguments);
        if (arguments.Operands.Contains("-") && arguments.Values(LintArguments.Scope).Contains("-"))
        {
            throw new UsageException("standard input can be the manifests or the --scope list, not both");
        }

        if (arguments.Has(LintArguments.Project) && arguments.Has(LintArguments.Since))
        {
            throw new UsageException("--project: a revision's projects cannot be loaded, so --since would compare two different things");
        }

        var operands = InputReader.FullPaths(arguments.Operands, units, host);
        var root = InputRoot.Of(host.Folder, operands);
        if (arguments.Has(LintArguments.NoConfig) && arguments.Has(InputArguments.Config))
        {
            throw new UsageException("--no-config and --config: choose one");
        }

        var configuration = arguments.Has(LintArguments.NoConfig) ? Config.LintConfiguration.Default : ConfigurationFile.Read(arguments.Value(InputArguments.Config), root, host.Folder);
        var start = Stopwatch.GetTimestamp();
        var inputs = new InputReader(host, root, configuration.IsExcluded) { Progress = (done, all) => progress.Say($"read {done} of {all} files") }.Read(arguments.Operands, units);
        if (arguments.Values(LintArguments.Project) is { Count: > 0 } projects)
        {
            progress.Say("loading projects");
            inputs = LoadedProjects.Add(inputs, projects, host);
        }

        foreach (var problem in root.WorkTree?.Problems ?? [])
        {
            host.Say(problem);
        }

        var named = ReadValues(arguments, host);
        progress.Say($"linting {Words.Count(inputs.Files.Count, "file")}");
        var session = new LintSession
        {
            Inputs = inputs,
            NamedValues = named,
            ReadTime = Stopwatch.GetElapsedTime(start),
            Operands = operands,
            Options = new LintOptions
            {
                Configuration = configuration,
                KubernetesVersion = version,
                MigrateTo = ProxyModes.Read(arguments.Value(LintArguments.MigrateTo)),
                UpgradeTo = LintArguments.Upgrade(arguments, configuration),
                RuleSeverities = severities,
                IgnoreSuppressions = arguments.Has(LintArguments.NoSuppressions),
                NamedUnits = inputs.NamedUnits,
                NamedFiles = inputs.NamedFiles,
                Streams = inputs.Streams,
                IsComplete = operands.Any(o => FilePaths.Holds(o, root.Absolute(configuration.Folder))),
                ReadFile = path => FileBesideInput.Read(root, path),
                ListFolder = path => FolderLister.List(root, path),
                Remotes = GitRemotes.Of(root),
                Roots = [.. operands.Where(Directory.Exists).Append(root.Absolute(configuration.Folder)).Select(root.Relative).Select(p => p == "." ? "" : p).Where(p => !p.StartsWith("..", StringComparison.Ordinal)).Distinct()],
                ForEach = OnEveryCore,
                // The local zone would cost a read of the zone files.
                Today = DateTime.UtcNow.Date,
                Clock = arguments.Has(LintArguments.Stats) ? () => Stopwatch.GetElapsedTime(0).Ticks : null,
            },
        };
        session = session with { Options = session.Rendering(inputs.Files, null, session.Options) };
        var known = session.Options.Rendered.Where(u => u.Manifests.Count > 0).SelectMany(u => u.Files).ToHashSet(StringComparer.Ordinal);
        // What lies in a chart and not among its templates is for the chart to read.
        var charts = inputs.Files.Select(f => f.Path).Where(ChartInput.IsMetadata).Select(RelativePath.Folder).ToHashSet(StringComparer.Ordinal);
        return session with { Inputs = inputs with { Skipped = [.. inputs.Skipped.Where(s => !known.Contains(s.File) && !(s.Reason == InputReader.HelmTemplate && IsForChart(s.File)))] } };

        bool IsForChart(string path) => Above(path).FirstOrDefault(charts.Contains) is { } folder
            && (known.Contains(RelativePath.Combine(folder, ChartInput.MetadataName)) || !RelativePath.IsSameOrInside(path, RelativePath.Combine(folder, "templates")));
    }

    private static IEnumerable<string> Above(string path)
    {
        for (var at = RelativePath.Folder(path); at.Length > 0; at = RelativePath.Folder(at))
        {
            yield return at;
        }

        yield return "";
    }

    // Null unless the command line names some.
    private static GoMap? ReadValues(Arguments arguments, Host host)
    {
        try
        {
            return arguments.Has(RenderArguments.Values) || arguments.Has(RenderArguments.Set) ? RenderArguments.UserValues(arguments, host) : null;
        }
        catch (ChartException error)
        {
            throw new UsageException(error.Message);
        }
    }

    // For a few units starting threads costs more than it brings.
    private static void OnEveryCore(int count, Action<int> action)
    {
        if (count < FewUnits || Environment.ProcessorCount == 1)
        {
            for (var i = 0; i < count; i++)
            {
                action(i);
            }
        }
        else
        {
            Parallel.For(0, count, action);
        }
    }

    public LintResult Lint()
    {
        CollectorPause.Start(Inputs.Files);
        return Linter.Lint(Inputs.Files, Options);
    }

    public Repository Understand() => Linter.Understand(Inputs.Files, Options);

    public IReadOnlyList<DeploymentUnit> Units() => Linter.Units(Inputs.Files, Options);

    /// <summary>The same session compared with a revision.</summary>
    /// <exception cref="UsageException">There is no git work tree, or it lacks the revision.</exception>
    public LintSession Since(string name)
    {
        var revision = Revision.Find(Inputs.Root, name);
        var (files, options) = At(revision);
        var before = Linter.Lint(files, options);
        var (session, left) = (this, revision.NoLongerTracked());
        if (left.Count > 0)
        {
            ParsedFile[] tracked = [.. Inputs.Files.Where(f => !left.Contains(f.Path))];
            session = this with
            {
                NoLongerTracked = left,
                Inputs = Inputs with { Files = tracked },
                Options = Rendering(tracked, new FileOverlay(left, static _ => null), Options with { ReadFile = path => left.Contains(path) ? null : Options.ReadFile?.Invoke(path), ListFolder = null }),
            };
        }

        return session with { Before = before, Options = session.Options with { Earlier = before.Units, EarlierRendered = options.Rendered } };
    }

    /// <summary>The files of a revision, and how to read what stands beside them.</summary>
    public (IReadOnlyList<ParsedFile> Files, LintOptions Options) At(Revision revision)
    {
        var files = revision.Files(Inputs, Operands, Options.Configuration.IsExcluded);
        return (files, Rendering(files, revision.Overlay(files), Options with { ReadFile = revision.ReadFile, ListFolder = null }));
    }

    /// <summary>The same session compared with these files as git last had them; itself when git knows nothing else of them.</summary>
    public LintSession Since(Scope scope)
    {
        var now = Inputs.Files.ToDictionary(f => f.Path, StringComparer.Ordinal);
        var inCharts = FileOverlay.InCharts(Inputs.Files);
        var paths = scope.Paths.Where(p => !Inputs.Streams.Contains(p) && !IsOutside(p) && (now.ContainsKey(p) || inCharts(p) || !IsThere(p))).ToArray();
        var bytes = paths.Zip(Inputs.Root.WorkTree?.LastContents(paths, IsThere) ?? []).Where(r => r.Second is not null).ToDictionary(r => r.First, r => r.Second!, StringComparer.Ordinal);
        var last = bytes.Select(r => SourceText.FromBytes(r.Key, r.Value))
            .Where(t => !now.TryGetValue(t.Path, out var same) || same.Source.Content != t.Content)
            .ToDictionary(t => t.Path, StringComparer.Ordinal);
        if (last.Count == 0)
        {
            return this with { Scope = scope, IsScopeEmpty = !scope.Paths.Any(p => now.ContainsKey(p) || bytes.ContainsKey(p) || inCharts(p)) };
        }

        // What is no manifest may still be what a kustomization generates from.
        ParsedFile[] files = [.. Inputs.Files.Where(f => !last.ContainsKey(f.Path)), .. last.Values.Where(t => FileKinds.IsRead(t.Path)).Select(CodeFiles.Parse)];
        var options = Rendering(files, new FileOverlay(last.Keys, path => bytes[path]), Options with { ReadFile = path => last.TryGetValue(path, out var text) ? text : Options.ReadFile?.Invoke(path) });
        var before = Linter.Lint(files, options);
        return this with
        {
            Scope = scope,
            BeforeScope = before,
            Options = Options.Earlier is null ? Options with { Earlier = before.Units, EarlierRendered = options.Rendered } : Options,
        };

        bool IsThere(string path) => FileOpener.IsThere(Inputs.Root.Absolute(path));

        // git ends when it is asked for these.
        static bool IsOutside(string path) => path is ".." || path.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(path);
    }

    /// <summary>The same session over other texts of some files.</summary>
    public LintSession With(IReadOnlyList<ParsedFile> files) => this with { Inputs = Inputs with { Files = files }, Options = Rendering(files, FileOverlay.Of(files), Options) };

    private LintOptions Rendering(IReadOnlyList<ParsedFile> files, FileOverlay? overlay, LintOptions options) => Rendering(files, overlay, options, null) with
    {
        InVersion = options.UpgradeTo is null ? null : version => Rendering(files, overlay, options with { KubernetesVersion = version }, version),
    };

    private LintOptions Rendering(IReadOnlyList<ParsedFile> files, FileOverlay? overlay, LintOptions options, KubernetesVersion? later) => options with
    {
        Rendered = ChartsOfInput.Any(files) ? ChartsOfInput.Render(Inputs.Root, files, overlay, options, NamedValues, later) : [],
        Engine = ChartsOfInput.Engine(Inputs.Root, files, overlay, options),
    };
}
