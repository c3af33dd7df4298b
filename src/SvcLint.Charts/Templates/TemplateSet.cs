using SvcLint.Charts.Templates.Parsing;

namespace SvcLint.Charts.Templates;

/// <summary>
/// Templates by name. What a string defines that <c>tpl</c> evaluates is known to that string alone: its set lies over the one that it was called in.
/// </summary>
internal sealed class TemplateSet
{
    private readonly TemplateSet? _outer;
    private readonly Dictionary<string, TemplateTree> _trees = new(StringComparer.Ordinal);

    public TemplateSet(TemplateSet? outer = null)
    {
        _outer = outer;
    }

    public TemplateTree? this[string name] => _trees.TryGetValue(name, out var tree) ? tree : _outer?[name];

    /// <summary>Adds what a text holds. One that is empty replaces no other of its name.</summary>
    public void Add(IEnumerable<TemplateTree> trees)
    {
        foreach (var tree in trees)
        {
            if (!tree.IsEmpty || this[tree.Name] is null)
            {
                _trees[tree.Name] = tree;
            }
        }
    }
}
