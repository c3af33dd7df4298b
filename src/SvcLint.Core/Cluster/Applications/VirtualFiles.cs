using SvcLint.Kustomize;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <summary>The files of the repository, and kustomizations beside them that only an application's fields make.</summary>
internal sealed class VirtualFiles(IKustomizeFiles files) : IKustomizeFiles
{
    private const string Folder = ".svclint-applications/";

    private readonly Dictionary<string, IReadOnlyList<YamlResult>> _documents = new(StringComparer.Ordinal);
    private int _count;

    public static bool IsVirtual(string path) => path.StartsWith(Folder, StringComparison.Ordinal);

    public IReadOnlyList<YamlResult>? Documents(string path) => _documents.TryGetValue(path, out var documents) ? documents : files.Documents(path);

    public SourceText? Text(string path) => files.Text(path);

    /// <summary>Adds a kustomization, and documents that it may name <c>objects.yaml</c>.</summary>
    public string Add(YamlMapping kustomization, IReadOnlyList<YamlMapping>? objects = null)
    {
        var folder = Folder + (++_count).ToString(System.Globalization.CultureInfo.InvariantCulture) + "/";
        _documents.Add(folder + "kustomization.yaml", [new YamlResult(kustomization, null)]);
        if (objects is not null)
        {
            _documents.Add(folder + "objects.yaml", [.. objects.Select(o => new YamlResult(o, null))]);
        }

        return folder + "kustomization.yaml";
    }

    /// <summary>Adds a document.</summary>
    public string Add(YamlNode document)
    {
        var path = Folder + (++_count).ToString(System.Globalization.CultureInfo.InvariantCulture) + "/document.yaml";
        _documents.Add(path, [new YamlResult(document, null)]);
        return path;
    }

    /// <summary>A path as a kustomization that was added writes it.</summary>
    public static string Reference(string path) => path.Length == 0 ? "../.." : "../../" + path;
}
