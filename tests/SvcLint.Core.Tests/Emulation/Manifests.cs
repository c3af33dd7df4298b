using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Emulation;

/// <summary>Typed objects as a host would hand them to emulation.</summary>
internal static class Manifests
{
    public static IReadOnlyList<KubernetesObject> Read(string path) => Parse(File.ReadAllText(path), Path.GetFileName(path));

    public static IReadOnlyList<KubernetesObject> Parse(string yaml, string name = "test.yaml") =>
        Linter.Parse(new SourceText(name, yaml)).Objects.ToArray();
}
