using SvcLint.Text;

namespace SvcLint.Model.DotNet;

/// <summary>
/// A <c>.csproj</c> or <c>Directory.Build.props</c> as its text says it: properties without conditions, the last one wins; a value that
/// would have to be evaluated counts as absent. What an imported file sets is not known here.
/// </summary>
public sealed record ProjectFile(SourceText Source)
{
    /// <summary><c>Microsoft.NET.Sdk.Web</c>.</summary>
    public string? Sdk { get; init; }

    /// <summary><c>TargetFramework</c>, else the entries of <c>TargetFrameworks</c>.</summary>
    public IReadOnlyList<Located<string>> TargetFrameworks { get; init; } = [];

    public Located<string>? AssemblyName { get; init; }

    /// <summary>True when the project says <c>IsTestProject</c> or references a test SDK or framework.</summary>
    public bool IsTest { get; init; }

    /// <summary>The image that <c>dotnet publish /t:PublishContainer</c> builds: <c>ContainerRepository</c>, else <c>ContainerImageName</c>.</summary>
    public Located<string>? ContainerRepository { get; init; }

    /// <summary><c>ContainerBaseImage</c>.</summary>
    public Located<string>? ContainerBaseImage { get; init; }

    /// <summary>The items <c>ContainerPort</c>.</summary>
    public IReadOnlyList<Located<int>> ContainerPorts { get; init; } = [];

    /// <summary>The items <c>ContainerEnvironmentVariable</c>.</summary>
    public IReadOnlyList<(string Name, Located<string> Value)> ContainerEnvironment { get; init; } = [];

    /// <summary>Project references, as paths relative to the input's root.</summary>
    public IReadOnlyList<string> ProjectReferences { get; init; } = [];

    public string Path => Source.Path;

    /// <summary>True for <c>Directory.Build.props</c>: properties of every project in its folder and below.</summary>
    public bool IsShared => IsSharedName(Path);

    public static bool IsProjectFile(string path) => path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase) || IsSharedName(path);

    private static bool IsSharedName(string path) => path.Substring(path.LastIndexOf('/') + 1) == "Directory.Build.props";

    public override string ToString() => Path;
}
