using System.Globalization;
using System.Text;
using SvcLint.Change;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>Changed connections as a picture: sources to the left, destinations to the right.</summary>
internal static class ChangeMap
{
    /// <summary>More would be a thicket.</summary>
    public const int Most = 60;

    private const int BoxWidth = 300;
    private const int BoxHeight = 28;
    private const int Row = 38;
    private const int Right = 560;

    public static string Of(IReadOnlyList<ConnectionChange> changes)
    {
        var sources = changes.Select(c => c.Source).Distinct().ToArray();
        var destinations = changes.Select(c => c.Destination).Distinct().ToArray();
        var svg = new StringBuilder();
        foreach (var change in changes)
        {
            var (y1, y2) = (Y(sources, change.Source), Y(destinations, change.Destination));
            var text = $"{DiffText.Word(change.Type)}: {change.Source} -> {change.Destination}: {change.Before} -> {change.After}";
            svg.Append(CultureInfo.InvariantCulture, $"<g><title>{Escaped.Html(text)}</title><path class=\"edge change {DiffText.Word(change.Type)}\" d=\"M{BoxWidth + 10} {y1}C{BoxWidth + 100} {y1} {Right - 90} {y2} {Right} {y2}\"/></g>");
        }

        Boxes(sources, 10);
        Boxes(destinations, Right);
        var height = 20 + (Math.Max(sources.Length, destinations.Length) * Row);
        return $"""<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Changed connections: green gained, red lost, dotted changed" viewBox="0 0 {Right + BoxWidth + 10} {height}" width="{Right + BoxWidth + 10}" height="{height}">{svg}</svg>""";

        void Boxes(string[] names, int x)
        {
            foreach (var name in names)
            {
                var y = Y(names, name) - (BoxHeight / 2);
                var shown = name == Exposures.Everybody ? "internet" : name;
                svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"box\" x=\"{x}\" y=\"{y}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\" rx=\"5\"/><text x=\"{x + 8}\" y=\"{y + 18}\">{Escaped.Html(ServiceMap.Cut(shown, 44))}</text>");
            }
        }
    }

    private static int Y(string[] names, string name) => 24 + (Array.IndexOf(names, name) * Row);
}
