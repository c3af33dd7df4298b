using Microsoft.CodeAnalysis;
using SvcLint.CSharp;
using SvcLint.Model.DotNet;

namespace SvcLint.Analyzers;

/// <summary>The C# that a project compiles.</summary>
internal sealed class ProjectCode(Compilation compilation, ProjectFiles files, CancellationToken cancellation)
{
    private readonly Dictionary<string, SyntaxTree> _trees = new(StringComparer.Ordinal);

    /// <summary>What the files say that may bear on Services of these names; constants of other files have their values.</summary>
    public IReadOnlyList<CodeFacts> Read(IReadOnlyCollection<string> services)
    {
        if (services.Count == 0 && !MakesObjects)
        {
            return [];
        }

        var scan = new CodeScan(services);
        var found = new List<CodeFacts>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            cancellation.ThrowIfCancellationRequested();
            var path = files.RelativePath(tree.FilePath);
            if (CodeFacts.IsCode(path) && path.IndexOf("/obj/", StringComparison.Ordinal) < 0 && tree.GetText(cancellation).ToString() is var text && scan.MayMatter(text))
            {
#pragma warning disable RS1030 // Rules look at all files together, and few get here.
                var facts = CodeReader.Read(new Text.SourceText(path, text), tree.GetRoot(cancellation), compilation.GetSemanticModel(tree));
#pragma warning restore RS1030
                if (!facts.IsEmpty)
                {
                    found.Add(facts);
                    _trees[path] = tree;
                }
            }
        }

        return found;
    }

    private bool MakesObjects => compilation.ReferencedAssemblyNames.Any(r => r.Name.StartsWith("KubernetesClient", StringComparison.Ordinal));

    /// <summary>The tree of a file that said something.</summary>
    public SyntaxTree? Tree(string path) => _trees.TryGetValue(path, out var tree) ? tree : null;
}
