using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Model.DotNet;

/// <summary>How code tells Kestrel where to listen; the order of precedence is <c>Cluster.ListeningEndpoints</c>'.</summary>
public enum ListenForm
{
    /// <summary><c>ListenAnyIP</c>, <c>ListenLocalhost</c>, <c>Listen</c>: an endpoint that adds to those of <c>Kestrel:Endpoints</c>.</summary>
    Endpoint,

    /// <summary><c>app.Urls.Add(url)</c> or <c>app.Run(url)</c>.</summary>
    ApplicationUrl,

    /// <summary><c>UseUrls(url, …)</c>, or <c>UseSetting("urls", …)</c>.</summary>
    HostUrl,
}

/// <summary>One place where code says where the application listens.</summary>
/// <param name="Form">The call.</param>
/// <param name="Host">What is bound: <c>*</c> for any address, <c>localhost</c>, an address; null when the code computes it.</param>
/// <param name="Port">Null when the code computes it, and 0 for a port that the system picks.</param>
/// <param name="Span">The call; of several URLs in one text, the URL.</param>
public sealed record ListenCall(ListenForm Form, Located<string>? Host, Located<int>? Port, SourceSpan Span)
{
    /// <summary>True when it stands below an <c>if</c>, a <c>switch</c> or a conditional expression: whether it runs is not known.</summary>
    public bool IsConditional { get; init; }
}

/// <summary>What a path of the code is.</summary>
public enum PathKind
{
    /// <summary><c>MapHealthChecks</c>, <c>UseHealthChecks</c>, and methods that are named after health checks.</summary>
    Health,

    /// <summary>Any other endpoint: <c>MapGet</c>, an attribute route, a hub.</summary>
    Endpoint,

    /// <summary><c>UsePathBase</c>, <c>MapGroup</c>, a branch: it may stand before any path.</summary>
    Prefix,

    /// <summary>A constant that looks like a path and stands elsewhere: middleware may compare with it.</summary>
    Mentioned,

    /// <summary>Routes that are not written as constants, conventional routes, Razor pages, static files, proxies: any path may be answered.</summary>
    Open,
}

/// <summary>A path that code maps.</summary>
/// <param name="Path">As written, with route parameters; null for <see cref="PathKind.Open"/>.</param>
/// <param name="Span">The path, else the call.</param>
public sealed record MappedPath(PathKind Kind, string? Path, SourceSpan Span);

/// <summary>How code asks for a value that comes from outside.</summary>
public enum KeySource
{
    /// <summary><c>IConfiguration</c>: the indexer, <c>GetValue</c>, <c>GetConnectionString</c>; sections joined with colons.</summary>
    Configuration,

    /// <summary>A section that is bound to an object or read further: keys below it exist.</summary>
    Section,

    /// <summary><c>Environment.GetEnvironmentVariable</c>.</summary>
    Environment,
}

/// <summary>A key that code reads.</summary>
/// <param name="Name">As <c>IConfiguration</c> names it (<c>ConnectionStrings:Default</c>), or the variable's name.</param>
/// <param name="HasDefault">True when the code goes on without the value: <c>?? "…"</c>, a default argument.</param>
public sealed record ConfigurationKey(KeySource Source, string Name, bool HasDefault, SourceSpan Span);

/// <summary>Letters of a constant text that stand in the file as they are.</summary>
/// <param name="Start">Offset in the text.</param>
/// <param name="Range">Place in the file; as long as the letters.</param>
public readonly record struct TextPiece(int Start, TextSpan Range);

/// <summary>
/// A constant text of the code: a literal, a concatenation or an interpolation whose value the compiler knows; of one that goes on with
/// something unknown the beginning, as far as a slash after the host ends it.
/// </summary>
/// <param name="Value">The text that the program sees.</param>
/// <param name="Pieces">Those parts that stand in the expression itself, in order; a constant's name is none.</param>
/// <param name="Span">The whole expression.</param>
public sealed record ConstantText(string Value, IReadOnlyList<TextPiece> Pieces, SourceSpan Span)
{
    /// <summary>True when it only counts while nobody configures another value: what follows <c>??</c>, a default argument.</summary>
    public bool IsFallback { get; init; }

    /// <summary>The span of a part of the value; where it does not stand in the file as one run, the whole expression's.</summary>
    public SourceSpan Part(int start, int end) => IsPlain(start, end, out var span) ? span : Span;

    /// <summary>True when a part of the value stands in the file as one run, so that it can be replaced there.</summary>
    public bool IsPlain(int start, int end, out SourceSpan span)
    {
        foreach (var piece in Pieces)
        {
            if (start >= piece.Start && end <= piece.Start + piece.Range.Length)
            {
                var at = piece.Range.Start + start - piece.Start;
                span = Span.Source.Span(at, at + end - start);
                return true;
            }
        }

        span = Span;
        return false;
    }
}

/// <summary>An address to which the code makes a gRPC channel.</summary>
/// <param name="Text">The address itself, where it is a constant.</param>
/// <param name="Key">Else the key of the configuration under which it stands.</param>
/// <param name="Span">The expression.</param>
public sealed record GrpcTarget(ConstantText? Text, string? Key, SourceSpan Span);

/// <summary>An endpoint that an AppHost of Aspire names.</summary>
/// <param name="Resource">What clients call it by.</param>
/// <param name="Endpoint">The endpoint's name: <c>_admin</c> in <c>http://_admin.basket</c>, without the line.</param>
/// <param name="Span">The call.</param>
public sealed record HostedEndpoint(string Resource, string Endpoint, SourceSpan Span);

/// <summary><c>#pragma warning disable SVC9030</c>, or <c>restore</c>; the compiler follows it, and a host without one does likewise.</summary>
/// <param name="Rules">Empty stands for all of them.</param>
/// <param name="Disables">False for <c>restore</c>.</param>
/// <param name="Span">The directive: it counts for what comes after.</param>
public sealed record WarningPragma(IReadOnlyList<string> Rules, bool Disables, SourceSpan Span);

/// <summary>
/// What one C# file says about networking. Read from syntax alone it holds what names and constants of the file itself prove; with a
/// semantic model, constants of other files count too. Immutable.
/// </summary>
public sealed record CodeFacts(SourceText Source)
{
    private static readonly string[] Generated = [".g.cs", ".designer.cs", ".generated.cs", ".assemblyinfo.cs", ".assemblyattributes.cs"];

    /// <summary>The code nests too deeply to be read, or a constant was longer than any that is, and counts as unknown.</summary>
    public bool IsCut { get; init; }

    /// <summary>True when the file starts a web application: <c>WebApplication.CreateBuilder</c>, <c>ConfigureWebHostDefaults</c> and their kin.</summary>
    public bool StartsWebApplication { get; init; }

    public IReadOnlyList<ListenCall> Listens { get; init; } = [];

    public IReadOnlyList<MappedPath> Paths { get; init; } = [];

    /// <summary>Methods that are called to map more (<c>MapCatalogApi</c>): where the project declares none of that name, any path may be answered.</summary>
    public IReadOnlyList<string> MappersCalled { get; init; } = [];

    public IReadOnlyList<string> MappersDeclared { get; init; } = [];

    public IReadOnlyList<ConfigurationKey> Keys { get; init; } = [];

    /// <summary>Prefixes with which environment variables are read into the configuration: <c>SHOP_PORT</c> becomes <c>PORT</c>.</summary>
    public IReadOnlyList<Located<string>> VariablePrefixes { get; init; } = [];

    /// <summary>Where the code makes a cluster member advertise the loopback address in every environment.</summary>
    public IReadOnlyList<SourceSpan> AdvertisesLoopback { get; init; } = [];

    /// <summary>Where the code redirects HTTP to HTTPS, but for development.</summary>
    public IReadOnlyList<SourceSpan> HttpsRedirections { get; init; } = [];

    /// <summary>True when the code takes the scheme from what a proxy says.</summary>
    public bool ForwardsHeaders { get; init; }

    public IReadOnlyList<GrpcTarget> GrpcTargets { get; init; } = [];

    /// <summary>Named endpoints of resources, where the file is an AppHost's.</summary>
    public IReadOnlyList<HostedEndpoint> HostedEndpoints { get; init; } = [];

    /// <summary>Whole numbers from 1 to 65535 that are written in the code: something else than Kestrel may listen there.</summary>
    public IReadOnlyCollection<int> Numbers { get; init; } = [];

    /// <summary>Constants that may hold an address; others are left out.</summary>
    public IReadOnlyList<ConstantText> Texts { get; init; } = [];

    /// <summary>
    /// Kubernetes objects that the code makes: instances of KubernetesClient's models and YAML in strings, as nodes with spans of the code.
    /// What the code computes is a placeholder (see <see cref="Placeholder"/>); what is set to null is left out.
    /// </summary>
    public IReadOnlyList<YamlNode> Manifests { get; init; } = [];

    /// <summary>Comments that speak to svclint. One stands before the next statement, member or argument; where none starts, before the next line.</summary>
    public IReadOnlyList<Comment> Comments { get; init; } = [];

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<WarningPragma> Pragmas { get; init; } = [];

    /// <summary>True when nothing in the file bears on networking; comments and pragmas do not by themselves. Of what was cut off nobody knows.</summary>
    public bool IsEmpty =>
        !IsCut && !StartsWebApplication && Listens.Count + Paths.Count + MappersCalled.Count + MappersDeclared.Count + Keys.Count + Numbers.Count + Texts.Count + Manifests.Count + VariablePrefixes.Count + AdvertisesLoopback.Count + HttpsRedirections.Count + GrpcTargets.Count + HostedEndpoints.Count == 0 && !ForwardsHeaders;

    /// <summary>True when a part of the file was understood to say something of networking.</summary>
    internal bool Says(TextSpan range) =>
        Texts.Any(t => range.Contains(t.Span.Start)) || Listens.Any(l => range.Contains(l.Span.Start)) || Keys.Any(k => range.Contains(k.Span.Start)) || Paths.Any(p => range.Contains(p.Span.Start)) || AdvertisesLoopback.Concat(HttpsRedirections).Any(a => range.Contains(a.Start)) || GrpcTargets.Any(t => range.Contains(t.Span.Start))
        || Manifests.Any(m => m.Span.Start < range.End && range.Start < m.Span.End);

    /// <summary>True where a rule is disabled by a pragma: the last one before the place that speaks of the rule decides.</summary>
    internal bool IsDisabled(string rule, int offset) =>
        Pragmas.LastOrDefault(p => p.Span.Start <= offset && (p.Rules.Count == 0 || p.Rules.Contains(rule, StringComparer.Ordinal)))?.Disables ?? false;

    /// <summary>True for C# that people write.</summary>
    public static bool IsCode(string path) =>
        path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) && !Array.Exists(Generated, g => path.EndsWith(g, StringComparison.OrdinalIgnoreCase));
}
