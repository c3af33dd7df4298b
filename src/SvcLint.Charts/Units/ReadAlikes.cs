using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Charts.Units;

/// <summary>Names that templates read, by what a key that none reads may have been meant to be.</summary>
internal sealed class ReadAlikes
{
    private readonly ILookup<string, string> _byWord;
    private readonly NameNeighbours _free;

    /// <param name="read">Names that templates read in one place.</param>
    /// <param name="map">The values of that place: a name that has a value there is meant by no other key; null where there are none.</param>
    public ReadAlikes(IEnumerable<string> read, YamlMapping? map)
    {
        var names = read.ToArray();
        _byWord = names.ToLookup(Word, StringComparer.OrdinalIgnoreCase);
        _free = new NameNeighbours(names.Where(n => map?[n] is null));
    }

    /// <summary>The name that the key is another spelling or a slip of; null where there is none.</summary>
    public string? Of(string key) => _byWord[Word(key)].FirstOrDefault(n => n != key) ?? NearMiss.Nearest(key, _free.Of(key));

    // node_port, node-port and NodePort are one word.
    private static string Word(string name) => name.Replace("_", "").Replace("-", "");
}
