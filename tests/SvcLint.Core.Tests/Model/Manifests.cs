using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Model;

/// <summary>Typed objects out of YAML text.</summary>
internal static class Manifests
{
    public static IReadOnlyList<KubernetesObject> Objects(string yaml)
    {
        var objects = new List<KubernetesObject>();
        foreach (var part in YamlStream.Split(new SourceText("test.yaml", yaml)))
        {
            var result = YamlReader.Read(part.Slice);
            Assert.Null(result.Problem);
            objects.AddRange(ManifestReader.Read(result.Root));
        }

        return objects;
    }

    public static T Single<T>(string yaml)
        where T : KubernetesObject => Assert.IsType<T>(Assert.Single(Objects(yaml)));
}
