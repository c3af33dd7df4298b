namespace SvcLint.Charts.Templates;

/// <summary>A field of a Go struct.</summary>
/// <param name="Name">As templates write it.</param>
/// <param name="Type">Its static type.</param>
/// <param name="Json">Its name in JSON and YAML, or null when it is not written there.</param>
/// <param name="OmitEmpty">Whether JSON leaves an empty value out.</param>
public sealed record GoField(string Name, GoType Type, string? Json = null, bool OmitEmpty = false);

/// <summary>A static type of Go. Identity counts: there is one object for each type.</summary>
public sealed class GoType
{
    private static readonly IReadOnlyDictionary<string, GoFunction> NoMethods = new Dictionary<string, GoFunction>();
    private readonly Func<GoType, IReadOnlyList<GoFunction>>? _declare;
    private IReadOnlyDictionary<string, GoFunction>? _methods;

    /// <param name="name">What <c>%T</c> prints.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="element">Of a slice, map or pointer: what it holds or points to.</param>
    /// <param name="key">Of a map: its keys.</param>
    /// <param name="fields">Of a struct: its fields in order.</param>
    /// <param name="isNamed">Whether the type is declared by name, so that only it is assignable to it.</param>
    /// <param name="methods">Its methods; called once, when the first is asked for.</param>
    /// <param name="embedded">Of a struct: another one that it embeds, whose fields are its first ones.</param>
    public GoType(
        string name,
        GoKind kind,
        GoType? element = null,
        GoType? key = null,
        IReadOnlyList<GoField>? fields = null,
        bool isNamed = false,
        Func<GoType, IReadOnlyList<GoFunction>>? methods = null,
        GoType? embedded = null)
    {
        Name = name;
        Kind = kind;
        Element = element;
        Key = key;
        Fields = fields ?? [];
        IsNamed = isNamed;
        _declare = methods;
        Embedded = embedded;
    }

    public static GoType Any { get; } = new("interface {}", GoKind.Interface);

    public static GoType Error { get; } = new("error", GoKind.Interface, isNamed: true);

    public static GoType Bool { get; } = new("bool", GoKind.Bool);

    public static GoType Int { get; } = new("int", GoKind.Int);

    public static GoType Int32 { get; } = new("int32", GoKind.Int32);

    public static GoType Int64 { get; } = new("int64", GoKind.Int64);

    public static GoType Uint { get; } = new("uint", GoKind.Uint);

    public static GoType Uint8 { get; } = new("uint8", GoKind.Uint8);

    public static GoType Uint32 { get; } = new("uint32", GoKind.Uint32);

    public static GoType Uint64 { get; } = new("uint64", GoKind.Uint64);

    public static GoType Float64 { get; } = new("float64", GoKind.Float64);

    public static GoType Complex128 { get; } = new("complex128", GoKind.Complex128);

    public static GoType String { get; } = new("string", GoKind.String);

    public static GoType List { get; } = Slice(Any);

    public static GoType StringList { get; } = Slice(String);

    public static GoType IntList { get; } = Slice(Int);

    public static GoType Bytes { get; } = Slice(Uint8);

    public static GoType Map { get; } = MapOf(Any);

    public static GoType StringMap { get; } = MapOf(String);

    /// <summary>A parameter that takes any value, also none, without conversion: <c>reflect.Value</c>.</summary>
    public static GoType Reflected { get; } = new("reflect.Value", GoKind.Struct, isNamed: true);

    public string Name { get; }

    public GoKind Kind { get; }

    public GoType? Element { get; }

    public GoType? Key { get; }

    public GoType? Embedded { get; }

    public IReadOnlyList<GoField> Fields { get; }

    public bool IsNamed { get; }

    /// <summary>Methods by name.</summary>
    public IReadOnlyDictionary<string, GoFunction> Methods => _methods ??= _declare is null ? NoMethods : _declare(this).ToDictionary(m => m.Name, StringComparer.Ordinal);

    /// <summary>True when nil is a value of this type.</summary>
    public bool CanBeNil => Kind is GoKind.Func or GoKind.Interface or GoKind.Map or GoKind.Pointer or GoKind.Slice || this == Reflected;

    public static GoType Slice(GoType element) => new("[]" + element.Name, GoKind.Slice, element);

    public static GoType MapOf(GoType element) => new("map[string]" + element.Name, GoKind.Map, element, String);

    public static GoType PointerTo(GoType element, Func<GoType, IReadOnlyList<GoFunction>>? methods = null) => new("*" + element.Name, GoKind.Pointer, element, fields: element.Fields, methods: methods);

    /// <summary>Go's rule of assignability: the same type, or one of the two without a name and both alike beneath.</summary>
    public bool IsAssignableTo(GoType target)
    {
        if (this == target || target == Reflected)
        {
            return true;
        }

        if (target.Kind == GoKind.Interface)
        {
            return target == Any || Methods.ContainsKey("Error");
        }

        return Kind == target.Kind && Kind is GoKind.Map or GoKind.Slice or GoKind.Pointer && (!IsNamed || !target.IsNamed) && SameElements(target);
    }

    public override string ToString() => Name;

    private bool SameElements(GoType other) => Element!.Name == other.Element!.Name && Key?.Name == other.Key?.Name && other.Kind == Kind;
}
