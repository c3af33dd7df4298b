using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SvcLint.Core.Tests;

/// <summary>A folder of the core uses only those above it in the table of docs/architecture.md; what sources really refer to is asked of the compiler.</summary>
public sealed class LayersTests
{
    private static readonly string Core = Path.Combine(RepositoryRoot.Path, "src/SvcLint.Core");

    private static readonly string[] Order = [.. Table()];

    [Fact]
    public void A_folder_uses_only_those_above_it()
    {
        var sources = Sources().Select(f => (Layer: LayerOf(f), Tree: CSharpSyntaxTree.ParseText(File.ReadAllText(f), path: f))).ToArray();
        var compilation = CSharpCompilation.Create("core", sources.Select(s => s.Tree).Append(GlobalUsings()), References(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        var layers = sources.ToDictionary(s => s.Tree, s => s.Layer);

        var backwards =
            from source in sources
            let model = compilation.GetSemanticModel(source.Tree)
            from name in source.Tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
            let type = model.GetSymbolInfo(name).Symbol is { } symbol ? symbol as INamedTypeSymbol ?? symbol.ContainingType : null
            where type is not null
            from declaration in type.OriginalDefinition.DeclaringSyntaxReferences
            where layers.TryGetValue(declaration.SyntaxTree, out var used) && Rank(used) > Rank(source.Layer)
            select $"{Path.GetRelativePath(Core, source.Tree.FilePath)} uses {type.Name} of {layers[declaration.SyntaxTree]}";

        var found = backwards.Distinct().Order(StringComparer.Ordinal).ToArray();
        Assert.True(found.Length == 0, string.Join("\n", found));
    }

    [Fact]
    public void Every_folder_has_its_place()
    {
        var folders = Sources().Select(f => Path.GetRelativePath(Core, f).Replace('\\', '/')).Where(f => f.Contains('/')).Select(f => f.Split('/')[0]).Distinct();
        Assert.Empty(folders.Except(Order));
    }

    private static int Rank(string layer) => Array.IndexOf(Order, layer) is >= 0 and var rank ? rank : Order.Length;

    // The deepest folder that has a line of its own; what lies beside the folders comes last.
    private static string LayerOf(string file)
    {
        var path = Path.GetRelativePath(Core, file).Replace('\\', '/');
        return Order.Where(layer => path.StartsWith(layer + "/", StringComparison.Ordinal)).MaxBy(layer => layer.Length) ?? "";
    }

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Core, "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static SyntaxTree GlobalUsings() => CSharpSyntaxTree.ParseText(
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;");

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => !Path.GetFileName(p).StartsWith("SvcLint.", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p));

    // "| `Text` | …" below the heading, in the order of the page.
    private static IEnumerable<string> Table() => File.ReadLines(Path.Combine(RepositoryRoot.Path, "docs/architecture.md"))
        .SkipWhile(l => l != "## Folders of the core").Skip(1).TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal))
        .Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('`')[1]);
}
