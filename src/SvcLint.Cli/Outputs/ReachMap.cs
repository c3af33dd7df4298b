using System.Globalization;
using System.Text;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>
/// A picture of who reaches whom, as plain SVG: namespaces as columns with their workloads and arrows between them; where that would be a
/// thicket, a matrix of sources and destinations.
/// </summary>
internal sealed class ReachMap
{
    private const int MatrixFrom = 60;
    private const int MostArrows = 150;
    private const int BoxWidth = 190;
    private const int BoxHeight = 26;
    private const int Row = 40;
    private const int Column = 290;
    private const int Top = 50;
    private const int Cell = 9;

    private readonly ReachView _view;
    private readonly ReachEnd[] _pods;
    private readonly StringBuilder _svg = new();

    private ReachMap(ReachView view)
    {
        _view = view;
        _pods = [.. view.Connectivity.Ends.Where(e => e.Kind == ReachEndKind.Workload)];
    }

    /// <param name="view">What to show.</param>
    /// <param name="isPage">A file of its own, with its own colours.</param>
    public static string Of(ReachView view, bool isPage)
    {
        var map = new ReachMap(view);
        var rows = map._pods.Length >= MatrixFrom ? null : view.Rows(unknown: false).Concat(view.Rows(unknown: true)).Take(MostArrows + 1).ToArray();
        var (width, height) = rows is null || rows.Length > MostArrows ? map.Matrix() : map.Arrows(rows);
        var title = rows is null || rows.Length > MostArrows ? "Matrix: sources by row, destinations by column" : "Map of connections";
        return $"""<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{title}" viewBox="0 0 {width} {height}" width="{width}" height="{height}">{(isPage ? $"<style>{Style}</style><rect class=\"page\" width=\"100%\" height=\"100%\"/>" : "")}<title>{title}</title>{map._svg}</svg>""" + "\n";
    }

    public const string Style = """
        .page{fill:#fff}text{font:12px system-ui,sans-serif;fill:#1c2733}.ns{fill:#eef2f6;stroke:#c3ced9}.box{fill:#fff;stroke:#4a6076}.out{fill:#fff6e5;stroke:#b07a1c}.edge{fill:none;stroke:#2c6da4;stroke-width:1.3}.maybe{stroke:#8a6d1d;stroke-dasharray:5 4}.port{font-size:10px;fill:#41586e}.head{fill:#2c6da4}.all{stroke:#2c6da4}.some{stroke:#7fb2dc}.unknown{stroke:#d8b24a}.grid{fill:#f4f6f8}
        """;

    private (int Width, int Height) Arrows(ReachRow[] rows)
    {
        var places = new Dictionary<string, (int X, int Y)>(StringComparer.Ordinal);
        var others = rows.SelectMany(r => new[] { (r.Source, Name: r.SourceName), (r.Destination, Name: r.DestinationName) }).Where(e => e.Item1.Kind != ReachEndKind.Workload).Select(e => e.Name).Distinct().ToArray();
        var column = 0;
        var tallest = 0;
        var boxed = new StringBuilder();
        _svg.Append("""<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>""");
        if (others.Length > 0)
        {
            Boxes("outside", "out", [.. others.Select(o => (o, o))]);
        }

        foreach (var ns in _pods.GroupBy(p => p.Namespace!))
        {
            Boxes(ns.Key, "box", [.. ns.Select(p => (p.Name, p.Name[(ns.Key.Length + 1)..]))]);
        }

        foreach (var row in rows)
        {
            Arrow(places[row.SourceName], places[row.DestinationName], row);
        }

        // Above the arrows, so that names can be read.
        _svg.Append(boxed);
        return (Math.Max(column, 1) * Column, Top + (tallest * Row) + 20);

        void Boxes(string title, string look, (string Name, string Text)[] boxes)
        {
            var x = column * Column;
            _svg.Append($"<rect class=\"ns\" x=\"{x + 10}\" y=\"14\" width=\"{BoxWidth + 20}\" height=\"{(boxes.Length * Row) + 34}\" rx=\"6\"/><text x=\"{x + 20}\" y=\"34\" font-weight=\"600\">{Escaped.Html(Cut(title, 28))}</text>");
            for (var i = 0; i < boxes.Length; i++)
            {
                var y = Top + (i * Row);
                places[boxes[i].Name] = (x + 20, y);
                boxed.Append($"<g><title>{Escaped.Html(boxes[i].Name)}</title><rect class=\"{look}\" x=\"{x + 20}\" y=\"{y}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\" rx=\"4\"/><text x=\"{x + 28}\" y=\"{y + 17}\">{Escaped.Html(Cut(boxes[i].Text, 28))}</text></g>");
            }

            tallest = Math.Max(tallest, boxes.Length);
            column++;
        }
    }

    private void Arrow((int X, int Y) from, (int X, int Y) to, ReachRow row)
    {
        var forward = to.X > from.X;
        var (x1, y1) = (forward || to.X == from.X ? from.X + BoxWidth : from.X, from.Y + (BoxHeight / 2));
        var (x2, y2) = (to.X == from.X ? to.X + BoxWidth : forward ? to.X : to.X + BoxWidth, to.Y + (BoxHeight / 2) + (forward ? -4 : 4));
        var bend = to.X == from.X ? 50 : forward ? 60 : -60;
        var (c1, c2) = (x1 + bend, to.X == from.X ? x2 + bend : x2 - bend);
        var ports = row.Ports.IsAll ? "" : row.Ports.ToString();
        _svg.Append($"<g><title>{Escaped.Html($"{row.SourceName} -> {row.DestinationName}: {row.Ports}")}</title><path class=\"edge{(row.Doubts.Count > 0 ? " maybe" : "")}\" marker-end=\"url(#arrow)\" d=\"M{x1} {y1}C{c1} {y1} {c2} {y2} {x2} {y2}\"/>");
        _svg.Append(ports.Length == 0 ? "</g>" : $"<text class=\"port\" x=\"{x2 + (forward && to.X != from.X ? -6 : 6)}\" y=\"{y2 - 3}\" text-anchor=\"{(forward && to.X != from.X ? "end" : "start")}\">{Escaped.Html(Cut(ports, 24))}</text></g>");
    }

    private (int Width, int Height) Matrix()
    {
        var labels = _pods.Length <= 150;
        var (left, top) = labels ? (240, 240) : (10, 10);
        var size = _pods.Length * Cell;
        _svg.Append($"<rect class=\"grid\" x=\"{left}\" y=\"{top}\" width=\"{size}\" height=\"{size}\"/>");
        foreach (var look in new[] { "all", "some", "unknown" })
        {
            var path = new StringBuilder();
            for (var row = 0; row < _pods.Length; row++)
            {
                for (var column = 0; column < _pods.Length;)
                {
                    var end = column;
                    while (end < _pods.Length && Look(row, end) == look)
                    {
                        end++;
                    }

                    if (end > column)
                    {
                        path.Append(CultureInfo.InvariantCulture, $"M{column} {row}h{end - column}");
                    }

                    column = end + 1;
                }
            }

            _svg.Append($"<path class=\"{look}\" fill=\"none\" stroke-width=\".86\" transform=\"translate({left} {top + (Cell / 2)}) scale({Cell})\" d=\"{path}\"/>");
        }

        var legend = left;
        foreach (var (look, words) in new[] { ("all", "all ports"), ("some", "some ports"), ("unknown", "not decided by files") })
        {
            _svg.Append($"<path class=\"{look}\" stroke-width=\"{Cell}\" d=\"M{legend} {top + size + 14}h{Cell}\"/><text class=\"port\" x=\"{legend + Cell + 4}\" y=\"{top + size + 18}\">{words}</text>");
            legend += 130;
        }

        for (var i = 0; labels && i < _pods.Length; i++)
        {
            var (name, at) = (Escaped.Html(Cut(_pods[i].Name, 34)), (i * Cell) + 8);
            _svg.Append($"<text class=\"port\" x=\"{left - 4}\" y=\"{top + at}\" text-anchor=\"end\">{name}</text><text class=\"port\" transform=\"translate({left + at} {top - 4}) rotate(-90)\">{name}</text>");
        }

        return (Math.Max(left + size, left + 400) + 10, top + size + 30);
    }

    private string? Look(int row, int column)
    {
        if (row == column || _view.From?.Holds(_pods[row]) == false || _view.To?.Holds(_pods[column]) == false)
        {
            return null;
        }

        var answer = _view.Connectivity.Between(_pods[row], _pods[column]);
        return answer.Sure.IsAll ? "all" : !answer.Sure.IsEmpty ? "some" : !answer.Unknown.IsEmpty ? "unknown" : null;
    }

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..(longest - 1)] + "…";
}
