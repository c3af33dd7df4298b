using SvcLint.Cli.Files;
using SvcLint.Model;
using SvcLint.Model.DotNet;
using SvcLint.Text;

namespace SvcLint.Cli.Inputs;

/// <summary>Which files of a folder are read: what may hold manifests, and what tells where a .NET application listens. A file named by itself is always read.</summary>
internal static class FileKinds
{
    /// <summary>A dump of a large cluster comes through a pipe.</summary>
    public const long LargestStream = 512 << 20;

    // Copies of other people's files, what builds leave behind, and what tests read or compare with, which nobody deploys.
    private static readonly string[] PassedOverFolders = [".git", "node_modules", "vendor", "bin", "obj", "testdata", "test_data", "test-data", "__snapshot__", "__snapshots__"];

    // A cluster's snapshots may have a folder of that name; those of tests lie with them, as Maven's and Gradle's test resources do.
    private static readonly string[] Recorded = ["snapshot", "snapshots", "golden", "goldens"];
    private static readonly string[] TestFolders = ["test", "tests", "e2e", "__tests__"];

    public static bool IsPassedOver(ReadOnlySpan<char> folderName, ReadOnlySpan<char> parentName) =>
        Holds(PassedOverFolders, folderName) || (Holds(Recorded, folderName) && Holds(TestFolders, parentName)) || (folderName is "resources" && parentName is "test");

    private static bool Holds(string[] names, ReadOnlySpan<char> name)
    {
        foreach (var known in names)
        {
            if (name.SequenceEqual(known))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsRead(string path) => Path.GetExtension(path) is ".yaml" or ".yml" or ".json" || IsReadByName(FilePaths.Slashed(path));

    /// <summary>Most JSON is something else: only what names an API version and a kind, and settings of .NET applications, are read further.</summary>
    public static bool IsForeign(string path, ReadOnlySpan<byte> content) =>
        Path.GetExtension(path) == ".json" && !AppSettings.IsSettings(FilePaths.Slashed(path)) && content.IndexOf((byte)0) < 0 && (content.IndexOf("\"kind\""u8) < 0 || content.IndexOf("\"apiVersion\""u8) < 0);

    private static bool IsHelmfilePart(string path) =>
        (path.EndsWith(".yaml.gotmpl", StringComparison.Ordinal) || path.EndsWith(".yml.gotmpl", StringComparison.Ordinal)) && RelativePath.FileName(RelativePath.Folder(path)) == "helmfile.d";

    private static bool IsReadByName(string path) => path.EndsWith("helmfile.yaml.gotmpl", StringComparison.Ordinal) || IsHelmfilePart(path) || path == "Tiltfile" || path.EndsWith("/Tiltfile", StringComparison.Ordinal) || ParsedFile.IsKustomizationName(path) || ProjectFile.IsProjectFile(path) || Dockerfile.IsDockerfile(path) || CodeFacts.IsCode(path);
}
