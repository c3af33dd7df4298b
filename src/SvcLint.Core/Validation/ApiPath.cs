using System.Globalization;

namespace SvcLint.Validation;

/// <summary>
/// A path as the API server writes it: <c>spec.ports[0].name</c>, <c>metadata.annotations[key]</c>; text is made only for errors. It knows
/// what an error there is about, which the fields below it share unless they say otherwise.
/// </summary>
public sealed class ApiPath
{
    private readonly ApiPath? _parent;
    private readonly string _name;
    private readonly int _index;

    private ApiPath(ApiPath? parent, string name, int index, RefusalTopic topic)
    {
        _parent = parent;
        _name = name;
        _index = index;
        Topic = topic;
    }

    /// <summary>What an error at this path is about.</summary>
    public RefusalTopic Topic { get; }

    /// <summary>The object itself.</summary>
    public static ApiPath Root(RefusalTopic topic) => new(null, "", -1, topic);

    public ApiPath Child(string name, RefusalTopic? topic = null) => new(this, name, -1, topic ?? Topic);

    public ApiPath Index(int index, RefusalTopic? topic = null) => new(this, "", index, topic ?? Topic);

    public ApiPath Key(string key) => new(this, "[" + key + "]", -1, Topic);

    public override string ToString()
    {
        if (_parent is null)
        {
            return "";
        }

        var parent = _parent.ToString();
        return _index >= 0 ? parent + "[" + _index.ToString(CultureInfo.InvariantCulture) + "]"
            : parent.Length == 0 || (_name.Length > 0 && _name[0] == '[') ? parent + _name
            : parent + "." + _name;
    }
}
