using Microsoft.CodeAnalysis.CSharp.Syntax;
using SvcLint.Model.DotNet;

namespace SvcLint.CSharp;

/// <summary>Paths that the code answers at.</summary>
internal sealed class PathReader(CodeFile file)
{
    private const string AspNetCore = "Microsoft.AspNetCore";

    // Another meaning of the word: object mappers, column mappings.
    private readonly bool _mapsEndpoints = Array.Exists(
        ["WebApplication", "IEndpointRouteBuilder", "IApplicationBuilder", "UseEndpoints", "RouteGroupBuilder"],
        w => file.Source.Content.IndexOf(w, StringComparison.Ordinal) >= 0);

    private readonly HashSet<string> _called = new(StringComparer.Ordinal);

    public List<MappedPath> Found { get; } = [];

    public IReadOnlyList<string> MappersCalled => [.. _called];

    /// <summary>True for the name of a method that may map endpoints for its caller.</summary>
    public static bool IsMapper(string method) =>
        method.Length > 3 && char.IsUpper(method[3]) && (method.StartsWith("Map", StringComparison.Ordinal) || (method.StartsWith("Use", StringComparison.Ordinal) && IsHealth(method)));

    public void Read(Call call)
    {
        switch (call.Name)
        {
            case "MapHealthChecks":
                Add(PathKind.Health, call, call.Argument(0, "pattern"));
                break;
            case "UseHealthChecks":
                Add(PathKind.Health, call, call.Argument(0, "path"));
                break;
            case "MapGet" or "MapPost" or "MapPut" or "MapDelete" or "MapPatch" or "MapMethods" or "MapHub" or "MapConnections" or "MapConnectionHandler" or "MapBlazorHub" when _mapsEndpoints:
                Add(PathKind.Endpoint, call, call.Argument(0, "pattern"));
                break;
            case "Map" when _mapsEndpoints && call.Count > 1 && IsOwn(call):
                Add(PathKind.Endpoint, call, call.Argument(0, "pattern") ?? call.Argument(0, "pathMatch"));
                Add(PathKind.Prefix, call, call.Argument(0, "pattern") ?? call.Argument(0, "pathMatch"));
                break;
            case "MapGroup" when _mapsEndpoints:
                Add(PathKind.Prefix, call, call.Argument(0, "prefix"));
                break;
            case "UsePathBase":
                Add(PathKind.Prefix, call, call.Argument(0, "pathBase"));
                break;
            case "MapControllers" or "MapGrpcService" or "MapGrpcReflectionService" or "MapGrpcHealthChecksService":
                // What they answer says it with attributes, or is no HTTP path.
                break;
            case "MapOpenApi" or "MapSwagger" or "MapScalarApiReference" or "MapPrometheusScrapingEndpoint" or "MapMetrics" or "MapSubscribeHandler" or "MapGraphQL" when call.Count == 0:
                Found.Add(new MappedPath(PathKind.Endpoint, DefaultPath(call.Name), file.Span(call)));
                break;
            case "MapControllerRoute" or "MapDefaultControllerRoute" or "MapAreaControllerRoute" or "MapDynamicControllerRoute" or "UseMvc" or "UseMvcWithDefaultRoute"
                or "MapRazorPages" or "MapRazorComponents" or "MapStaticAssets" or "UseStaticFiles" or "UseFileServer" or "UseSpa" or "UseBlazorFrameworkFiles"
                or "MapReverseProxy" or "MapForwarder" or "UseOcelot" or "MapWhen" or "UseWhen" or "UseFastEndpoints" or "UseRouter":
                AddOpen(call);
                break;
            case var fallback when fallback.StartsWith("MapFallback", StringComparison.Ordinal):
                AddOpen(call);
                break;
            case var name when IsMapper(name) && (_mapsEndpoints || IsHealth(name)):
                Other(call);
                break;
        }
    }

    /// <summary>Attribute routes of controllers: <c>[Route("api/[controller]")]</c> with <c>[HttpGet("{id}")]</c>.</summary>
    public void ReadAttributes()
    {
        foreach (var attribute in file.Attributes)
        {
            if (!IsRoute(attribute))
            {
                continue;
            }

            if (attribute.Parent?.Parent is MethodDeclarationSyntax { Parent: TypeDeclarationSyntax type } method)
            {
                foreach (var prefix in Templates(type))
                {
                    AddRoute(prefix, attribute, type, method.Identifier.ValueText);
                }
            }
            else if (attribute.Parent?.Parent is TypeDeclarationSyntax controller)
            {
                AddRoute("", attribute, controller, "");
            }
        }
    }

    private static bool IsHealth(string method) => method.IndexOf("HealthCheck", StringComparison.OrdinalIgnoreCase) >= 0;

    private bool IsOwn(Call call) => !file.IsForeign(call, AspNetCore);

    private void Other(Call call)
    {
        var paths = call.Syntax.ArgumentList.Arguments.Select(a => a.Expression).Where(e => file.Constants.Constant(e) is { Value: { Length: > 1 } text } && text[0] == '/').ToArray();
        foreach (var path in paths)
        {
            Add(IsHealth(call.Name) ? PathKind.Health : PathKind.Endpoint, call, path);
        }

        if (paths.Length == 0 || !IsHealth(call.Name))
        {
            _called.Add(call.Name);
        }
    }

    private static string DefaultPath(string method) => method switch
    {
        "MapOpenApi" => "/openapi/{documentName}.json",
        "MapSwagger" => "/swagger/{documentName}/swagger.{extension}",
        "MapScalarApiReference" => "/scalar/{documentName}",
        "MapSubscribeHandler" => "/dapr/subscribe",
        "MapGraphQL" => "/graphql",
        _ => "/metrics",
    };

    private void Add(PathKind kind, Call call, ExpressionSyntax? path)
    {
        if (path is null || file.Constants.Constant(path) is not { } folded)
        {
            AddOpen(call);
            return;
        }

        var text = new ConstantText(folded.Value, folded.Pieces, file.Span(path));
        Found.Add(new MappedPath(kind, Rooted(folded.Value), text.Part(0, folded.Value.Length)));
    }

    private void AddOpen(Call call) => Found.Add(new MappedPath(PathKind.Open, null, file.Span(call)));

    private static bool IsRoute(AttributeSyntax attribute) =>
        Call.LastName(attribute.Name) is "Route" or "RouteAttribute" or "HttpGet" or "HttpGetAttribute" or "HttpHead" or "HttpHeadAttribute" or "AcceptVerbs" or "AcceptVerbsAttribute";

    // The routes of a controller; the empty one when it has none, null for one that is computed.
    private string?[] Templates(TypeDeclarationSyntax type)
    {
        var routes = type.AttributeLists.SelectMany(l => l.Attributes).Where(a => Call.LastName(a.Name) is "Route" or "RouteAttribute").Select(Template).ToArray();
        return routes.Length == 0 ? [""] : routes;
    }

    private string? Template(AttributeSyntax attribute)
    {
        var argument = attribute.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals is null);
        return argument is null ? "" : file.Constants.Constant(argument.Expression)?.Value;
    }

    private void AddRoute(string? prefix, AttributeSyntax attribute, TypeDeclarationSyntax type, string action)
    {
        var span = file.Span(attribute);
        if (prefix is null || Template(attribute) is not { } template)
        {
            Found.Add(new MappedPath(PathKind.Open, null, span));
            return;
        }

        var isAbsolute = template.StartsWith("/", StringComparison.Ordinal) || template.StartsWith("~/", StringComparison.Ordinal);
        var route = isAbsolute ? template.TrimStart('~') : prefix.TrimEnd('/') + (template.Length == 0 ? "" : "/" + template);
        var controller = type.Identifier.ValueText;
        route = Replace(route, "[controller]", controller.EndsWith("Controller", StringComparison.Ordinal) ? controller.Substring(0, controller.Length - 10) : controller);
        route = Replace(route, "[action]", action);
        Found.Add(new MappedPath(PathKind.Endpoint, Rooted(route.TrimStart('~')), span));
    }

    private static string Replace(string route, string token, string value)
    {
        var at = route.IndexOf(token, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? route : route.Substring(0, at) + value + route.Substring(at + token.Length);
    }

    private static string Rooted(string path) => path.StartsWith("/", StringComparison.Ordinal) ? path : "/" + path;
}
