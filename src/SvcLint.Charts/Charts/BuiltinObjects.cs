using SvcLint.Charts.Functions;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts;

/// <summary>What templates see beside values: <c>.Chart</c>, <c>.Release</c>, <c>.Capabilities</c>.</summary>
internal static class BuiltinObjects
{
    private const string Helm3 = "v3.22.0";
    private const string Helm4 = "v4.3.1";
    private const string GoVersion = "go1.26.8";

    private static readonly GoType Maintainer = new("chart.Maintainer", GoKind.Struct, isNamed: true, fields:
        [new("Name", GoType.String, "name", true), new("Email", GoType.String, "email", true), new("URL", GoType.String, "url", true)]);

    private static readonly GoType Dependency = new("chart.Dependency", GoKind.Struct, isNamed: true, fields:
    [
        new("Name", GoType.String, "name"), new("Version", GoType.String, "version", true), new("Repository", GoType.String, "repository"),
        new("Condition", GoType.String, "condition", true), new("Tags", GoType.StringList, "tags", true), new("Enabled", GoType.Bool, "enabled", true),
        new("ImportValues", GoType.List, "import-values", true), new("Alias", GoType.String, "alias", true),
    ]);

    private static readonly GoType MaintainerPointer = GoType.PointerTo(Maintainer);
    private static readonly GoType DependencyPointer = GoType.PointerTo(Dependency);
    private static readonly GoType Maintainers = GoType.Slice(MaintainerPointer);
    private static readonly GoType Dependencies = GoType.Slice(DependencyPointer);

    private static readonly GoType Metadata = new("chart.Metadata", GoKind.Struct, isNamed: true, fields:
    [
        new("Name", GoType.String, "name", true), new("Home", GoType.String, "home", true), new("Sources", GoType.StringList, "sources", true),
        new("Version", GoType.String, "version", true), new("Description", GoType.String, "description", true), new("Keywords", GoType.StringList, "keywords", true),
        new("Maintainers", Maintainers, "maintainers", true), new("Icon", GoType.String, "icon", true), new("APIVersion", GoType.String, "apiVersion", true),
        new("Condition", GoType.String, "condition", true), new("Tags", GoType.String, "tags", true), new("AppVersion", GoType.String, "appVersion", true),
        new("Deprecated", GoType.Bool, "deprecated", true), new("Annotations", GoType.StringMap, "annotations", true), new("KubeVersion", GoType.String, "kubeVersion", true),
        new("Dependencies", Dependencies, "dependencies", true), new("Type", GoType.String, "type", true),
    ]);

    private static readonly GoType Chart = new("struct { chart.Metadata; IsRoot bool }", GoKind.Struct, fields: [.. Metadata.Fields, new("IsRoot", GoType.Bool, "IsRoot")], embedded: Metadata);

    private static GoType KubeVersion(string package) => new(package + ".KubeVersion", GoKind.Struct, isNamed: true, fields:
        package == "common"
            ? [new("Version", GoType.String, "Version"), new("normalizedVersion", GoType.String), new("Major", GoType.String, "Major"), new("Minor", GoType.String, "Minor")]
            : [new("Version", GoType.String, "Version"), new("Major", GoType.String, "Major"), new("Minor", GoType.String, "Minor")], methods: _ =>
        [
            new("String", [], call => ((GoObject)call.Receiver!).Fields[0]),
            new("GitVersion", [], call => ((GoObject)call.Receiver!).Fields[0]),
        ]);

    private static GoType VersionSet(string package) => new(package + ".VersionSet", GoKind.Slice, GoType.String, isNamed: true, methods: _ =>
        [new("Has", [GoType.String], call => new GoBool(((GoList)call.Receiver!).Items.Any(item => ((GoString)item).Value == call.String(0))))]);

    private static readonly GoType BuildInfo = new("version.BuildInfo", GoKind.Struct, isNamed: true, fields:
    [
        new("Version", GoType.String, "version", true), new("GitCommit", GoType.String, "git_commit", true),
        new("GitTreeState", GoType.String, "git_tree_state", true), new("GoVersion", GoType.String, "go_version", true),
    ]);

    private static GoType CapabilitiesOf(string package) => GoType.PointerTo(new(package + ".Capabilities", GoKind.Struct, isNamed: true, fields:
        [new("KubeVersion", KubeVersion(package), "KubeVersion"), new("APIVersions", VersionSet(package), "APIVersions"), new("HelmVersion", BuildInfo, "HelmVersion")]));

    private static readonly GoType Capabilities3 = CapabilitiesOf("chartutil");
    private static readonly GoType Capabilities4 = CapabilitiesOf("common");

    /// <summary><c>.Values</c>, <c>.Files</c> and the root have types of their own, so that some functions refuse them.</summary>
    public static GoType Values(int helm) => helm >= 4 ? ValuesOf4 : ValuesOf3;

    private static readonly GoType ValuesOf3 = NamedValues("chartutil.Values");
    private static readonly GoType ValuesOf4 = NamedValues("common.Values");

    private static GoType NamedValues(string name) => new(name, GoKind.Map, GoType.Any, GoType.String, isNamed: true, methods: type =>
    [
        new("AsMap", [], call => call.Receiver is GoMap { Count: > 0 } map ? map.As(GoType.Map) : GoMap.New(), origins: OriginFlow.Kept),
        new("YAML", [], call => YamlEncoder.Encode(((GoMap)call.Receiver!).As(GoType.Map), call.Execution), origins: OriginFlow.Kept),
        new("Table", [GoType.String], call => Table((GoMap)call.Receiver!, call.String(0)).As(type), origins: OriginFlow.Kept),
        new("PathValue", [GoType.String], call => PathValue((GoMap)call.Receiver!, call.String(0)), origins: OriginFlow.Kept),
    ]);

    public static GoMap Release(ReleaseOptions options)
    {
        var release = GoMap.New();
        release.Set("Name", Text(options.Name));
        release.Set("Namespace", Text(options.Namespace));
        release.Set("IsUpgrade", new GoBool(options.IsUpgrade, Origin.Literal));
        release.Set("IsInstall", new GoBool(!options.IsUpgrade, Origin.Literal));
        release.Set("Revision", new GoInt(GoType.Int, options.Revision, Origin.Literal));
        release.Set("Service", Text("Helm"));
        return release;
    }

    public static GoObject OfCapabilities(Capabilities capabilities, int helm)
    {
        var version = helm >= 4 ? capabilities.FullKubeVersion : capabilities.KubeVersion;
        var type = helm >= 4 ? Capabilities4 : Capabilities3;
        var fields = type.Fields;
        GoString[] parts = helm >= 4
            ? [Text(version), Text(capabilities.KubeVersion), Text(capabilities.Major), Text(capabilities.Minor)]
            : [Text(version), Text(capabilities.Major), Text(capabilities.Minor)];
        var kubeVersion = new GoObject(fields[0].Type, parts, origin: Origin.Literal, pointerText: parts[0].Value);
        var apiVersions = new GoList(fields[1].Type, [.. capabilities.ApiVersions.Select(Text)], origin: Origin.Literal);
        var helmVersion = helm >= 4 ? Helm4 : Helm3;
        var build = new GoObject(BuildInfo, [Text(helmVersion), Text(""), Text(""), Text(GoVersion)], origin: Origin.Literal);
        return new GoObject(type, [kubeVersion, apiVersions, build], origin: Origin.Literal);
    }

    public static GoValue OfChart(Chart chart, int helm)
    {
        var fields = Fields(chart.Metadata).Append(new GoBool(chart.IsRoot, Origin.Literal)).ToArray();
        if (helm >= 4)
        {
            var map = GoMap.New();
            for (var i = 0; i < fields.Length; i++)
            {
                map.Set(Chart.Fields[i].Name, Plain(fields[i]));
            }

            return map;
        }

        return new GoObject(Chart, fields, origin: Origin.Literal);
    }

    // Helm 4 turns structs into maps and empty slices into empty ones that are not nil.
    private static GoValue Plain(GoValue value)
    {
        switch (value)
        {
            case GoList list when list.Type.Element!.Kind == GoKind.Pointer:
                return new GoList(GoType.List, [.. list.Items.Select(Plain)], origin: Origin.Literal);
            case GoList list:
                return new GoList(list.Type, list.Items, origin: Origin.Literal);
            case GoObject structure:
                var map = GoMap.New();
                for (var i = 0; i < structure.Type.Fields.Count; i++)
                {
                    map.Set(structure.Type.Fields[i].Name, Plain(structure.Fields[i]));
                }

                return map;
            default:
                return value;
        }
    }

    private static IEnumerable<GoValue> Fields(ChartMetadata metadata) =>
    [
        Text(metadata.Name), Text(metadata.Home), Texts(metadata.Sources), Text(metadata.Version), Text(metadata.Description), Texts(metadata.Keywords),
        new GoList(Maintainers, [.. (metadata.Maintainers ?? []).Select(Of)], metadata.Maintainers is null, Origin.Literal),
        Text(metadata.Icon), Text(metadata.ApiVersion), Text(metadata.Condition), Text(metadata.Tags), Text(metadata.AppVersion),
        new GoBool(metadata.Deprecated, Origin.Literal), Annotations(metadata.Annotations), Text(metadata.KubeVersion),
        new GoList(Dependencies, [.. (metadata.Dependencies ?? []).Select(entry => Of(entry!))], metadata.Dependencies is null, Origin.Literal),
        Text(metadata.Type),
    ];

    private static GoObject Of(ChartMaintainer? maintainer) =>
        new(MaintainerPointer, [Text(maintainer?.Name ?? ""), Text(maintainer?.Email ?? ""), Text(maintainer?.Url ?? "")], isNil: maintainer is null, origin: Origin.Literal);

    private static GoObject Of(ChartDependency entry) => new(DependencyPointer,
    [
        Text(entry.Name), Text(entry.Version), Text(entry.Repository), Text(entry.Condition), Texts(entry.Tags.Count == 0 ? null : entry.Tags), new GoBool(entry.Enabled, Origin.Literal),
        new GoList(GoType.List, entry.ImportValues, entry.ImportValues.Count == 0, Origin.Literal), Text(entry.Alias),
    ], origin: Origin.Literal);

    private static GoMap Annotations(IReadOnlyDictionary<string, string>? annotations)
    {
        var map = new GoMap(GoType.StringMap, annotations is null, Origin.Literal);
        foreach (var annotation in annotations ?? new Dictionary<string, string>())
        {
            map.Set(annotation.Key, Text(annotation.Value));
        }

        return map;
    }

    private static GoString Text(string text) => new(text, Origin.Literal);

    private static GoList Texts(IReadOnlyList<string>? texts) => new(GoType.StringList, [.. (texts ?? []).Select(Text)], texts is null, Origin.Literal);

    private static GoMap Table(GoMap values, string path)
    {
        foreach (var part in path.Split('.'))
        {
            values = values[part] as GoMap ?? throw new GoException(GoQuote.Quote(part) + " is not a table");
        }

        return values;
    }

    private static GoValue PathValue(GoMap values, string path)
    {
        if (path.Length == 0)
        {
            throw new GoException("YAML path cannot be empty");
        }

        var parts = path.Split('.');
        var key = parts[parts.Length - 1];
        for (var i = 0; i < parts.Length - 1 && values is not null; i++)
        {
            values = (values[parts[i]] as GoMap)!;
        }

        return values?[key] is { } value and not GoMap ? value : throw new GoException(GoQuote.Quote(key) + " is not a value");
    }
}
