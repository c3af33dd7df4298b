using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SvcLint.Core.Tests;

/// <summary>One name, one thing: no two types of the product are called alike, whatever their namespaces.</summary>
public sealed class TypeNamesTests
{
    [Fact]
    public void No_two_types_share_a_name()
    {
        var shared = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f)).GetRoot().DescendantNodes(n => n is not BaseTypeDeclarationSyntax).OfType<BaseTypeDeclarationSyntax>())
            .Select(t => (Name: t.Identifier.Text + string.Concat(Enumerable.Repeat("<>", (t as TypeDeclarationSyntax)?.Arity ?? 0)), Space: t.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString()))
            .Distinct()
            .GroupBy(t => t.Name)
            .Where(g => g.Count() > 1)
            .Select(g => $"{g.Key} in {string.Join(", ", g.Select(t => t.Space))}");
        Assert.Empty(shared);
    }
}
