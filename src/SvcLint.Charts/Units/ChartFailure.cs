using SvcLint.Charts.Templates;
using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Rules.Input;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Charts.Units;

/// <summary>Says why a chart does not render, at the place that somebody has to change.</summary>
/// <param name="metadata">Chart.yaml.</param>
/// <param name="values">The values file that the rendering is about; null for the chart's own.</param>
internal sealed class ChartFailure(SourceText metadata, SourceText? values)
{
    private const int Longest = 138;
    private const string NilPointer = "nil pointer evaluating interface {}.";

    private static readonly string[] StandIns = ["placeholder", "changeme", "change-me", "change_me", "replaceme", "replace-me", "replace_me", "todo", "tbd", "unset"];

    public ChartProblem OfChart(ChartException error) => new(ChartNotRendered.Id, Line(values ?? metadata, 1), Short(error.Message));

    public ChartProblem OfTemplate(TemplateException error, Chart chart)
    {
        // A string that tpl evaluates has no file of its own.
        var span = RenderedRelease.TemplatesOf(chart).FirstOrDefault(t => t.Name == error.Template).File is { } template ? Line(template.Source, error.Line) : Line(metadata, 1);
        if (error.IsLimit)
        {
            return new ChartProblem(ChartNotRendered.Id, span, "chart is not rendered here: " + Short(error.Message), "leave it out with 'exclude', or render it with Helm and lint what that prints")
            {
                Severity = Severity.Info,
                Effect = "nothing of this chart is linted",
            };
        }

        var asks = error.Message.StartsWith("execution error at (", StringComparison.Ordinal);
        var at = error.Message.LastIndexOf(asks ? "): " : ">: ", StringComparison.Ordinal);
        var message = error.Message.Substring(at < 0 ? 0 : at + 3).Trim();
        var isMissing = values is null && IsOfMissing(message);
        var near = isMissing ? NearKey(error.Message, chart.Values) : null;
        var isForOthers = (isMissing && near is null) || (message.StartsWith(NilPointer, StringComparison.Ordinal) && HasUnset(chart.Values));
        var problem = asks || isForOthers || (message.StartsWith("error calling ", StringComparison.Ordinal) && HasStandIn(chart.Values))
            ? new ChartProblem(ChartNeedsValues.Id, span, Short("chart needs values: " + message), values is null ? "lint it with a values file beside it, or name one under charts" : null)
            : new ChartProblem(ChartNotRendered.Id, span, Short("chart does not render: " + message + (near is null ? "" : $"; did you mean '{near}'?")));

        // Only what cannot be parsed has no column.
        return problem with { DependsOnValues = error.Column is not null };
    }

    // What Go's templates say of a value that is not there.
    private static bool IsOfMissing(string message) =>
        message.StartsWith(NilPointer, StringComparison.Ordinal) || message.EndsWith("; got interface {}", StringComparison.Ordinal) || message.EndsWith("on zero Value", StringComparison.Ordinal) || message.EndsWith("of nil pointer", StringComparison.Ordinal);

    // "at <.Values.servce.type>: …": what was meant by the first key of the path that the values lack.
    private static string? NearKey(string message, GoValue values)
    {
        const string Root = ".Values.";
        var start = message.IndexOf(Root, StringComparison.Ordinal);
        GoValue? at = values;
        if (start >= 0)
        {
            var end = start + Root.Length;
            while (end < message.Length && (char.IsLetterOrDigit(message[end]) || message[end] is '.' or '_'))
            {
                end++;
            }

            foreach (var key in message.Substring(start + Root.Length, end - start - Root.Length).Split('.'))
            {
                if (at is not GoMap map)
                {
                    break;
                }

                if (!map.TryGet(key, out var entry))
                {
                    return NearMiss.Nearest(key, map.SortedKeys, 3);
                }

                at = entry.Value;
            }
        }

        return null;
    }

    // Words that stand for what somebody else fills in: no function reads them as the value that they stand for.
    private static bool HasStandIn(GoValue value) => value switch
    {
        GoString { Value: var text } => Placeholder.Is(text) || Array.Exists(StandIns, s => string.Equals(s, text, StringComparison.OrdinalIgnoreCase)),
        GoMap map => map.SortedKeys.Any(k => HasStandIn(map[k]!)),
        _ => false,
    };

    // A chart whose values are somebody else's to set says so by leaving some without a value.
    private static bool HasUnset(GoValue value) => value switch
    {
        GoNil => true,
        GoMap map => map.SortedKeys.Any(k => HasUnset(map[k]!)),
        _ => false,
    };

    /// <summary>One problem for each value that the schema does not admit; a value that is missing is asked for.</summary>
    public IReadOnlyList<ChartProblem> OfSchema(ValuesSchemaException error)
    {
        var problems = new List<ChartProblem>();
        foreach (var fault in error.Faults)
        {
            var place = Place(fault);
            var schema = new RelatedSpan(Line(fault.Schema, 1), "schema");
            problems.Add(values is null && (fault.Message.StartsWith("missing propert", StringComparison.Ordinal) || place.IsEmpty)
                ? new ChartProblem(ChartNeedsValues.Id, place.Span, Short("chart needs values: " + Text(place.Key, fault.Message)), "lint it with a values file beside it, or name one under charts", [schema])
                : new ChartProblem(ValuesFailSchema.Id, place.Span, Short(Text(place.Key, fault.Message)), Related: [schema]));
        }

        return problems.Count > 0 ? [.. problems.Select(p => p with { DependsOnValues = true })] : [OfChart(error)];
    }

    private static string Text(string key, string message) => key.Length == 0 ? message : $"'{key}': {message}";

    // The value itself, or the nearest one around it that stands in a file; of a key that is one too many the key.
    private (string Key, SourceSpan Span, bool IsEmpty) Place(SchemaFault fault)
    {
        GoValue at = fault.Values;
        SourceSpan? span = null;
        var path = fault.Path;
        var surplus = fault.Message.Split('\'');
        if (fault.Message.StartsWith("additional propert", StringComparison.Ordinal) && surplus.Length > 1)
        {
            path = [.. path, surplus[1]];
        }

        foreach (var segment in path)
        {
            GoValue? next = null;
            if (at is GoMap map && map.TryGet(segment, out var entry))
            {
                next = entry.Value;
                span = (path.Count > fault.Path.Count ? KeySpan(entry.KeyOrigin) : null) ?? Span(next.Origin) ?? KeySpan(entry.KeyOrigin) ?? span;
            }
            else if (at is GoList list && int.TryParse(segment, out var index) && index >= 0 && index < list.Items.Count)
            {
                next = list.Items[index];
                span = Span(next.Origin) ?? span;
            }

            if (next is null)
            {
                break;
            }

            at = next;
        }

        return (string.Join(".", fault.Path), span ?? Line(values ?? metadata, 1), at is GoNil or GoString { Value.Length: 0 });
    }

    private static SourceSpan? Span(Origin? origin) => origin is { Values: [{ Value: { } value }, ..] } ? FirstLine(value) : null;

    private static SourceSpan? KeySpan(Origin? origin) => origin is { Values: [{ KeySpan: { } key }, ..] } ? key : null;

    private static SourceSpan FirstLine(SourceSpan span) => new YamlScalar(span, "").FirstLine;

    private static SourceSpan Line(SourceText source, int number)
    {
        var line = source.Lines.Line(Math.Min(Math.Max(number, 1), source.Lines.LineCount) - 1);
        return source.Span(line.Start, line.End);
    }

    private static string Short(string message)
    {
        var line = message.Replace('\r', ' ').Replace('\n', ' ').Trim().TrimEnd('.');
        return line.Length <= Longest ? line : line.Substring(0, Longest) + "…";
    }
}
