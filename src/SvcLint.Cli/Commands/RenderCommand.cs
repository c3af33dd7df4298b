using System.Text;
using SvcLint.Charts;
using SvcLint.Charts.Templates;
using SvcLint.Cli.Files;
using SvcLint.Cli.Hosting;
using SvcLint.Cli.Inputs;
using SvcLint.Cli.Outputs;
using SvcLint.Text;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint render [NAME] CHART</c></summary>
internal sealed class RenderCommand : Command
{
    private static readonly Option Format = new("--format", "FORMAT", "json: every template as the engine returns it, with the origin of each piece") { Choices = ["text", "json"] };
    private static readonly Option ShowOnly = new("--show-only", "TEMPLATE", "Only documents of templates with this path in the chart; may hold * and ?") { Short = "-s", Repeats = true };
    private static readonly Option IncludeCrds = new("--include-crds", null, "Print what lies in crds/ too");
    private static readonly Option SkipCrds = new("--skip-crds", null, "Print nothing of crds/; the default");
    private static readonly Option SkipTests = new("--skip-tests", null, "Leave out hooks that are tests");
    private static readonly Option NoHooks = new("--no-hooks", null, "Leave out all hooks");
    private static readonly Option OutputFolder = new("--output-dir", "FOLDER", "Write each template's documents to a file instead of printing them") { IsPath = true };
    private static readonly Option UseReleaseName = new("--release-name", null, "Put the release's name between the folder of --output-dir and its files");
    private static readonly Option Explain = new("--explain", null, "Say before each line which template and which values it came from");

    // Helm's options that change nothing here.
    private static readonly Option HideNotes = new("--hide-notes", null, "Taken as Helm does; notes are never printed");
    private static readonly Option SubchartNotes = new("--render-subchart-notes", null, "Taken as Helm does; notes are never printed");
    private static readonly Option Debug = new("--debug", null, "Taken as Helm does; changes nothing");
    private static readonly Option CreateNamespace = new("--create-namespace", null, "Taken as Helm does; changes nothing");
    private static readonly Option DependencyUpdate = new("--dependency-update", null, "Taken as Helm does; nothing is downloaded");

    public override string Name => "render";

    public override string Operands => "[NAME] CHART";

    public override string Summary => "Print what a Helm chart renders to, without Helm";

    public override IReadOnlyList<Option> Options { get; } =
    [
        Format, .. RenderArguments.All, ShowOnly, IncludeCrds, SkipCrds, SkipTests, NoHooks, OutputFolder, UseReleaseName, Explain,
        HideNotes, SubchartNotes, Debug, CreateNamespace, DependencyUpdate,
    ];

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("svclint render shop charts/shop -f values-prod.yaml", "what helm template prints"),
        ("svclint render charts/shop --set replicas=3 --explain", "with the origin of each line"),
    ];

    public override IReadOnlyList<(int Status, string Means)> Statuses => [(ExitStatus.Findings, "the chart does not render")];

    public override int Run(Arguments arguments, Host host)
    {
        var (name, path) = Operand(arguments);
        var json = arguments.Value(Format) == "json";
        var warnings = new List<string>();
        try
        {
            // What is wrong with the cluster's version is said before a file is read.
            var release = RenderArguments.Release(arguments, name);
            _ = Capabilities.Of(release.KubeVersion, []);
            var settings = RenderArguments.Settings(arguments);
            ReleaseName.Check(name);
            var values = RenderArguments.UserValues(arguments, host);
            var chart = Open(path, new ChartLoader(settings.Helm, warnings), host);
            if (chart.IsLibrary && !json)
            {
                throw new ChartException("library charts are not installable");
            }

            var rendered = ChartRenderer.Render(chart, values, release, settings, warnings);
            if (json)
            {
                RenderJson.Write(rendered, warnings, host);
                return ExitStatus.Clean;
            }

            Print(rendered, arguments, warnings, host);
            foreach (var warning in warnings)
            {
                host.Say(warning);
            }

            return ExitStatus.Clean;
        }
        catch (Exception exception) when (exception is ChartException or TemplateException)
        {
            if (json)
            {
                RenderJson.WriteError(exception, warnings, host);
            }
            else
            {
                warnings.ForEach(w => host.Say(w));
                var lines = exception.Message.Split('\n');
                host.Say(lines[0], lines[1..]);
            }

            return ExitStatus.Findings;
        }
    }

    private static (string Name, string Path) Operand(Arguments arguments) => arguments.Operands switch
    {
        [var chart] => (arguments.Value(RenderArguments.Name) ?? "release-name", chart),
        [var name, var chart] => (name, chart),
        [] => throw new UsageException("render needs a chart, for example: svclint render charts/shop"),
        _ => throw new UsageException("expected at most two arguments, unexpected arguments: " + string.Join(", ", arguments.Operands.Skip(2))),
    };

    private static Chart Open(string path, ChartLoader loader, Host host)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, host.Folder));
        if (!Path.Exists(full))
        {
            throw new ChartException("no chart at " + path);
        }

        return ChartFolder.Load(full, InputRoot.Of(host.Folder, [full]).Opener, "", loader);
    }

    private static void Print(RenderedChart rendered, Arguments arguments, List<string> warnings, Host host)
    {
        var helm = RenderArguments.HelmVersion(arguments);
        var (installed, hooks) = ReleaseManifests.Of(rendered, helm, warnings);
        var release = new ReleaseText(helm);
        if (arguments.Has(IncludeCrds) && !arguments.Has(SkipCrds))
        {
            foreach (var (name, file) in rendered.Chart.CustomResources)
            {
                release.AddInstalled(name, new GoString(file.Source.Content, Origin.Literal));
            }
        }

        foreach (var manifest in installed)
        {
            release.AddInstalled(manifest.Template, manifest.Text);
        }

        if (!arguments.Has(NoHooks))
        {
            foreach (var hook in hooks.Where(hook => !hook.IsTest || !arguments.Has(SkipTests)))
            {
                release.AddHook(hook.Template, hook.Text);
            }
        }

        if (arguments.Value(OutputFolder) is { } folder)
        {
            Save(release, arguments.Has(UseReleaseName) ? Path.Combine(folder, Operand(arguments).Name) : folder, host);
            return;
        }

        var text = arguments.Values(ShowOnly) is { Count: > 0 } patterns ? release.Only(patterns) : release.Whole();
        host.Output.Write(arguments.Has(Explain) ? Encoding.UTF8.GetBytes(RenderExplanation.Of(text)) : GoText.ToBytes(text.Value));
    }

    private static void Save(ReleaseText release, string folder, Host host)
    {
        var root = Path.GetFullPath(folder, host.Folder);
        var written = new SortedDictionary<string, MemoryStream>(StringComparer.Ordinal);
        var border = InputRoot.Of(host.Folder, [root]).Border;
        foreach (var (name, text) in release.Documents)
        {
            var path = Path.GetFullPath(Path.Combine(root, name));
            if (!path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw new ChartException("template " + name + " leads out of " + folder);
            }

            if (!written.TryGetValue(path, out var content))
            {
                written.Add(path, content = new MemoryStream());
            }

            content.Write(GoText.ToBytes("---\n# Source: " + Printable.OneLine(name) + "\n" + text.Value + "\n"));
        }

        foreach (var (path, content) in written)
        {
            try
            {
                FileWriter.WriteWithFolder(path, border, content.WriteTo);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"--output-dir {folder}: {path} cannot be written ({exception.Message})");
            }
        }

        host.Print(string.Concat(release.Documents.Select(d => "wrote " + Printable.OneLine(folder.TrimEnd('/') + "/" + d.Name) + "\n")) + "\n");
    }
}
