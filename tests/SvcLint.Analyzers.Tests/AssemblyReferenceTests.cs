using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace SvcLint.Analyzers.Tests;

/// <summary>What the analyzer asks of a compiler: nothing newer than Roslyn 4.8 (Visual Studio 17.8, .NET SDK 8.0.100) brings.</summary>
public sealed class AssemblyReferenceTests
{
    // As Microsoft.CodeAnalysis.CSharp 4.8.0 references them, and netstandard itself.
    private static readonly Dictionary<string, Version> Newest = new()
    {
        ["Microsoft.CodeAnalysis"] = new(4, 8, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp"] = new(4, 8, 0, 0),
        ["System.Collections.Immutable"] = new(7, 0, 0, 0),
        ["System.Reflection.Metadata"] = new(7, 0, 0, 0),
        ["System.Memory"] = new(4, 0, 1, 2),
        ["System.Runtime.CompilerServices.Unsafe"] = new(6, 0, 0, 0),
        ["netstandard"] = new(2, 0, 0, 0),
    };

    [Theory]
    [InlineData("src/SvcLint.Analyzers")]
    [InlineData("src/SvcLint.Analyzers.CodeFixes")]
    [InlineData("src/SvcLint.Core")]
    [InlineData("src/SvcLint.CSharp")]
    [InlineData("src/SvcLint.Charts")]
    [InlineData("src/SvcLint.Build")]
    public void References_nothing_newer_than_the_oldest_compiler_brings(string project)
    {
        var allowed = new Dictionary<string, Version>(Newest) { ["SvcLint.Core"] = new(0, 1, 0, 0), ["SvcLint.CSharp"] = new(0, 1, 0, 0), ["SvcLint.Charts"] = new(0, 1, 0, 0) };
        if (project.EndsWith("Build", StringComparison.Ordinal))
        {
            allowed["Microsoft.Build.Framework"] = allowed["Microsoft.Build.Utilities.Core"] = new(15, 1, 0, 0);
        }

        if (project.EndsWith("CodeFixes", StringComparison.Ordinal))
        {
            allowed["Microsoft.CodeAnalysis.Workspaces"] = new(4, 8, 0, 0);
        }

        foreach (var reference in References(project))
        {
            Assert.True(allowed.TryGetValue(reference.Name!, out var newest), $"{project} references {reference.Name}");
            Assert.True(reference.Version <= newest, $"{project} references {reference.Name} {reference.Version}; at most {newest}");
        }
    }

    private static IEnumerable<System.Reflection.AssemblyName> References(string project)
    {
        using var file = new PEReader(File.OpenRead(BuildOutput.Of(project, "netstandard2.0", Path.GetFileName(project) + ".dll")));
        var metadata = file.GetMetadataReader();
        return metadata.AssemblyReferences.Select(r => metadata.GetAssemblyReference(r).GetAssemblyName()).ToArray();
    }
}
