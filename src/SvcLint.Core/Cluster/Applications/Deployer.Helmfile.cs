using SvcLint.Kustomize;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <content>helmfile.</content>
internal sealed partial class Deployer
{
    private const string DefaultEnvironment = "default";

    private void FollowHelmfile(ParsedFile file)
    {
        // What stands before the first action says which environments there are.
        var plain = YamlStream.Split(file.Source).Where(p => p.Slice.Text.IndexOf("{{", StringComparison.Ordinal) < 0).Select(p => YamlReader.Read(p.Slice).Root).OfType<YamlMapping>().ToArray();
        var environments = plain.Select(p => p["environments"]).OfType<YamlMapping>().FirstOrDefault();
        foreach (var entry in environments is { Entries.Count: > 0 } ? environments.Entries : [new YamlEntry(NodeEdit.Text(file.Source.Span(0, 0), DefaultEnvironment), NodeEdit.EmptyMapping(file.Source.Span(0, 0)))])
        {
            if (entry.Name is { } environment)
            {
                FollowHelmfile(file, plain, environment, entry.Value as YamlMapping, environments is { Entries.Count: > 1 });
            }
        }
    }

    private void FollowHelmfile(ParsedFile file, YamlMapping[] plain, string environment, YamlMapping? settings, bool isOneOfMany)
    {
        var folder = RelativePath.Folder(file.Path);
        var values = EnvironmentValues(folder, settings, file.Source.Span(0, 0), out var unknown);
        var data = Data(file.Source.Span(0, 0), environment, values);
        var documents = plain;
        if (file.Source.Content.IndexOf("{{", StringComparison.Ordinal) >= 0)
        {
            var (manifest, problem) = _options.Engine?.Expand(file.Source, data) ?? (null, "templates are not evaluated here");
            if (manifest is null || unknown is not null)
            {
                var name = NameOf(file);
                var whole = Start(DeploymentTool.Helmfile, "helmfile", new Located<string>(isOneOfMany ? $"{name.Value} ({environment})" : name.Value, name.Span), Unknown());
                whole.Add(new UnitGap(unknown ?? name.Span, unknown is null ? problem ?? "a template" : "values of the environment that are not known"));
                return;
            }

            documents = [.. manifest.File.Documents.Select(d => d.Root).OfType<YamlMapping>().Select(r => (YamlMapping)Origin(r, manifest))];
        }

        var defaults = documents.Select(d => d["helmDefaults"]).OfType<YamlMapping>().LastOrDefault();
        var context = Scalar(settings?["kubeContext"]) ?? Scalar(defaults?["kubeContext"]);
        var scope = context is not null ? new DeploymentCluster("context:" + context.Value, context.Value) : new DeploymentCluster("here:" + file.Path + "#" + environment, environment == DefaultEnvironment ? folder.Length == 0 ? DefaultEnvironment : RelativePath.FileName(folder) : environment);
        foreach (var release in documents.SelectMany(d => Items(d["releases"])).OfType<YamlMapping>().Where(r => r["installed"] is not YamlScalar { Value: "false" }))
        {
            if (Scalar(release["name"]) is { } name && Scalar(release["chart"]) is { } chart && _all.Count < Most)
            {
                Deploy(release, name, chart, folder, scope, defaults, data);
            }
        }
    }

    private void Deploy(YamlMapping release, Located<string> name, Located<string> chart, string folder, DeploymentCluster scope, YamlMapping? defaults, YamlMapping data)
    {
        var cluster = Scalar(release["kubeContext"]) is { } context ? new DeploymentCluster("context:" + context.Value, context.Value) : scope;
        var deployment = Start(DeploymentTool.Helmfile, "release", name, cluster);
        deployment.Destination = Scalar(release["namespace"]) is { } target && !Placeholder.Is(target.Value) ? target : null;
        deployment.Release = name.Value;
        deployment.CreatesNamespace = (release["createNamespace"] ?? defaults?["createNamespace"]) is not YamlScalar { Value: "false" };
        var content = new UnitContent();
        var layers = new List<ValuesLayer>();
        var allowsMissing = release["missingFileHandler"] is YamlScalar { Value: not "Error" };
        foreach (var item in Items(release["values"]))
        {
            if (item is YamlMapping inline)
            {
                layers.Add(new ValuesLayer(null, inline));
            }
            else if (Scalar(item) is { } written && !(allowsMissing && RelativePath.Resolve(folder, written.Value) is { } path && _sources.Text(path) is null))
            {
                AddValuesFile(deployment, content, folder, written, layers, data);
            }
        }

        if (release["secrets"] is YamlSequence { Items.Count: > 0 } secrets)
        {
            content.Gap(secrets.FirstLine, "values that are encrypted");
        }

        foreach (var set in Items(release["set"]).OfType<YamlMapping>())
        {
            if (Scalar(set["name"]) is { } key && set["value"] is YamlScalar value)
            {
                layers.Add(new ValuesLayer(null, null, new ReleaseParameter(key, new Located<string>(value.Value, value.Span), false)));
            }
        }

        AddLocalChart(deployment, content, folder, chart, layers);
        Finish(deployment, content, deployment.Destination, 0);
    }

    private YamlMapping EnvironmentValues(string folder, YamlMapping? settings, SourceSpan place, out SourceSpan? unknown)
    {
        unknown = settings?["secrets"] is YamlSequence { Items.Count: > 0 } secrets ? secrets.FirstLine : null;
        var values = NodeEdit.EmptyMapping(settings?.FirstLine ?? place);
        foreach (var item in Items(settings?["values"]))
        {
            var more = item as YamlMapping;
            if (more is null && Scalar(item) is { } written && RelativePath.Resolve(folder, written.Value) is { } path && !path.EndsWith(".gotmpl", StringComparison.Ordinal) && _sources.Text(path) is { } text)
            {
                more = YamlReader.Read(TextSlice.Whole(text)).Root as YamlMapping ?? NodeEdit.EmptyMapping(item.Span);
            }

            if (more is null)
            {
                unknown ??= item.FirstLine;
            }
            else
            {
                values = Generators.Union(values, more);
            }
        }

        return values;
    }

    private static YamlMapping Data(SourceSpan place, string environment, YamlMapping values) => MadeNode.Mapping(
        place,
        ("Environment", MadeNode.Mapping(place, ("Name", NodeEdit.Text(place, environment)), ("Values", values))),
        ("Values", values),
        ("StateValues", values),
        ("Namespace", NodeEdit.Text(place, "")));

    private DeploymentCluster Unknown() => new("unknown:" + (++_unknownClusters).ToString(System.Globalization.CultureInfo.InvariantCulture), "unknown", IsKnown: false);

    // Nodes of an evaluated file stand where a person would change them.
    private static YamlNode Origin(YamlNode node, RenderedManifest manifest)
    {
        var span = manifest.Text.Locate(node.Span.Range) is { IsUnknown: false } place ? place.Span : node.Span;
        return node switch
        {
            YamlMapping mapping => new YamlMapping(span, [.. mapping.Entries.Select(e => e with { Key = Origin(e.Key, manifest), Value = Origin(e.Value, manifest) })], mapping.IsFlow, mapping.Tag),
            YamlSequence sequence => new YamlSequence(span, [.. sequence.Items.Select(i => Origin(i, manifest))], sequence.IsFlow, sequence.Tag),
            _ => node.WithSpan(span),
        };
    }
}
