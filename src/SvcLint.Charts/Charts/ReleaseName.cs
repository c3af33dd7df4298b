using SvcLint.Charts.Functions.Regex;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts;

/// <summary>What Helm takes for a release's name.</summary>
public static class ReleaseName
{
    private const string Pattern = @"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
    private const int MaxLength = 53;

    /// <summary>A chart's name as a release would have it, where nobody names one: <c>Shop.Web</c> is <c>shop-web</c>.</summary>
    public static string Of(string chart)
    {
        var name = new string([.. chart.ToLowerInvariant().Select(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') ? c : '-')]).Trim('-');
        name = name.Length > MaxLength ? name.Substring(0, MaxLength).TrimEnd('-') : name;
        return name.Length == 0 ? "release-name" : name;
    }

    /// <summary>Throws <see cref="ChartException"/> for another name.</summary>
    public static void Check(string name)
    {
        if (name.Length == 0)
        {
            throw new ChartException("release name \"\": no name provided");
        }

        if (name.Length > MaxLength || RegexProgram.Compile(Pattern).Match(name, 0) is null)
        {
            throw new ChartException("release name " + GoQuote.Quote(name) + ": invalid release name, must match regex " + Pattern + " and the length must not be longer than 53");
        }
    }
}
