using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cli.Outputs;

/// <summary>Which findings stand on which objects, by the places that they name.</summary>
internal sealed class ReachFindings
{
    private readonly Dictionary<SourceText, List<(SourceSpan Span, KubernetesObject Object)>> _objects = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<KubernetesObject, List<Finding>> _byObject = new(ReferenceEqualityComparer.Instance);

    public ReachFindings(IEnumerable<KubernetesObject> objects, IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0)
        {
            return;
        }

        foreach (var item in objects)
        {
            if (!_objects.TryGetValue(item.Span.Source, out var own))
            {
                _objects.Add(item.Span.Source, own = []);
            }

            own.Add((item.Span, item));
        }

        foreach (var own in _objects.Values)
        {
            own.Sort((a, b) => a.Span.Start.CompareTo(b.Span.Start));
        }

        foreach (var finding in findings)
        {
            foreach (var item in finding.Related.Select(r => r.Span).Prepend(finding.Span).Select(At).OfType<KubernetesObject>().Distinct())
            {
                if (!_byObject.TryGetValue(item, out var on))
                {
                    _byObject.Add(item, on = []);
                }

                on.Add(finding);
            }
        }
    }

    /// <summary>The findings on an object, in the order of the run.</summary>
    public IReadOnlyList<Finding> On(KubernetesObject? item) => item is not null && _byObject.TryGetValue(item, out var on) ? on : [];

    private KubernetesObject? At(SourceSpan span)
    {
        if (!_objects.TryGetValue(span.Source, out var own))
        {
            return null;
        }

        var (low, high) = (0, own.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (own[middle].Span.Start <= span.Start)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return high >= 0 && span.Start < own[high].Span.End ? own[high].Object : null;
    }
}
