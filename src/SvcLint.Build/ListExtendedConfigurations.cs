using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using SvcLint.Text;

namespace SvcLint.Build;

/// <summary>The files that a configuration extends, and those that they extend.</summary>
public sealed class ListExtendedConfigurations : Microsoft.Build.Utilities.Task
{
    /// <summary>Full path of <c>svclint.yaml</c>.</summary>
    [Required]
    public string Configuration { get; set; } = "";

    /// <summary>The folder that the paths of findings and globs are relative to.</summary>
    [Required]
    public string Root { get; set; } = "";

    /// <summary>Full paths. A file that is missing is left out: reading the configuration reports it.</summary>
    [Output]
    public ITaskItem[] Files { get; set; } = [];

    public override bool Execute()
    {
        var files = new List<string>();
        if (Read(Configuration) is { } configuration)
        {
            Linter.ReadConfiguration(configuration, path =>
            {
                var full = Path.GetFullPath(Path.Combine(Root, path));
                if (Read(full) is not { } source)
                {
                    return null;
                }

                files.Add(full);
                return source;
            });
        }

        Files = files.Distinct(StringComparer.Ordinal).Select(f => new TaskItem(f)).ToArray<ITaskItem>();
        return true;
    }

    private SourceText? Read(string path)
    {
        try
        {
            return SourceText.FromBytes(ProjectInput.RelativePath(Root, path), File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
