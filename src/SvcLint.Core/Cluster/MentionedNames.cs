using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>Every <c>something.name</c> in environment, arguments and ConfigMaps of a unit: by the name, what stands before the dot.</summary>
internal sealed class MentionedNames
{
    private readonly Dictionary<string, HashSet<string>> _before = new(StringComparer.Ordinal);

    public MentionedNames(DeploymentUnit unit)
    {
        foreach (var text in unit.Workloads.SelectMany(w => w.AllContainers()).SelectMany(Texts).Concat(unit.ConfigMaps.SelectMany(m => m.Data?.Entries ?? []).Select(e => e.Value.Value)))
        {
            Read(text);
        }
    }

    /// <summary>What stands before <c>.name</c>, as far as it may be the name of a host or a reference.</summary>
    public IReadOnlyCollection<string> Before(string name) => _before.TryGetValue(name, out var found) ? found : (IReadOnlyCollection<string>)[];

    private static IEnumerable<string> Texts(Container container) =>
        (container.Env?.Items ?? []).Select(e => e.Value?.Value).OfType<string>()
        .Concat((container.Command?.Items ?? []).Concat(container.Args?.Items ?? []).Select(a => a.Value));

    private void Read(string text)
    {
        for (var dot = text.IndexOf('.'); dot >= 0; dot = text.IndexOf('.', dot + 1))
        {
            var end = dot + 1;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '-'))
            {
                end++;
            }

            var start = dot;
            while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '-' or '$' or '(' or ')' or '{' or '}' or '_'))
            {
                start--;
            }

            if (end > dot + 1 && start < dot)
            {
                var name = text.Substring(dot + 1, end - dot - 1);
                if (!_before.TryGetValue(name, out var before))
                {
                    _before.Add(name, before = new HashSet<string>(StringComparer.Ordinal));
                }

                before.Add(text.Substring(start, dot - start));
            }
        }
    }
}
