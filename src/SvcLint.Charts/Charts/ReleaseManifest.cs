using SvcLint.Charts.Functions;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts;

/// <summary>One document of a release.</summary>
/// <param name="Template">The template that it came from.</param>
/// <param name="Kind">Its kind; empty when it has none.</param>
/// <param name="Text">The document with its origins.</param>
/// <param name="IsHook">Whether Helm runs it aside.</param>
/// <param name="IsTest">Whether it is a test.</param>
/// <param name="Weight">Of a hook: its weight.</param>
/// <param name="Name">Its name.</param>
public sealed record ReleaseManifest(string Template, string Kind, GoString Text, bool IsHook, bool IsTest, int Weight, string Name);

/// <summary>Splits rendered templates into documents and sorts them as Helm installs them.</summary>
public static class ReleaseManifests
{
    private static readonly string[] Events =
        ["pre-install", "post-install", "pre-delete", "post-delete", "pre-upgrade", "post-upgrade", "pre-rollback", "post-rollback", "test", "test-success"];

    /// <summary>All documents: first what is installed, then hooks. Throws <see cref="ChartException"/> for what is no YAML.</summary>
    public static (IReadOnlyList<ReleaseManifest> Installed, IReadOnlyList<ReleaseManifest> Hooks) Of(RenderedChart rendered, int helm, List<string> warnings)
    {
        var installed = new List<ReleaseManifest>();
        var hooks = new List<ReleaseManifest>();
        foreach (var name in rendered.Templates.Keys.OrderBy(name => name, StringComparer.Ordinal))
        {
            if (name.EndsWith("NOTES.txt", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var document in Split(rendered.Templates[name], helm))
            {
                var manifest = Read(name, document, warnings);
                if (manifest is not null)
                {
                    (manifest.IsHook ? hooks : installed).Add(manifest);
                }
            }
        }

        return (InstallOrder.Sort(installed, helm), InstallOrder.Sort(hooks, helm));
    }

    /// <summary>Documents of one template, blank ones left out.</summary>
    public static IEnumerable<GoString> Split(GoString text, int helm)
    {
        var value = text.Value;
        var (start, end) = helm >= 4 ? (0, value.Length) : Trim(value, 0, value.Length);
        if (string.IsNullOrWhiteSpace(value))
        {
            yield break;
        }

        var from = start;
        for (var marker = NextMarker(value, start, end, start, helm); ; marker = NextMarker(value, marker.After, end, start, helm))
        {
            var (first, last) = helm >= 4 ? (from, marker.Start) : Trim(value, from, marker.Start);
            if (marker.Start > from && (helm < 4 || value.Substring(first, last - first).Trim().Length > 0))
            {
                yield return helm >= 4 ? Helm4Document(text, first, last) : text.Substring(first, last - first);
            }

            if (marker.Start >= end)
            {
                yield break;
            }

            from = marker.After;
        }
    }

    private static GoString Helm4Document(GoString text, int start, int end)
    {
        while (start < end && StringFunctions.IsSpace(text.Value[start]))
        {
            start++;
        }

        return text.Substring(start, end - start);
    }

    // Where blanks before a marker begin, and where the document behind it begins.
    private static (int Start, int After) NextMarker(string text, int at, int end, int textStart, int helm)
    {
        for (var found = text.IndexOf("---", at, end - at, StringComparison.Ordinal); found >= 0; found = text.IndexOf("---", found + 1, end - found - 1, StringComparison.Ordinal))
        {
            if (found != textStart && (text[found - 1] != '\n' || (helm < 4 && found - 1 < at)))
            {
                continue;
            }

            var start = found;
            var after = found + 3;
            if (helm < 4)
            {
                while (start > at && StringFunctions.IsSpace(text[start - 1]))
                {
                    start--;
                }

                while (after < end && StringFunctions.IsSpace(text[after]))
                {
                    after++;
                }
            }
            else
            {
                while (after < end && text[after] is ' ' or '\t')
                {
                    after++;
                }
            }

            return (start, after);
        }

        return (end, end);
    }

    private static (int Start, int End) Trim(string text, int start, int end)
    {
        while (start < end && StringFunctions.IsSpace(text[start]))
        {
            start++;
        }

        while (end > start && StringFunctions.IsSpace(text[end - 1]))
        {
            end--;
        }

        return (start, end);
    }

    private static ReleaseManifest? Read(string template, GoString text, List<string> warnings)
    {
        GoValue root;
        try
        {
            root = YamlDecoder.DecodeText(text.Value, null);
            if (root is not (GoMap or GoNil))
            {
                throw new GoException("error unmarshaling JSON: while decoding JSON: json: cannot unmarshal " + YamlFunctions.JsonKind(root) + " into Go value of type releaseutil.SimpleHead");
            }
        }
        catch (GoException error)
        {
            throw new ChartException("YAML parse error on " + template + ": " + error.Message);
        }

        var map = root as GoMap ?? GoMap.New();
        var kind = Text(map["kind"]);
        var metadata = map["metadata"] as GoMap ?? GoMap.New();
        var annotations = metadata["annotations"] as GoMap ?? GoMap.New();
        var manifest = new ReleaseManifest(template, kind, text, IsHook: false, IsTest: false, 0, Text(metadata["name"]));
        if (annotations["helm.sh/hook"] is not { } hook)
        {
            return manifest;
        }

        var events = Text(hook).Split(',').Select(name => name.Trim().ToLowerInvariant()).ToArray();
        if (events.Any(name => Array.IndexOf(Events, name) < 0))
        {
            warnings.Add("info: skipping unknown hook: " + GoQuote.Quote(Text(hook)));
            return null;
        }

        var weight = GoNumber.TryInt(Text(annotations["helm.sh/hook-weight"]), out var number, 10) ? (int)number : 0;
        return manifest with { IsHook = true, IsTest = events.Any(name => name is "test" or "test-success"), Weight = weight };
    }

    private static string Text(GoValue? value) => value is null or GoNil ? "" : Casts.String(value);
}
