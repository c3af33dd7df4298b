using SvcLint.Charts;
using SvcLint.Charts.Templates;
using SvcLint.Cli.Files;
using SvcLint.Cli.Hosting;
using SvcLint.Cli.Inputs;
using SvcLint.Text;

namespace SvcLint.Cli.Commands;

/// <summary>Helm's own options of a rendering, and what they mean.</summary>
internal static class RenderArguments
{
    public static readonly Option Name = new("--name", "NAME", "Name of the release; default release-name");
    public static readonly Option Namespace = new("--namespace", "NAMESPACE", "Namespace of the release; default default") { Short = "-n" };
    public static readonly Option Values = new("--values", "FILE", "Values that override the chart's; - reads standard input") { Short = "-f", Repeats = true, IsPath = true };
    public static readonly Option Set = new("--set", "KEY=VALUE", "Set values; booleans, null and integers are typed") { Repeats = true };
    public static readonly Option SetString = new("--set-string", "KEY=VALUE", "Set values as text") { Repeats = true };
    public static readonly Option SetJson = new("--set-json", "KEY=JSON", "Set values as JSON") { Repeats = true };
    public static readonly Option SetFile = new("--set-file", "KEY=FILE", "Set values to the text of files") { Repeats = true };
    public static readonly Option SetLiteral = new("--set-literal", "KEY=TEXT", "Set one value to text in which nothing has a meaning") { Repeats = true };
    public static readonly Option ApiVersions = new("--api-versions", "VERSION", "API versions that the cluster has besides Helm's own list") { Short = "-a", Repeats = true };
    public static readonly Option KubeVersion = new("--kube-version", "VERSION", "The cluster's Kubernetes version as the chart sees it");
    public static readonly Option IsUpgrade = new("--is-upgrade", null, "Render an upgrade instead of an installation");
    public static readonly Option SkipSchema = new("--skip-schema-validation", null, "Do not check values against values.schema.json");
    public static readonly Option Helm = new("--helm", "MAJOR", "Helm's major version; default 3") { Choices = ["3", "4"] };
    public static readonly Option Deterministic = new("--deterministic", null, "Fix the clock; random values are placeholders either way");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All { get; } =
        [Name, Namespace, Values, Set, SetString, SetJson, SetFile, SetLiteral, ApiVersions, KubeVersion, IsUpgrade, SkipSchema, Helm, Deterministic];

    public static int HelmVersion(Arguments arguments) => arguments.Value(Helm) == "4" ? 4 : 3;

    public static RenderSettings Settings(Arguments arguments) => new()
    {
        Helm = HelmVersion(arguments),
        Now = arguments.Has(Deterministic) ? DateTimeOffset.UnixEpoch : DateTimeOffset.UtcNow,
    };

    public static ReleaseOptions Release(Arguments arguments, string name) => new()
    {
        Name = name,
        Namespace = arguments.Value(Namespace) ?? "default",
        IsUpgrade = arguments.Has(IsUpgrade),
        KubeVersion = arguments.Value(KubeVersion),
        ApiVersions = [.. arguments.Values(ApiVersions).SelectMany(value => value.Split(','))],
        SkipSchema = arguments.Has(SkipSchema),
    };

    /// <summary>The user's values: files in order, then sets, each kind after the other as Helm takes them.</summary>
    public static GoMap UserValues(Arguments arguments, Host host)
    {
        var helm = HelmVersion(arguments);
        var values = GoMap.New();
        foreach (var file in arguments.Values(Values).SelectMany(value => value.Split(',')))
        {
            ValuesFile.Merge(values, ValuesFile.ReadUser(new SourceText(file, GoText.FromBytes(Bytes(file, host))), helm));
        }

        foreach (var json in arguments.Values(SetJson))
        {
            if (helm >= 4 && json.TrimStart().StartsWith('{'))
            {
                ValuesFile.Merge(values, SetParser.Object(json));
            }
            else
            {
                SetParser.Assign(values, json, SetKind.Json);
            }
        }

        foreach (var (option, kind) in new[] { (Set, SetKind.Typed), (SetString, SetKind.Text), (SetFile, SetKind.File), (SetLiteral, SetKind.Literal) })
        {
            foreach (var text in arguments.Values(option))
            {
                SetParser.Assign(values, text, kind, file => GoText.FromBytes(Bytes(file, host)));
            }
        }

        return values;
    }

    private static byte[] Bytes(string file, Host host)
    {
        if (file == "-")
        {
            using var input = Host.OpenInput();
            return WithoutMark(FileOpener.ToEnd(input, FileKinds.LargestStream) ?? throw new ChartException($"standard input: more than {FileKinds.LargestStream >> 20} MB"));
        }

        var path = Path.GetFullPath(file, host.Folder);
        var (bytes, reason) = InputRoot.Of(host.Folder, [path]).Opener.ReadNamed(path);
        return WithoutMark(bytes ?? throw new ChartException($"open {file}: {(reason is null ? "no such file or directory" : Refusal.Words(reason))}"));
    }

    private static byte[] WithoutMark(byte[] data) => data is [0xEF, 0xBB, 0xBF, ..] ? data[3..] : data;
}
