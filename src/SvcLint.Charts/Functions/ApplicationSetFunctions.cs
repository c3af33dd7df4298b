using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>What the templates of an ApplicationSet have beside Sprig: names that Kubernetes takes.</summary>
internal static class ApplicationSetFunctions
{
    private const int LongestName = 253;
    private const int LongestSlug = 50;

    public static FunctionTable Table { get; } = new(HelmFunctions.Table(3).All, All());

    private static IEnumerable<GoFunction> All()
    {
        yield return new("normalize", [GoType.String], call => GoString.Of(Normalized(call.String(0))));
        yield return new("slugify", [GoType.Any], Slug, variadic: true);
    }

    private static string Normalized(string name)
    {
        var text = new string([.. name.ToLowerInvariant().Select(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-' or '.' ? c : '-')]);
        return (text.Length <= LongestName ? text : text.Substring(0, LongestName)).Trim('-', '.');
    }

    // The longest name, whether it ends at a word, the text; the text alone is enough.
    private static GoValue Slug(FunctionCall call)
    {
        var arguments = call.Arguments;
        if (arguments.Count is 0 or > 3 || arguments[arguments.Count - 1] is not GoString text || (arguments.Count > 1 && arguments[0] is not GoInt) || (arguments.Count > 2 && arguments[1] is not GoBool))
        {
            throw new GoException("bad arguments");
        }

        var longest = arguments.Count > 1 ? (int)Math.Min(((GoInt)arguments[0]).Value, LongestName) : LongestSlug;
        var endsAtWord = arguments.Count < 3 || ((GoBool)arguments[1]).Value;
        var slug = string.Join("-", Normalized(text.Value).Split(['-', '.'], StringSplitOptions.RemoveEmptyEntries));
        if (longest <= 0 || slug.Length <= longest)
        {
            return GoString.Of(slug);
        }

        var word = endsAtWord ? slug.LastIndexOf('-', longest) : -1;
        return GoString.Of(slug.Substring(0, word >= 0 ? word : longest));
    }
}
