using System.Globalization;

namespace SvcLint.Validation;

/// <summary>A path as the API server writes it: <c>spec.ports[0].name</c>, <c>metadata.annotations[key]</c>. Text is made only for errors.</summary>
public sealed class ApiPath
{
    private readonly ApiPath? _parent;
    private readonly string _name;
    private readonly int _index;

    private ApiPath(ApiPath? parent, string name, int index)
    {
        _parent = parent;
        _name = name;
        _index = index;
    }

    /// <summary>The object itself.</summary>
    public static ApiPath Root { get; } = new(null, "", -1);

    public ApiPath Child(string name) => new(this, name, -1);

    public ApiPath Index(int index) => new(this, "", index);

    public ApiPath Key(string key) => new(this, "[" + key + "]", -1);

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
