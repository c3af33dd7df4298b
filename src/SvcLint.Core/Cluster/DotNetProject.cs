using SvcLint.Model;
using SvcLint.Model.DotNet;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>A .NET project of the input, with the files that belong to it.</summary>
public sealed class DotNetProject
{
    internal DotNetProject(ProjectFile file, IReadOnlyList<Located<string>> frameworks, IReadOnlyList<CodeFacts> code, IReadOnlyList<AppSettings> settings)
    {
        File = file;
        Frameworks = frameworks;
        Code = code;
        Settings = settings;
        Name = RelativePath.FileName(file.Path) is var name && name.LastIndexOf('.') is var dot and > 0 ? name.Substring(0, dot) : name;
        Assembly = file.AssemblyName?.Value ?? Name;
    }

    public ProjectFile File { get; }

    /// <summary>The name of the project file, without <c>.csproj</c>.</summary>
    public string Name { get; }

    /// <summary>The name of the assembly, without <c>.dll</c>.</summary>
    public string Assembly { get; }

    public string Folder => RelativePath.Folder(File.Path);

    /// <summary>Target frameworks: its own, else those of the nearest <c>Directory.Build.props</c>.</summary>
    public IReadOnlyList<Located<string>> Frameworks { get; }

    /// <summary>The C# files in its folder and below, but for those of projects there; empty when the host reads no C#.</summary>
    public IReadOnlyList<CodeFacts> Code { get; }

    /// <summary>The settings files in its folder: that folder is the application's content root.</summary>
    public IReadOnlyList<AppSettings> Settings { get; }

    /// <summary>The Dockerfiles that build its image.</summary>
    public IReadOnlyList<Dockerfile> Dockerfiles { get; internal set; } = [];

    /// <summary>Projects whose code runs in it, by way of references.</summary>
    public IReadOnlyList<DotNetProject> References { get; internal set; } = [];

    /// <summary>True when the code starts a web application: only then is it known to listen at all.</summary>
    public bool IsWebApplication => Code.Any(c => c.StartsWebApplication);

    /// <summary>The one Dockerfile, or of several the one that bears just that name.</summary>
    public Dockerfile? Dockerfile
    {
        get
        {
            var plain = Dockerfiles.Where(d => RelativePath.FileName(d.Path).Equals("Dockerfile", StringComparison.OrdinalIgnoreCase)).ToArray();
            return plain.Length == 1 ? plain[0] : Dockerfiles.Count == 1 ? Dockerfiles[0] : null;
        }
    }

    public override string ToString() => File.Path;
}
