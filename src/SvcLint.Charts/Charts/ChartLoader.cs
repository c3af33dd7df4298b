using SvcLint.Charts.Functions;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts;

/// <summary>Puts a chart together from its files, charts within it included. Throws <see cref="ChartException"/> in Helm's words.</summary>
public sealed class ChartLoader
{
    private const int MaxDepth = 20;

    private readonly int _helm;
    private readonly List<string> _warnings;

    /// <param name="helm">Helm's major version.</param>
    /// <param name="warnings">Takes what Helm would log.</param>
    public ChartLoader(int helm, List<string> warnings)
    {
        _helm = helm;
        _warnings = warnings;
    }

    /// <summary>Loads from files of a folder that <see cref="HelmIgnore"/> left, or of an archive.</summary>
    public Chart Load(IReadOnlyList<ChartFile> files) => Load(files, 0);

    /// <summary>Loads a packed chart.</summary>
    public Chart LoadArchive(byte[] data, string path) => Load(ChartArchive.Read(data, path), 0);

    private Chart Load(IReadOnlyList<ChartFile> files, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new ChartException("charts nest too deeply");
        }

        var metadata = ReadMetadata(files);
        var templates = new List<ChartFile>();
        var others = new List<ChartFile>();
        var charts = new SortedDictionary<string, List<ChartFile>>(StringComparer.Ordinal);
        GoMap? values = null;
        ChartFile? schema = null;
        foreach (var file in files)
        {
            switch (file.Name)
            {
                case "Chart.yaml":
                    break;
                case "Chart.lock" or "requirements.lock":
                    CheckLock(file);
                    if (file.Name == "requirements.lock" && metadata is { ApiVersion: "v1" })
                    {
                        others.Add(file);
                    }

                    break;
                case "values.yaml":
                    values = ReadValues(file);
                    break;
                case "values.schema.json":
                    schema = file;
                    break;
                case "requirements.yaml":
                    metadata ??= new ChartMetadata();
                    if (metadata.ApiVersion != "v1")
                    {
                        _warnings.Add("Warning: Dependencies are handled in Chart.yaml since apiVersion \"v2\". We recommend migrating dependencies to Chart.yaml.");
                    }

                    new MetadataReader("requirements.yaml", _helm).Read(file, metadata);
                    if (metadata.ApiVersion == "v1")
                    {
                        others.Add(file);
                    }

                    break;
                case var name when name.StartsWith("templates/", StringComparison.Ordinal):
                    templates.Add(file);
                    break;
                case var name when name.StartsWith("charts/", StringComparison.Ordinal) && !name.EndsWith(".prov", StringComparison.Ordinal):
                    var inner = name.Substring("charts/".Length);
                    var chart = inner.Split('/')[0];
                    if (!charts.TryGetValue(chart, out var list))
                    {
                        charts[chart] = list = [];
                    }

                    list.Add(file.As(inner));
                    break;
                default:
                    others.Add(file);
                    break;
            }
        }

        if (metadata is null)
        {
            throw new ChartException("Chart.yaml file is missing");
        }

        MetadataValidator.Validate(metadata);
        var loaded = new Chart(metadata) { Templates = templates, Files = others, Schema = schema, Values = values ?? GoMap.New() };
        // Of a folder and an archive with one chart, Helm 3 takes the folder and Helm 4 the archive.
        var order = charts.Where(entry => entry.Key[0] is not ('_' or '.')).OrderBy(entry => entry.Key.EndsWith(".tgz", StringComparison.Ordinal) == (_helm < 4));
        loaded.SetDependencies(order.Select(entry => LoadInner(metadata.Name, entry.Key, entry.Value, depth)).ToList());
        return loaded;
    }

    private Chart LoadInner(string parent, string name, List<ChartFile> files, int depth)
    {
        try
        {
            if (!name.EndsWith(".tgz", StringComparison.Ordinal))
            {
                return Load([.. files.Where(file => file.Name.IndexOf('/') >= 0).Select(file => file.As(file.Name.Substring(name.Length + 1)))], depth + 1);
            }

            return files[0].Name == name
                ? Load(ChartArchive.Read(files[0].Data, files[0].Path), depth + 1)
                : throw new ChartException("error unpacking subchart tar in " + parent + ": expected " + name + ", got " + files[0].Name);
        }
        catch (ChartException error) when (!error.Message.StartsWith("error unpacking subchart tar in " + parent, StringComparison.Ordinal))
        {
            throw new ChartException("error unpacking subchart " + name + " in " + parent + ": " + error.Message);
        }
    }

    private ChartMetadata? ReadMetadata(IReadOnlyList<ChartFile> files)
    {
        ChartMetadata? metadata = null;
        foreach (var file in files.Where(file => file.Name == "Chart.yaml"))
        {
            metadata ??= new ChartMetadata();
            new MetadataReader("Chart.yaml", _helm).Read(file, metadata);
            metadata.ApiVersion = metadata.ApiVersion.Length == 0 ? "v1" : metadata.ApiVersion;
        }

        return metadata;
    }

    private static void CheckLock(ChartFile file)
    {
        try
        {
            var value = YamlDecoder.DecodeFile(file.Source);
            if (value is not (GoMap or GoNil))
            {
                throw new GoException("error unmarshaling JSON: while decoding JSON: json: cannot unmarshal " + YamlFunctions.JsonKind(value) + " into Go value of type chart.Lock");
            }
        }
        catch (GoException error)
        {
            throw new ChartException("cannot load " + file.Name + ": " + error.Message);
        }
    }

    private GoMap ReadValues(ChartFile file)
    {
        try
        {
            return ValuesFile.Read(file.Source, "map[string]interface {}", _helm >= 4);
        }
        catch (GoException error)
        {
            throw new ChartException("cannot load values.yaml: " + (_helm >= 4 ? "cannot unmarshal yaml document: " : "") + error.Message);
        }
    }
}
