using SvcLint.Text;

namespace SvcLint.Model.DotNet;

/// <summary>What projects have from a <c>Directory.Build.props</c>: the nearest one above them, as MSBuild looks for it.</summary>
public sealed class SharedProperties
{
    private readonly Dictionary<string, ProjectFile> _byFolder = new(StringComparer.Ordinal);

    public SharedProperties(IEnumerable<ProjectFile> files)
    {
        foreach (var file in files.Where(f => f.IsShared))
        {
            _byFolder[RelativePath.Folder(file.Path)] = file;
        }
    }

    /// <summary>The file that a project imports; null without one.</summary>
    public ProjectFile? Of(ProjectFile project)
    {
        var folder = RelativePath.Folder(project.Path);
        while (true)
        {
            if (_byFolder.TryGetValue(folder, out var shared))
            {
                return shared;
            }

            if (folder.Length == 0)
            {
                return null;
            }

            folder = RelativePath.Folder(folder);
        }
    }

    /// <summary>True when the project or what it imports says that it holds tests.</summary>
    public bool IsTest(ProjectFile project) => project.IsTest || Of(project) is { IsTest: true };
}
