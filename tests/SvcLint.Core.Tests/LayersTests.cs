using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SvcLint.Core.Tests;

/// <summary>A folder uses only those above it in the tables of docs/architecture.md; what sources really refer to is asked of the compiler.</summary>
public sealed class LayersTests
{
    /// <summary>A project, and the heading above the table of its folders.</summary>
    public static readonly TheoryData<string, string> Projects = new()
    {
        { "SvcLint.Core", "## Folders of the core" },
        { "SvcLint.Cli", "## Folders of the command" },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_folder_uses_only_those_above_it(string project, string heading)
    {
        var order = Table(heading).ToArray();
        var sources = Sources(project).Select(f => (Layer: LayerOf(order, f), Tree: CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(Folder(project), f)), path: f))).ToArray();
        var compilation = CSharpCompilation.Create(project, sources.Select(s => s.Tree).Append(GlobalUsings()), References(project), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        var layers = sources.ToDictionary(s => s.Tree, s => s.Layer);

        var backwards =
            from source in sources
            let model = compilation.GetSemanticModel(source.Tree)
            from name in source.Tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
            let type = model.GetSymbolInfo(name).Symbol is { } symbol ? symbol as INamedTypeSymbol ?? symbol.ContainingType : null
            where type is not null
            from declaration in type.OriginalDefinition.DeclaringSyntaxReferences
            where layers.TryGetValue(declaration.SyntaxTree, out var used) && Rank(order, used) > Rank(order, source.Layer)
            select $"{source.Tree.FilePath} uses {type.Name} of {layers[declaration.SyntaxTree]}";

        var found = backwards.Distinct().Order(StringComparer.Ordinal).ToArray();
        Assert.True(found.Length == 0, string.Join("\n", found));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_folder_has_its_place(string project, string heading)
    {
        var folders = Sources(project).Where(f => f.Contains('/', StringComparison.Ordinal)).Select(f => f.Split('/')[0]).Distinct();
        Assert.Empty(folders.Except(Table(heading)));
    }

    private static int Rank(string[] order, string layer) => Array.IndexOf(order, layer) is >= 0 and var rank ? rank : order.Length;

    // The deepest folder that has a line of its own; what lies beside the folders comes last.
    private static string LayerOf(string[] order, string file) =>
        order.Where(layer => file.StartsWith(layer + "/", StringComparison.Ordinal)).MaxBy(layer => layer.Length) ?? "";

    private static string Folder(string project) => Path.Combine(RepositoryRoot.Path, "src", project);

    private static IEnumerable<string> Sources(string project) => Directory.EnumerateFiles(Folder(project), "*.cs", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(Folder(project), f).Replace('\\', '/'))
        .Where(f => !f.StartsWith("obj/", StringComparison.Ordinal) && !f.StartsWith("bin/", StringComparison.Ordinal));

    private static SyntaxTree GlobalUsings() => CSharpSyntaxTree.ParseText(
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;");

    // The core stands alone; the command is asked about with the core beside it.
    private static IEnumerable<MetadataReference> References(string project) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => project != "SvcLint.Core" || !Path.GetFileName(p).StartsWith("SvcLint.", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p));

    // "| `Text` | …" below the heading, in the order of the page.
    private static IEnumerable<string> Table(string heading) => File.ReadLines(Path.Combine(RepositoryRoot.Path, "docs/architecture.md"))
        .SkipWhile(l => l != heading).Skip(1).TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal))
        .Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('`')[1]);
}
