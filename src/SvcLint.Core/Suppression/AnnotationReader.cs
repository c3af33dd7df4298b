using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Suppression;

/// <summary>
/// Finds <c>svclint.dev/ignore: "SVC2001 -- reason; SVC4001 -- reason"</c> on objects. Unlike a comment it survives rendering, and a
/// patch can bring it.
/// </summary>
internal sealed class AnnotationReader(List<DirectiveProblem> problems)
{
    private const string Prefix = "svclint.dev/";
    private const string Key = Prefix + "ignore";

    private readonly Dictionary<SourceSpan, IReadOnlyList<AnnotationSuppressor>> _byPlace = [];

    public static IReadOnlyList<Suppressor> Read(IReadOnlyList<DeploymentUnit> units, List<DirectiveProblem> problems)
    {
        var reader = new AnnotationReader(problems);
        foreach (var unit in units)
        {
            foreach (var item in unit.Objects)
            {
                reader.Read(unit, item);
            }
        }

        return reader._byPlace.Values.SelectMany(v => v).ToArray();
    }

    private void Read(DeploymentUnit unit, KubernetesObject item)
    {
        foreach (var annotation in Ours(item.Metadata.Annotations))
        {
            // The same annotation reaches many units by way of a base.
            if (!_byPlace.TryGetValue(annotation.Value.Span, out var suppressors))
            {
                _byPlace.Add(annotation.Value.Span, suppressors = Parse(annotation));
            }

            foreach (var suppressor in suppressors)
            {
                suppressor.Add(unit.Name, item.Reference);
            }
        }

        if (item is Workload { Template.Metadata.Annotations: { } inner, WorkloadKind: not WorkloadKind.Pod })
        {
            foreach (var annotation in Ours(inner))
            {
                if (!_byPlace.ContainsKey(annotation.Value.Span))
                {
                    _byPlace.Add(annotation.Value.Span, []);
                    problems.Add(new DirectiveProblem(annotation.Key.Span, $"suppression on a pod template is ignored; put it on {item.Kind.Value} {item.Name}"));
                }
            }
        }
    }

    private static IEnumerable<StringMapEntry> Ours(StringMap? annotations)
    {
        for (var i = 0; i < annotations?.Count; i++)
        {
            if (annotations.Entries[i].Key.Value.StartsWith(Prefix, StringComparison.Ordinal))
            {
                yield return annotations.Entries[i];
            }
        }
    }

    private AnnotationSuppressor[] Parse(StringMapEntry annotation)
    {
        if (annotation.Key.Value != Key)
        {
            problems.Add(new DirectiveProblem(annotation.Key.Span, $"unknown annotation {annotation.Key.Value}; suppressions use {Key}"));
            return [];
        }

        var suppressors = new List<AnnotationSuppressor>();
        foreach (var part in Parts(annotation.Value))
        {
            if (Directive.Parse(part, Directive.Separator, problems) is { } directive)
            {
                suppressors.AddRange(directive.Rules.Select(r => new AnnotationSuppressor(r.Value, r.Span, directive.Until)));
            }
        }

        return [.. suppressors];
    }

    // A semicolon may stand in a reason: what follows is an entry of its own only when it starts like one.
    private static IEnumerable<Located<string>> Parts(Located<string> value)
    {
        var start = 0;
        for (var at = 0; at <= value.Value.Length; at++)
        {
            if (at == value.Value.Length || (value.Value[at] is ';' or '\n' && StartsEntry(value.Value, at + 1)))
            {
                if (value.Value.Substring(start, at - start).Trim().Length > 0)
                {
                    yield return value.Slice(start, at);
                }

                start = at + 1;
            }
        }
    }

    private static bool StartsEntry(string text, int at)
    {
        var word = text.Substring(at).TrimStart().Split(' ', ',', ';', '\n')[0];
        return word.Length == 0 || Directive.IsRuleLike(word);
    }
}
