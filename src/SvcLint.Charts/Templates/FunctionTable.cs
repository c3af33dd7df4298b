namespace SvcLint.Charts.Templates;

/// <summary>Functions by name. Of two with one name the later counts.</summary>
public sealed class FunctionTable
{
    private readonly Dictionary<string, GoFunction> _functions = new(StringComparer.Ordinal);

    public FunctionTable(params IEnumerable<GoFunction>[] families)
    {
        foreach (var family in families)
        {
            foreach (var function in family)
            {
                _functions[function.Name] = function;
            }
        }
    }

    public IEnumerable<GoFunction> All => _functions.Values;

    public GoFunction? this[string name] => _functions.TryGetValue(name, out var function) ? function : null;
}
