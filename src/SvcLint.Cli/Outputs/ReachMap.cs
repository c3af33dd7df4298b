using System.Globalization;
using System.Text;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>
/// A picture of who reaches whom, as plain SVG: <see cref="ServiceMap"/>, from sixty workloads on a matrix of sources and destinations, and one of
/// namespaces where workloads have no room for their names.
/// </summary>
internal sealed class ReachMap
{
    private const int MatrixFrom = 60;
    private const int Cell = 12;
    private const int LabelsUpTo = 150;
    private const int LongestLabel = 40;
    private const int Letter = 6;

    private readonly ReachView _view;
    private readonly ReachEnd[] _pods;
    private readonly StringBuilder _svg = new();

    private ReachMap(ReachView view)
    {
        _view = view;
        _pods = [.. view.Connectivity.Ends.Where(e => e.Kind == ReachEndKind.Workload)];
    }

    /// <param name="view">What to show.</param>
    /// <param name="number">Of the view in its page, where boxes lead to what is said of them; null for a file of its own.</param>
    public static string Of(ReachView view, int? number)
    {
        var map = new ReachMap(view);
        var isMatrix = map._pods.Length >= MatrixFrom;
        var isOfNamespaces = IsOfNamespaces(map._pods);
        var (svg, width, height) = isOfNamespaces ? new NamespaceMatrix(view, map._pods).Draw() : isMatrix ? map.Matrix() : new ServiceMap(view, number).Draw();
        var title = isOfNamespaces ? "Matrix of namespaces: sources by row, destinations by column" : isMatrix ? "Matrix: sources by row, destinations by column" : "Map of entries, Services and workloads";
        var own = number is null ? $"<style>{Style}</style><rect class=\"page\" width=\"100%\" height=\"100%\"/>" : "";
        return $"""<svg xmlns="http://www.w3.org/2000/svg" role="{(number is null || (isMatrix && !isOfNamespaces) ? "img" : "group")}" aria-label="{title}" viewBox="0 0 {width} {height}" width="{width}" height="{height}">{own}<title>{title}</title>{svg}</svg>""" + "\n";
    }

    /// <summary>What the picture shows, for those who have not seen one.</summary>
    public static string Caption(ReachView view)
    {
        ReachEnd[] pods = [.. view.Connectivity.Ends.Where(e => e.Kind == ReachEndKind.Workload)];
        return pods.Length < MatrixFrom
            ? "From left to right: ways from outside, Services, workloads. Arrows to the left: who is configured with a Service; on the right: who gets through where policies let in a few. Dashed red does not work, dotted is not decided by files. A Service leads to what is said of it."
            : IsOfNamespaces(pods) ? "A row is a namespace that sends, a column one that receives; each cell says how many of the pairs of their workloads connect at all."
            : "A row is a source, a column a destination.";
    }

    // Two namespaces tell less than their workloads.
    private static bool IsOfNamespaces(ReachEnd[] pods) => pods.Length > LabelsUpTo && pods.Select(p => p.Namespace).Distinct().Take(3).Count() == 3;

    /// <summary>The colors of a page where it stands in one, else its own.</summary>
    public const string Style = """
        svg text{font:12px system-ui,sans-serif;fill:var(--ink,#1c2733)}.page,.box{fill:var(--page,#fff)}.ns{fill:var(--panel,#f4f6f8);stroke:var(--line,#c3ced9)}.box{stroke:var(--soft,#4d6072)}.box.error{stroke:var(--bad,#a3211c);stroke-width:2}.box.warning,.box.info{stroke:var(--maybe,#7a5500);stroke-width:2}svg .note{font-size:10px;fill:var(--soft,#4d6072)}svg .count{font-size:10px;font-weight:600;fill:var(--bad,#a3211c)}.edge{fill:none;stroke:var(--link,#1a5c96);stroke-width:1.4}.edge.bad{stroke:var(--bad,#a3211c);stroke-dasharray:7 3}.edge.maybe{stroke:var(--maybe,#7a5500);stroke-dasharray:2 3}.edge.plain{stroke:var(--soft,#4d6072);stroke-width:1}.edge.change{stroke-width:2}.edge.added{stroke:var(--good,#156239)}.edge.removed{stroke:var(--bad,#a3211c);stroke-dasharray:7 3}.edge.changed{stroke:var(--maybe,#7a5500);stroke-dasharray:2 3}.head{fill:var(--soft,#4d6072)}.all{stroke:var(--link,#1a5c96)}.part{stroke:var(--link,#1a5c96);opacity:.45}.open{stroke:var(--maybe,#7a5500);opacity:.75}.grid{fill:var(--panel,#f4f6f8)}.share{fill:var(--link,#1a5c96)}
        """;

    private (string Svg, int Width, int Height) Matrix()
    {
        var labels = _pods.Length <= LabelsUpTo;
        var left = labels ? 16 + (Letter * Math.Min(LongestLabel, _pods.Max(p => p.Name.IndexOf('[')))) : 10;
        var top = left;
        var size = _pods.Length * Cell;
        _svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"grid\" x=\"{left}\" y=\"{top}\" width=\"{size}\" height=\"{size}\"/>");
        (string Look, string Words)[] looks = [("all", "all ports"), ("part", "some ports"), ("open", "not decided by files")];
        var paths = looks.Select(_ => new StringBuilder()).ToArray();
        for (var row = 0; row < _pods.Length; row++)
        {
            for (var column = 0; column < _pods.Length;)
            {
                var (look, start) = (Look(row, column), column++);
                while (column < _pods.Length && Look(row, column) == look)
                {
                    column++;
                }

                if (look >= 0)
                {
                    paths[look].Append(CultureInfo.InvariantCulture, $"M{start} {row}h{column - start}");
                }
            }
        }

        for (var i = 0; i < looks.Length; i++)
        {
            var x = left + (i * 130);
            _svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{looks[i].Look}\" fill=\"none\" stroke-width=\".86\" transform=\"translate({left} {top + (Cell / 2)}) scale({Cell})\" d=\"{paths[i]}\"/>");
            _svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{looks[i].Look}\" stroke-width=\"{Cell}\" d=\"M{x} {top + size + 16}h{Cell}\"/><text class=\"note\" x=\"{x + Cell + 4}\" y=\"{top + size + 20}\">{looks[i].Words}</text>");
        }

        for (var i = 0; labels && i < _pods.Length; i++)
        {
            var (name, at) = (Escaped.Html(ServiceMap.Cut(_pods[i].Name.Split('[')[0], LongestLabel)), (i * Cell) + 9);
            _svg.Append(CultureInfo.InvariantCulture, $"<text class=\"note\" x=\"{left - 4}\" y=\"{top + at}\" text-anchor=\"end\">{name}</text><text class=\"note\" transform=\"translate({left + at} {top - 4}) rotate(-90)\">{name}</text>");
        }

        return (_svg.ToString(), Math.Max(left + size, left + 400) + 10, top + size + 32);
    }

    // The place among the looks; less than 0 for none.
    private int Look(int row, int column)
    {
        if (row == column || _view.From?.Holds(_pods[row]) == false || _view.To?.Holds(_pods[column]) == false)
        {
            return -1;
        }

        var answer = _view.Connectivity.Between(_pods[row], _pods[column]);
        return answer.Sure.IsAll ? 0 : !answer.Sure.IsEmpty ? 1 : !answer.Unknown.IsEmpty ? 2 : -1;
    }
}
