namespace SvcLint.Cli.Tests.Delivery;

/// <summary>A copy of this checkout without its tests: what packs and publishes there disturbs no other build.</summary>
internal static class SourceCopy
{
    private static readonly string[] Folders = ["src/", "rules/", "schemas/", "tools/"];

    public static void Create(string folder)
    {
        var listed = Tool.Start("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], RepositoryRoot.Path).Output;
        foreach (var file in listed.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var from = Path.Combine(RepositoryRoot.Path, file);
            if ((!file.Contains('/') || Folders.Any(f => file.StartsWith(f, StringComparison.Ordinal))) && File.Exists(from))
            {
                var to = Path.Combine(folder, file);
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(from, to);
            }
        }

        WithoutMissingProjects(Path.Combine(folder, "Linter.sln"));
    }

    private static void WithoutMissingProjects(string solution)
    {
        var folder = Path.GetDirectoryName(solution)!;
        foreach (var line in File.ReadAllLines(solution).Where(l => l.StartsWith("Project(", StringComparison.Ordinal)))
        {
            var project = line.Split('"')[5].Replace('\\', '/');
            if (project.EndsWith(".csproj", StringComparison.Ordinal) && !File.Exists(Path.Combine(folder, project)))
            {
                Tool.Start("dotnet", ["sln", solution, "remove", project], folder);
            }
        }
    }
}
