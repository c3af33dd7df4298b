using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SvcLint.Model.DotNet;

namespace SvcLint.CSharp;

/// <summary>C# to <see cref="CodeFacts"/>. Works on syntax, so that no build is needed; where a host has a semantic model, it is asked.</summary>
public static class CodeReader
{
    private static readonly CSharpParseOptions Newest = new(LanguageVersion.Preview, DocumentationMode.None);

    /// <summary>Reads one file from its syntax alone; never throws but when it is cancelled.</summary>
    /// <param name="source">The file.</param>
    /// <param name="cancellation">Ends the parse early.</param>
    public static CodeFacts Read(Text.SourceText source, CancellationToken cancellation = default)
    {
        if (Nesting.IsTooDeep(source.Content))
        {
            return new CodeFacts(source) { IsCut = true };
        }

        try
        {
            return Read(source, CSharpSyntaxTree.ParseText(source.Content, Newest, source.Path, cancellationToken: cancellation).GetRoot(cancellation), semantics: null);
        }
        catch (InsufficientExecutionStackException)
        {
            // Deeper than any code that people write.
            return new CodeFacts(source) { IsCut = true };
        }
    }

    /// <summary>Reads a file that is parsed already.</summary>
    /// <param name="source">The file; the tree's spans are offsets into its content.</param>
    /// <param name="root">The tree.</param>
    /// <param name="semantics">Null: names and constants of this file must do.</param>
    public static CodeFacts Read(Text.SourceText source, SyntaxNode root, SemanticModel? semantics)
    {
        var file = new CodeFile(source, root, semantics);
        var listens = new ListenReader(file);
        var paths = new PathReader(file);
        var keys = new KeyReader(file);
        var advertised = new AdvertisedReader(file);
        var redirects = new RedirectReader(file);
        var aspire = new AspireReader(file);
        foreach (var call in file.Calls)
        {
            listens.Read(call);
            paths.Read(call);
            keys.Read(call);
            advertised.Read(call);
            redirects.Read(call);
            aspire.Read(call);
        }

        foreach (var access in file.ElementAccesses)
        {
            keys.Read(access);
            listens.Read(access);
        }

        var grpc = new GrpcReader(file, keys.Found);
        file.Calls.ForEach(grpc.Read);
        file.Advertising.ForEach(advertised.Read);
        paths.ReadAttributes();
        return new CodeFacts(source)
        {
            StartsWebApplication = file.Calls.Any(StartsWebApplication) || file.CreatesWebHostBuilder,
            Listens = listens.Found,
            Paths = [.. paths.Found, .. ConstantTexts.Paths(file)],
            MappersCalled = paths.MappersCalled,
            MappersDeclared = file.MappersDeclared,
            Keys = keys.Found,
            VariablePrefixes = keys.Prefixes,
            AdvertisesLoopback = advertised.Found,
            HttpsRedirections = redirects.Found,
            ForwardsHeaders = redirects.ForwardsHeaders,
            GrpcTargets = grpc.Found,
            HostedEndpoints = aspire.Found,
            Numbers = file.Numbers,
            Texts = ConstantTexts.Addresses(file),
            Manifests = [.. new ObjectReader(file).Read(), .. EmbeddedManifests.Read(file)],
            Comments = CommentReader.Comments(source, root),
            Pragmas = CommentReader.Pragmas(source, root),
            IsCut = file.Constants.IsCut,
        };
    }

    private static bool StartsWebApplication(Call call) => call.Name switch
    {
        "Create" or "CreateBuilder" or "CreateSlimBuilder" or "CreateEmptyBuilder" => call.ReceiverName is "WebApplication",
        "CreateDefaultBuilder" => call.ReceiverName is "WebHost",
        "ConfigureWebHostDefaults" or "ConfigureWebHost" or "ConfigureSlimWebHost" => true,
        _ => false,
    };
}
