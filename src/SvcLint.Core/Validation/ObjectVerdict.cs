using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Validation;

/// <summary>Something the server says, and which of the asked versions say it.</summary>
/// <param name="Value">What it says; in the words of the newest version that says it.</param>
/// <param name="Versions">Those that do, oldest first.</param>
/// <param name="IsCertain">All asked versions do.</param>
public sealed record Held<T>(T Value, IReadOnlyList<KubernetesVersion> Versions, bool IsCertain)
{
    /// <summary>The versions in words: <c>1.29</c>, <c>1.26 to 1.29</c>, <c>1.36 and later</c>.</summary>
    public string VersionText
    {
        get
        {
            var last = Versions[Versions.Count - 1];
            return last >= KubernetesVersion.Newest ? $"{Versions[0]} and later"
                : Versions.Count == 1 ? Versions[0].ToString()
                : $"{Versions[0]} to {last}";
        }
    }
}

/// <summary>Everything the API server (or kube-proxy) says of one object, in the declared version or, undeclared, in every supported one.</summary>
public sealed class ObjectVerdict
{
    private static readonly string[] ServiceTypes = ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"];

    private static readonly KubernetesVersion[] AllVersions = [.. KubernetesVersion.Supported];

    private ObjectVerdict(KubernetesObject item, IReadOnlyList<DecodeError> decode, IReadOnlyList<Held<ApiError>> errors, IReadOnlyList<Held<ApiWarning>> warnings)
    {
        Object = item;
        Decode = decode;
        Errors = errors;
        Warnings = warnings;
    }

    public KubernetesObject Object { get; }

    /// <summary>Objections of strict decoding. Undeclared, a field that some versions lack is among them, with <see cref="DecodeError.Known"/>.</summary>
    public IReadOnlyList<DecodeError> Decode { get; }

    /// <summary>The apiVersion by whose rules the errors are told, where the object's own is served by no asked version; else null.</summary>
    public string? ServedAs { get; private init; }

    /// <summary>False where the server says nothing but why it cannot read the object.</summary>
    public bool IsDecoded => ServedAs is null && !Decode.Any(e => e.IsFatal);

    /// <summary>Errors of validation and allocation; of an object that cannot be decoded what the server says of the rest of it, once that is repaired.</summary>
    public IReadOnlyList<Held<ApiError>> Errors { get; }

    /// <summary>Warnings, where no version refuses the object.</summary>
    public IReadOnlyList<Held<ApiWarning>> Warnings { get; }

    /// <param name="item">The object, with or without defaults.</param>
    /// <param name="version">The declared version, or null.</param>
    /// <param name="nodePorts">The cluster's node-port range, both ends included.</param>
    /// <param name="serviceRanges">The cluster's Service ranges; empty when they are not known.</param>
    public static ObjectVerdict Of(KubernetesObject item, KubernetesVersion? version, (int First, int Last) nodePorts, IReadOnlyList<CidrValue> serviceRanges)
    {
        var isCovered = ApiValidation.Covers(item);
        if (!isCovered && FieldTables.Root(item.ApiVersion.Value, item.Kind.Value) is null)
        {
            if (Successor(item, version) is not { } successor)
            {
                return new ObjectVerdict(item, [], [], []);
            }

            // Fields have other names there: only values that cannot be read stay wrong.
            var there = Of(successor, version, nodePorts, serviceRanges);
            return new ObjectVerdict(item, [.. there.Decode.Where(e => e.IsFatal)], there.Errors, []) { ServedAs = successor.ApiVersion.Value };
        }

        var decode = item.Node is { } node ? StrictDecoder.Decode(node, item.ApiVersion.Value, item.Kind.Value, version) : [];
        var unread = decode.Where(e => e.IsFatal).ToArray();
        // What is filled in later may change anything.
        if (unread.Any(e => e.Value is YamlScalar scalar && Placeholder.Is(scalar.Value)))
        {
            return new ObjectVerdict(item, decode, [], []);
        }

        var versions = version is { } declared ? [declared] : AllVersions;
        var errors = new Gathering<ApiError>(versions.Length);
        var warnings = new Gathering<ApiWarning>(versions.Length);
        for (var next = 0; next < versions.Length;)
        {
            var answers = new AnswerRange();
            var asked = versions[next].HeardBy(answers);
            var stored = ApiDefaults.Apply(item, asked);
            var said = Apart(Validate(item, stored, asked), unread);
            var allocated = stored is Service service ? Apart(ApiValidation.AllocateStored(service, nodePorts, serviceRanges), unread) : [];
            // Pods that are refused later do not keep the server from warning of the object that makes them.
            var warned = unread.Length == 0 && said.All(e => e.Stage == ValidationStage.Pods) && isCovered ? ApiValidation.OnStoring(stored, asked) : [];
            // Words about kube-proxy name the version; there are few of its objects.
            var last = item is KubeProxyConfiguration ? versions[next] : answers.Last;
            do
            {
                errors.Add(versions[next], said, e => (KindOf(e.Type), e.Span), (old, now) => old.Stage == ValidationStage.Pods ? now with { Stage = old.Stage } : now);
                errors.Add(versions[next], allocated, e => (100 + (int)e.Type, e.Span));
                warnings.Add(versions[next], warned, w => ((int)w.Code, w.Span));
                next++;
            }
            while (next < versions.Length && versions[next] <= last);
        }

        return new ObjectVerdict(item, decode, errors.All, warnings.All);
    }

    // Of an API that is gone: the object as the API that took its place would have it.
    private static KubernetesObject? Successor(KubernetesObject item, KubernetesVersion? version) =>
        ApiTable.Find(item.ApiVersion.Value, item.Kind.Value) is { Removed: { } removed, Replacement: { } replacement }
        && (version ?? KubernetesVersion.Oldest) >= removed
        && FieldTables.Root(replacement, item.Kind.Value) is not null
            ? item with { ApiVersion = item.ApiVersion with { Value = replacement } } : null;

    // A value of a wrong type is read as none, and what is missing then is nobody's mistake.
    private static IReadOnlyList<ApiError> Apart(IReadOnlyList<ApiError> errors, DecodeError[] unread) =>
        unread.Length == 0 ? errors : [.. errors.Where(e => !unread.Any(u => IsWithin(u.Field, e.Field) || IsWithin(e.Field, u.Field) || (u.Span.Source == e.Span.Source && (u.Span.Range.Contains(e.Span.Range) || e.Span.Range.Contains(u.Span.Range)))))];

    private static bool IsWithin(string path, string ancestor) =>
        path.StartsWith(ancestor, StringComparison.Ordinal) && (path.Length == ancestor.Length || path[ancestor.Length] is '.' or '[');

    // What is empty is invalid in one version and missing in another.
    private static int KindOf(ErrorType type) => (int)(type == ErrorType.Required ? ErrorType.Invalid : type);

    // Of a Service whose type is a placeholder: what the server says whatever the type will be.
    private static IReadOnlyList<ApiError> Validate(KubernetesObject item, KubernetesObject stored, KubernetesVersion version) =>
        item is Service { Spec: { Type: { } type } spec } service && Placeholder.Is(type.Value)
            ? ServiceTypes
                .Select(t => ApiValidation.Validate(service with { Spec = spec with { Type = type with { Value = t } } }, version))
                .Aggregate((common, said) => [.. common.Where(e => said.Any(o => o.Type == e.Type && o.Span == e.Span))])
            : ApiValidation.Covers(item) ? ApiValidation.OfStored(stored, version)
            : [];

    /// <summary>What the server says of a change alone, in the declared version or, undeclared, in every supported one.</summary>
    /// <param name="after">The new state.</param>
    /// <param name="before">The same object as it was.</param>
    /// <param name="version">The declared version, or null.</param>
    public static IReadOnlyList<Held<ApiError>> OfUpdate(KubernetesObject after, KubernetesObject before, KubernetesVersion? version)
    {
        var versions = version is { } declared ? [declared] : KubernetesVersion.Supported.ToArray();
        var errors = new Gathering<ApiError>(versions.Length);
        foreach (var asked in versions)
        {
            errors.Add(asked, UpdateValidation.Validate(after, before, asked), e => ((int)e.Type, e.Span));
        }

        return errors.All;
    }

    // The same statement may have another path in another version: what it is about tells it apart, and its number among its likes.
    private sealed class Gathering<T>(int asked)
    {
        // Of most objects nothing is said.
        private Dictionary<(int Type, SourceSpan Span, int Number), (T Value, List<KubernetesVersion> Versions)>? _found;

        public IReadOnlyList<Held<T>> All => _found is null ? [] : [.. _found.Values.Select(f => new Held<T>(f.Value, f.Versions, f.Versions.Count == asked))];

        /// <param name="version">Who says it.</param>
        /// <param name="said">What it says.</param>
        /// <param name="about">What tells statements apart.</param>
        /// <param name="merge">What remains of an older version's and a newer version's words; else the newer ones.</param>
        public void Add(KubernetesVersion version, IReadOnlyList<T> said, Func<T, (int Type, SourceSpan Span)> about, Func<T, T, T>? merge = null)
        {
            var alike = said.Count > 1 ? new Dictionary<(int, SourceSpan), int>(said.Count) : null;
            for (var i = 0; i < said.Count; i++)
            {
                var (type, span) = about(said[i]);
                var number = 0;
                if (alike is not null)
                {
                    alike.TryGetValue((type, span), out number);
                    alike[(type, span)] = number + 1;
                }

                _found ??= [];
                if (_found.TryGetValue((type, span, number), out var known))
                {
                    known.Versions.Add(version);
                    _found[(type, span, number)] = (merge is null ? said[i] : merge(known.Value, said[i]), known.Versions);
                }
                else
                {
                    _found.Add((type, span, number), (said[i], [version]));
                }
            }
        }
    }
}
