using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SvcLint.Model;
using SvcLint.Model.DotNet;

namespace SvcLint.CSharp;

/// <summary>Where the code tells Kestrel to listen. What it computes becomes a call without host or port: something is listened on.</summary>
internal sealed class ListenReader(CodeFile file)
{
    private const string AspNetCore = "Microsoft.AspNetCore";

    private readonly bool _knowsKestrel = file.Source.Content.IndexOf("Kestrel", StringComparison.Ordinal) >= 0;
    private readonly bool _knowsWebApplication = file.Source.Content.IndexOf("WebApplication", StringComparison.Ordinal) >= 0;

    public List<ListenCall> Found { get; } = [];

    public void Read(Call call)
    {
        switch (call.Name)
        {
            case "ListenAnyIP" when call.Count > 0 && IsOwn(call):
                AddEndpoint(call, new Located<string>("*", file.Span(call.NameSyntax)), call.Argument(0, "port"));
                break;
            case "ListenLocalhost" when call.Count > 0 && IsOwn(call):
                AddEndpoint(call, new Located<string>("localhost", file.Span(call.NameSyntax)), call.Argument(0, "port"));
                break;
            case "Listen" when call.Count > 0 && IsOwn(call):
                Listen(call);
                break;
            case "ListenUnixSocket" or "ListenNamedPipe" or "ListenHandle" when IsOwn(call):
            case "Configure" when _knowsKestrel && call.Argument(0) is { } section && Call.Of(section) is { Name: "GetSection" } get && file.Constants.Constant(get.Argument(0)) is not { Value: "Kestrel" } && IsServerOptions(call):
                Add(call.Syntax, new ListenCall(ListenForm.Endpoint, null, null, file.Span(call)));
                break;
            case "UseUrls" when IsOwn(call):
                foreach (var argument in call.Syntax.ArgumentList.Arguments)
                {
                    AddUrls(ListenForm.HostUrl, call, argument.Expression);
                }

                break;
            case "UseSetting" when call.Count == 2 && IsOwn(call):
                UseSetting(call);
                break;
            case "SetEnvironmentVariable" when call.Count > 1 && file.Constants.Constant(call.Argument(0)) is { Value: var name } && IsListeningKey(name):
                Add(call.Syntax, new ListenCall(ListenForm.HostUrl, null, null, file.Span(call)));
                break;
            case "Add" when call.Count == 1 && call.ReceiverName == "Urls" && !file.IsForeign(call, "System.Collections", AspNetCore):
                AddUrls(ListenForm.ApplicationUrl, call, call.Argument(0, "item"));
                break;
            case "Run" or "RunAsync" when call.Count == 1 && IsOwn(call) && IsRunUrl(call):
                AddUrls(ListenForm.ApplicationUrl, call, call.Argument(0, "url"));
                break;
        }
    }

    /// <summary><c>builder.Configuration["urls"] = …</c>.</summary>
    public void Read(ElementAccessExpressionSyntax access)
    {
        if (access.Parent is AssignmentExpressionSyntax assignment && assignment.Left == access
            && file.IsConfiguration(access.Expression)
            && file.Constants.Constant(access.ArgumentList.Arguments.FirstOrDefault()?.Expression) is { Value: var key }
            && (IsListeningKey(key) || key.StartsWith("Kestrel:", StringComparison.OrdinalIgnoreCase)))
        {
            Add(access, new ListenCall(ListenForm.HostUrl, null, null, file.Span(access)));
        }
    }

    private void Add(ExpressionSyntax place, ListenCall call) => Found.Add(call with { IsConditional = IsConditional(place) });

    /// <summary>True below an <c>if</c>, a <c>switch</c>, a loop: whether it runs is not known.</summary>
    internal static bool IsConditional(SyntaxNode? node)
    {
        for (; node is not null and not MemberDeclarationSyntax; node = node.Parent)
        {
            if (IsBranch(node))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for the part of a statement or expression that does not always run.</summary>
    internal static bool IsBranch(SyntaxNode node) =>
        node.Parent is IfStatementSyntax or ElseClauseSyntax or SwitchSectionSyntax or ConditionalExpressionSyntax or SwitchExpressionArmSyntax or CatchClauseSyntax or ForEachStatementSyntax or WhileStatementSyntax;

    private bool IsOwn(Call call) => !file.IsForeign(call, AspNetCore);

    private static bool IsServerOptions(Call call) =>
        call.ReceiverName is { } name && (name.IndexOf("option", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("kestrel", StringComparison.OrdinalIgnoreCase) >= 0);

    private static bool IsListeningKey(string key)
    {
        var name = key.ToUpperInvariant();
        name = name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) ? name.Substring(11) : name.StartsWith("DOTNET_", StringComparison.Ordinal) ? name.Substring(7) : name;
        return name is "URLS" or "HTTP_PORTS" or "HTTPS_PORTS" || name.StartsWith("KESTREL__", StringComparison.Ordinal);
    }

    private void Listen(Call call)
    {
        var first = call.Argument(0, "address") ?? call.Argument(0, "endPoint");
        if (Call.Bare(first) is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } parts } created
            && (created is ImplicitObjectCreationExpressionSyntax || Call.LastName((created as ObjectCreationExpressionSyntax)?.Type) == "IPEndPoint"))
        {
            AddEndpoint(call, Address(parts[0].Expression), parts[1].Expression);
        }
        else if (Address(first) is { } address && call.Count > 1)
        {
            AddEndpoint(call, address, call.Argument(1, "port"));
        }
        else if (_knowsKestrel)
        {
            AddEndpoint(call, null, call.Argument(1, "port"));
        }
    }

    private Located<string>? Address(ExpressionSyntax? expression)
    {
        var text = Call.Bare(expression) switch
        {
            MemberAccessExpressionSyntax member when Call.LastName(member.Expression) == "IPAddress" => member.Name.Identifier.ValueText switch
            {
                "Any" => "0.0.0.0",
                "IPv6Any" => "::",
                "Loopback" => "127.0.0.1",
                "IPv6Loopback" => "::1",
                _ => null,
            },
            InvocationExpressionSyntax when Call.Of(expression) is { Name: "Parse", ReceiverName: "IPAddress" } parse => file.Constants.Constant(parse.Argument(0))?.Value,
            _ => null,
        };
        return text is null ? null : new Located<string>(text, file.Span(expression!));
    }

    private void AddEndpoint(Call call, Located<string>? host, ExpressionSyntax? port) =>
        Add(call.Syntax, new ListenCall(ListenForm.Endpoint, host, (file.Constants.Number(port) ?? file.Constants.Number(file.Initializer(port))) is { } number ? new Located<int>(number, file.Span(port!)) : null, file.Span(call)));

    private void UseSetting(Call call)
    {
        var key = call.Argument(0, "key");
        if (Call.LastName(key) == "ServerUrlsKey" || (file.Constants.Constant(key) is { } name && string.Equals(name.Value, "urls", StringComparison.OrdinalIgnoreCase)))
        {
            AddUrls(ListenForm.HostUrl, call, call.Argument(1, "value"));
        }
        else if (file.Constants.Constant(key) is { } other && IsListeningKey(other.Value))
        {
            Add(call.Syntax, new ListenCall(ListenForm.HostUrl, null, null, file.Span(call)));
        }
    }

    // Run also takes the last middleware of the pipeline: a lambda or a method is none of ours.
    private bool IsRunUrl(Call call)
    {
        var argument = Call.Bare(call.Argument(0, "url"));
        return argument is not null && (file.Constants.Fold(file.Initializer(argument) ?? argument).Value.IndexOf("://", StringComparison.Ordinal) >= 0
            || (_knowsWebApplication && call.ReceiverName == "app" && (file.IsValue(argument) || argument is InterpolatedStringExpressionSyntax or InvocationExpressionSyntax or BinaryExpressionSyntax or ElementAccessExpressionSyntax)));
    }

    private void AddUrls(ListenForm form, Call call, ExpressionSyntax? expression)
    {
        if (expression is null)
        {
            return;
        }

        var folded = file.Constants.Fold(expression) is { Value.Length: > 1 } own ? own : file.Constants.Fold(file.Initializer(expression) ?? expression);
        var text = new ConstantText(folded.Value, folded.Pieces, file.Span(expression));
        for (var start = 0; start < folded.Value.Length;)
        {
            var end = folded.Value.IndexOf(';', start);
            end = end < 0 ? folded.Value.Length : end;
            if (folded.Value.Substring(start, end - start).Trim().Length > 0)
            {
                AddUrl(form, call, text, start, end);
            }

            start = end + 1;
        }
    }

    private void AddUrl(ListenForm form, Call call, ConstantText text, int start, int end)
    {
        var colon = text.Value.IndexOf("://", start, end - start, StringComparison.Ordinal);
        var hostStart = colon + 3;
        var hasUnknownHost = colon < 0 || string.Compare(text.Value, hostStart, "unix:", 0, 5, StringComparison.OrdinalIgnoreCase) == 0;
        var authority = hasUnknownHost ? end : IndexOf(text.Value, '/', hostStart, end);
        if (hasUnknownHost || hostStart >= authority)
        {
            Add(call.Syntax, new ListenCall(form, null, null, file.Span(call)));
            return;
        }

        var isSecure = string.Compare(text.Value, start, "https", 0, 5, StringComparison.OrdinalIgnoreCase) == 0;
        var hostEnd = text.Value[hostStart] == '[' ? IndexOf(text.Value, ']', hostStart, authority) + 1 : IndexOf(text.Value, ':', hostStart, authority);
        hostEnd = Math.Min(hostEnd, authority);
        var host = text.Value.Substring(hostStart, hostEnd - hostStart).Trim('[', ']');
        var isHostKnown = host.IndexOf(Folded.Hole) < 0;
        var span = text.Part(start, end);
        Located<int>? port = null;
        if (hostEnd + 1 < authority)
        {
            port = int.TryParse(text.Value.Substring(hostEnd + 1, authority - hostEnd - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new Located<int>(number, text.Part(hostEnd + 1, authority))
                : null;
        }
        else if (isHostKnown)
        {
            port = new Located<int>(isSecure ? 443 : 80, span, IsDefault: true);
        }

        Add(call.Syntax, new ListenCall(form, isHostKnown ? new Located<string>(Bound(host), text.Part(hostStart, hostEnd)) : null, port, span));
    }

    // A name that is no address and not localhost binds every address.
    private static string Bound(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ? "localhost"
        : host.IndexOf(':') >= 0 || (host.Length > 0 && host.All(c => c is '.' or (>= '0' and <= '9'))) ? host
        : "*";

    private static int IndexOf(string text, char letter, int start, int end)
    {
        var found = text.IndexOf(letter, start, end - start);
        return found < 0 ? end : found;
    }
}
