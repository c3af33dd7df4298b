using SvcLint.Charts.Templates;
using SvcLint.Text;

namespace SvcLint.Charts.Units;

/// <summary>Where a rendered scalar came from, quotes apart.</summary>
/// <param name="Values">The scalars of values files that are in it.</param>
/// <param name="Actions">The innermost actions that wrote parts of it, as they are written.</param>
/// <param name="IsUnchanged">Whether it is one scalar of values as it stands there, or made a number as <c>int</c> makes it.</param>
/// <param name="IsUnknown">Whether any of it is random or known to a cluster alone.</param>
internal sealed record ScalarOrigin(IReadOnlyList<ValueSource> Values, IReadOnlyList<string> Actions, bool IsUnchanged, bool IsUnknown)
{
    private const string ReleaseName = ".Release.Name";
    private const int MaxKey = 40;

    public static ScalarOrigin None { get; } = new([], [], false, true);

    /// <summary>True when it stands in a template as it is.</summary>
    public bool IsLiteral => Actions.Count == 0 && Values.Count == 0 && !IsUnknown;

    /// <summary>True when nothing but another version of the chart makes it another one.</summary>
    public bool IsFixed => IsLiteral || (Values.Count == 0 && Actions.All(a => a.TrimStart('$') is ".Chart.Name" or ".Chart.Name | quote"));

    /// <summary>True when the chart's name makes it, or a value that is not set and takes its place.</summary>
    public bool IsOfChart => Values.Count == 0 && Actions.Count > 0
        && Actions.All(a => a.IndexOf(".Chart.Name", StringComparison.Ordinal) >= 0 && a.IndexOf("include", StringComparison.Ordinal) < 0 && a.Replace("$.", "").IndexOf('$') < 0);

    /// <summary>True when it stands in a collection that a template writes whole: what belongs together there is the values' own affair.</summary>
    public bool IsOfWhole => Actions.Any(a => a.IndexOf("toYaml", StringComparison.Ordinal) >= 0 || a.IndexOf("toJson", StringComparison.Ordinal) >= 0 || a.IndexOf("tpl", StringComparison.Ordinal) >= 0);

    public bool HasReleaseName => Actions.Any(a => a.IndexOf(ReleaseName, StringComparison.Ordinal) >= 0);

    /// <summary>The key of its first scalar, as a template writes it behind <c>.Values.</c>; of a long one the end.</summary>
    public string Key => Values[0].Key is { Length: > MaxKey } key ? "…" + key.Substring(key.Length - MaxKey) : Values[0].Key;

    /// <summary>True when a scalar of values is in both.</summary>
    public bool Shares(ScalarOrigin other) => Values.Any(v => other.Values.Any(o => IsSame(v, o)));

    public static ScalarOrigin Of(GoString text, TextSpan range)
    {
        var values = new List<ValueSource>();
        var actions = new List<string>();
        var unknown = false;
        var unchanged = true;
        var pieces = text.Pieces;
        for (var i = text.FirstAfter(range.Start); i < pieces.Count && (i == 0 ? 0 : pieces[i - 1].End) < range.End && pieces[i].End > range.Start; i++)
        {
            var piece = pieces[i];
            unknown |= piece.Origin.Kind == OriginKind.Unknown;
            unchanged &= piece.Origin.Kind == OriginKind.Copy;
            values.AddRange(piece.Origin.Values.Where(v => !values.Any(o => IsSame(v, o))));
            if (piece.Origin.Action is { } action)
            {
                actions.Add(Written(action));
            }
        }

        return new ScalarOrigin(values, actions, values.Count == 1 && (unchanged || (!unknown && IsCast(actions, values[0], text.Value.Substring(range.Start, range.Length)))), unknown);
    }

    // "{{ .Values.port | int }}" of a whole number writes what the value says.
    private static bool IsCast(IReadOnlyList<string> actions, ValueSource value, string written)
    {
        return actions is [var action] && value.Value?.Text is { } text && text.Trim('"', '\'') == written.Trim('"', '\'')
            && (action.Substring(action.LastIndexOf('|') + 1).Trim() is "int" or "int64" || action.StartsWith("int ", StringComparison.Ordinal) || action.StartsWith("int64 ", StringComparison.Ordinal));
    }

    /// <summary>An action's own words, without its delimiters.</summary>
    public static string Written(ActionPlace action)
    {
        var content = action.Template.Text.Value;
        var end = content.IndexOf("}}", action.Offset, StringComparison.Ordinal);
        return content.Substring(action.Offset, (end < 0 ? content.Length : end) - action.Offset).Trim('{', '-', ' ', '\t', '\n');
    }

    private static bool IsSame(ValueSource a, ValueSource b) => a == b || (a.File == b.File && a.Key == b.Key);
}
