using System.Collections.Concurrent;

namespace SvcLint.Kubernetes;

/// <summary>What a field holds.</summary>
public enum FieldKind
{
    String,
    Int32,
    Int64,
    UInt32,
    Number,
    Bool,

    /// <summary>A 32-bit number or a string.</summary>
    IntOrString,

    /// <summary>A number or a string such as <c>500m</c>.</summary>
    Quantity,

    /// <summary>RFC 3339, or null.</summary>
    Time,

    /// <summary>Go's notation (<c>1m30s</c>). Null is refused unless the field is a pointer, see <see cref="OptionalDuration"/>.</summary>
    Duration,
    OptionalDuration,

    /// <summary>Go's notation, or a number of nanoseconds, or null.</summary>
    DurationOrNumber,

    /// <summary>Anything: no table says more.</summary>
    Any,
    Object,
    List,
    Map,
}

/// <summary>The type of a field in the tables' notation; lists and maps carry the notation of what they hold.</summary>
public readonly record struct FieldType(string Notation)
{
    public FieldKind Kind { get; } = Notation switch
    {
        "s" => FieldKind.String,
        "i" => FieldKind.Int32,
        "l" => FieldKind.Int64,
        "u" => FieldKind.UInt32,
        "n" => FieldKind.Number,
        "b" => FieldKind.Bool,
        "x" => FieldKind.IntOrString,
        "q" => FieldKind.Quantity,
        "t" => FieldKind.Time,
        "d" => FieldKind.Duration,
        "D" => FieldKind.OptionalDuration,
        "e" => FieldKind.DurationOrNumber,
        "o" => FieldKind.Any,
        _ => Notation[0] switch { '*' => FieldKind.List, '{' => FieldKind.Map, _ => FieldKind.Object },
    };

    /// <summary>Of a list or map: what it holds.</summary>
    public FieldType Element => new(Notation.Substring(1));
}

/// <summary>A field of a type, and the versions that have it.</summary>
/// <param name="Name">As it is written in a manifest.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Since">First version; the oldest supported one when it is older.</param>
/// <param name="Until">Last version; the newest supported one when it still exists.</param>
public readonly record struct ApiField(string Name, FieldType Type, KubernetesVersion Since, KubernetesVersion Until)
{
    public bool ExistsIn(KubernetesVersion version) => version >= Since && version <= Until;

    public bool ExistsInAll => Since <= KubernetesVersion.Oldest && Until >= KubernetesVersion.Newest;
}

/// <summary>
/// Which fields exist, by Kubernetes version: names and types, nothing else. A type is one line of <c>name:type@since-until</c>,
/// where a type is a letter (s string, i int32, l int64, u uint32, n number, b boolean, x int-or-string, q quantity, t time, d duration,
/// D duration or null, e duration or number, o anything), the name of another line, or either behind <c>*</c> (list of) or <c>{</c> (map of string to),
/// and a missing version means the oldest or newest supported one. Kinds without a table are never strict.
/// </summary>
public static partial class FieldTables
{
    // Read when first asked for: a file needs a few of them, a repository each one thousands of times.
    private static readonly ConcurrentDictionary<string, ApiField[]> Types = new(StringComparer.Ordinal);

    /// <summary>The name of the table of an object, or null for a kind that has none.</summary>
    public static string? Root(string apiVersion, string kind) => (apiVersion, kind) switch
    {
        ("v1", "Service" or "Endpoints" or "Pod" or "PodTemplate" or "ReplicationController") => kind,
        ("apps/v1", "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet") => kind,
        ("batch/v1", "Job" or "CronJob") => kind,
        ("discovery.k8s.io/v1", "EndpointSlice") => kind,
        ("networking.k8s.io/v1", "NetworkPolicy" or "Ingress") => kind,
        (KubeProxyGroupVersion, "KubeProxyConfiguration") => kind,
        _ => null,
    };

    /// <summary>
    /// A field of a type, or null for one that no supported version has. A field whose type changed has the type of the given version,
    /// undeclared the newest, and lives as long as all its types together.
    /// </summary>
    public static ApiField? Find(string type, string name, KubernetesVersion? version) => Find(Listed(type), name, version);

    /// <summary>The same among the fields of a type.</summary>
    internal static ApiField? Find(ReadOnlySpan<ApiField> fields, string name, KubernetesVersion? version)
    {
        ApiField? found = null;
        foreach (ref readonly var field in fields)
        {
            if (field.Name == name)
            {
                found = found is not { } other ? field
                    : (version is { } target && other.ExistsIn(target) ? other : field) with
                    {
                        Since = field.Since < other.Since ? field.Since : other.Since,
                        Until = field.Until > other.Until ? field.Until : other.Until,
                    };
            }
        }

        return found;
    }

    /// <summary>True when every supported version that has the type has the field: a type may be younger than the field that holds it.</summary>
    public static bool ExistsThroughout(string type, ApiField field) =>
        field.ExistsInAll || Fields(type).All(f => field.Since <= f.Since && field.Until >= f.Until);

    /// <summary>The fields of a type, those of all supported versions together; none for an unknown type.</summary>
    public static IReadOnlyList<ApiField> Fields(string type) => Types.GetOrAdd(type, Read);

    /// <summary>The same for those who ask for each field of each object.</summary>
    internal static ReadOnlySpan<ApiField> Listed(string type) => Types.GetOrAdd(type, Read);

    private static ApiField[] Read(string type) =>
        (Generated(type) ?? KubeProxy(type)) is { } line ? [.. line.Split([' '], StringSplitOptions.RemoveEmptyEntries).Select(Parse)] : [];

    private static ApiField Parse(string text)
    {
        var colon = text.IndexOf(':');
        var at = text.IndexOf('@');
        var type = new FieldType(text.Substring(colon + 1, (at < 0 ? text.Length : at) - colon - 1));
        if (at < 0)
        {
            return new ApiField(text.Substring(0, colon), type, KubernetesVersion.Oldest, KubernetesVersion.Newest);
        }

        var dash = text.IndexOf('-', at);
        var since = Minor(text, at + 1, dash) ?? KubernetesVersion.Oldest;
        var until = Minor(text, dash + 1, text.Length) ?? KubernetesVersion.Newest;
        return new ApiField(text.Substring(0, colon), type, since, until);
    }

    private static KubernetesVersion? Minor(string text, int start, int end)
    {
        var minor = 0;
        for (var i = start; i < end; i++)
        {
            minor = (minor * 10) + text[i] - '0';
        }

        return start == end ? null : new KubernetesVersion(minor);
    }
}
