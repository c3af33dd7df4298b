using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Sprig's <c>urlParse</c> and <c>urlJoin</c>, by Go's package net/url.</summary>
internal static class UrlFunctions
{
    public static IEnumerable<GoFunction> All()
    {
        yield return new("urlParse", [GoType.String], Parse);
        yield return new("urlJoin", [GoType.Map], Join);
    }

    private static GoMap Parse(FunctionCall call)
    {
        if (!GoUrl.TryParse(call.String(0), out var url, out var error))
        {
            throw new GoException("unable to parse url: " + error);
        }

        var origin = Origin.Compute(call.Arguments);
        var map = new GoMap(GoType.Map, origin: origin);
        foreach (var (key, value) in new[]
        {
            ("scheme", url.Scheme), ("host", url.Host), ("hostname", url.Hostname), ("path", url.Path), ("query", url.Query), ("opaque", url.Opaque),
            ("fragment", url.Fragment), ("userinfo", url.User),
        })
        {
            map.Set(key, new GoString(value, origin));
        }

        return map;
    }

    private static GoString Join(FunctionCall call)
    {
        string Part(string key)
        {
            var value = call.Map(0)[key];
            return value switch
            {
                null => "",
                GoString text => text.Value,
                GoNil => throw new GoException(Casts.NilPointer),
                _ => throw new GoException("unable to parse " + key + " key, must be of type string, but " + Casts.KindName(value.Kind) + " found"),
            };
        }

        var url = new GoUrl(Part("scheme"), Part("host"), Part("path"), Part("query"), Part("opaque"), Part("fragment"), "");
        var user = Part("userinfo");
        if (user.Length > 0)
        {
            url = GoUrl.TryParse("proto://" + user + "@host", out var parsed, out var error) ? url with { User = parsed.User } : throw new GoException("unable to parse userinfo in dict: " + error);
        }

        return GoString.Of(url.ToString());
    }
}
